import Foundation

/// A file that cannot be written.
public enum OutputError: Error, Equatable {
    /// The file cannot be made; the reason is the system's.
    case cannotCreate(file: String, reason: String)
    /// Writing stopped; the file that was there before is as it was.
    case writeFailed(file: String, reason: String)
}

extension OutputError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .cannotCreate(let file, let reason): "\(file): cannot be created: \(reason)"
        case .writeFailed(let file, let reason):
            "\(file): cannot be written: \(reason)"
        }
    }
}

/// Writes a file whole or not at all.
public enum AtomicFile {
    /// Writes the bytes beside `file` under a passing name, lets `check` look at that file, then gives it the name of
    /// `file`. Whatever fails, or ends the program, before the last step leaves an old file as it was.
    public static func write(
        _ bytes: [UInt8], to file: String, check: (_ temporary: String) throws -> Void = { _ in }
    ) throws {
        let (descriptor, temporary, target) = try create(file)
        do {
            try write(bytes, to: descriptor, file: file)
            try check(temporary)
            guard rename(temporary, target) == 0 else {
                throw OutputError.writeFailed(file: file, reason: systemError())
            }
        } catch {
            unlink(temporary)
            throw error
        }
    }

    /// Finds out now whether `write` could begin, before the work whose result it is to write.
    public static func requireWritable(_ file: String) throws(OutputError) {
        let (descriptor, temporary, _) = try create(file)
        close(descriptor)
        unlink(temporary)
    }

    /// Creates the file of the passing name beside the target, which is `file` with symbolic links resolved, so that a
    /// link stays one.
    private static func create(
        _ file: String
    ) throws(OutputError) -> (descriptor: Int32, temporary: String, target: String) {
        let target = (file as NSString).resolvingSymlinksInPath
        guard !isFolder(target) else { throw .cannotCreate(file: file, reason: "a folder has that name") }
        let temporary = "\(target).\(getpid()).tmp"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw .cannotCreate(file: file, reason: systemError()) }
        return (descriptor, temporary, target)
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32, file: String) throws(OutputError) {
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else {
                let reason = systemError()
                close(descriptor)
                throw .writeFailed(file: file, reason: reason)
            }
            written += count
        }
        // Some file systems report a full disk only here.
        let synced = fsync(descriptor) == 0 || errno == EINVAL
        let reason = systemError()
        guard close(descriptor) == 0, synced else { throw .writeFailed(file: file, reason: reason) }
    }

    private static func systemError() -> String { String(cString: strerror(errno)) }
}
