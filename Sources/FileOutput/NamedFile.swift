import FileNames
import Foundation

/// A file and what it is to a program.
public struct NamedFile: Equatable, Sendable {
    /// Such as `--output`.
    public let role: String
    /// As `String(fileName:)` makes it.
    public let file: String

    public init(_ role: String, _ file: String) {
        self.role = role
        self.file = file
    }
}

extension AtomicFile {
    /// Finds out, before any work, whether outputs can be written without harm to one another or to an input: files are
    /// compared, not names. Pipes and devices may be named several times.
    ///
    /// - Parameters:
    ///   - outputs: what will be written, beside what stdout and stderr lead to.
    ///   - inputs: what is read; asked for only where an output is there already. Names without a file are passed over.
    public static func requireDistinct(
        outputs: [NamedFile], inputs: @autoclosure () -> [NamedFile]
    ) throws(OutputError) {
        var known: [FileIdentity: String] = [:]
        for (name, descriptor) in [("standard output", STDOUT_FILENO), ("standard error", STDERR_FILENO)] {
            guard let identity = FileIdentity(ofDescriptor: descriptor) else { continue }
            known[identity] = name
        }
        var existing: [FileIdentity: NamedFile] = [:]
        for output in outputs {
            let target = try OutputTarget(output.file)
            guard !target.isDevice, let identity = FileIdentity(target) else { continue }
            if let other = known[identity] { throw .sameFile(output, as: other) }
            known[identity] = "\(output.role) (\(output.file))"
            if target.status != nil { existing[identity] = output }
        }
        // An input exists; it cannot be a file that does not.
        guard !existing.isEmpty else { return }
        for input in inputs() {
            guard let identity = FileIdentity(ofFile: input.file), let output = existing[identity] else { continue }
            throw .sameFile(output, as: "\(input.role) (\(input.file))")
        }
    }
}

/// What makes a file this file, under whatever name.
private struct FileIdentity: Hashable {
    private let device: dev_t
    private let number: ino_t
    /// The name of a file that does not exist yet, in the folder that the numbers tell; nil for one that exists.
    private let name: [UInt8]?

    init?(_ target: OutputTarget) {
        if let status = target.status {
            self.init(status)
        } else {
            var folder = stat()
            guard target.folder.withFileName({ stat($0, &folder) }) == 0 else { return nil }
            self.init(folder, name: target.name.fileNameBytes)
        }
    }

    init?(ofFile file: String) {
        var status = stat()
        guard file.withFileName({ stat($0, &status) }) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        self.init(status)
    }

    init?(ofDescriptor descriptor: Int32) {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        self.init(status)
    }

    private init(_ status: stat, name: [UInt8]? = nil) {
        device = status.st_dev
        number = status.st_ino
        self.name = name
    }
}
