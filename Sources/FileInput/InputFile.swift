import FileNames
import Foundation
import SystemPackage

/// A file that is open for reading: everything that the tools read goes through it, pictures, datasets and weights.
///
/// Only a regular file is opened, so that nothing waits for a pipe's other end or reads a device for ever, and no more
/// than `limit` bytes are read from it.
public struct InputFile: ~Copyable {
    private let name: String
    private let limit: Int
    private let descriptor: Int32
    private let isOwned: Bool
    private var readCount = 0
    /// Bytes that it held when it was opened; of a pipe 0.
    private let size: Int

    /// Opens a file.
    ///
    /// - Parameters:
    ///   - path: as `String(fileName:)` makes it.
    ///   - name: what it is called in errors.
    ///   - limit: the most bytes that a file of its kind may hold.
    /// - Throws: `InputError.unreadable` or `.tooLong`.
    public init(path: String, name: String, limit: Int) throws(InputError) {
        // Without O_NONBLOCK opening a named pipe would wait for somebody who writes into it.
        let options: FileDescriptor.OpenOptions = [.nonBlocking, .closeOnExec, .init(rawValue: O_NOCTTY)]
        let descriptor: Int32
        do {
            descriptor = try path.withFileName { try FileDescriptor.open($0, .readOnly, options: options) }.rawValue
        } catch {
            throw .unreadable(file: name, reason: "\(error)")
        }
        do throws(InputError) {
            let status = try status(of: descriptor, name: name)
            guard status.st_mode & S_IFMT == S_IFREG else {
                throw .unreadable(file: name, reason: "it is \(kind(status.st_mode)), not a file")
            }
            guard status.st_size <= limit else { throw .tooLong(file: name, limit: limit) }
            size = Int(status.st_size)
        } catch {
            close(descriptor)
            throw error
        }
        self.name = name
        self.limit = limit
        self.descriptor = descriptor
        isOwned = true
    }

    /// Standard input, whatever it is connected to; it stays open.
    ///
    /// - Parameters: as those for a file.
    public init(standardInputNamed name: String, limit: Int) throws(InputError) {
        let status = try status(of: STDIN_FILENO, name: name)
        size = status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : 0
        self.name = name
        self.limit = limit
        descriptor = STDIN_FILENO
        isOwned = false
    }

    deinit {
        if isOwned { close(descriptor) }
    }

    /// The bytes of a whole file.
    ///
    /// - Throws: `InputError.unreadable`, or `.tooLong` as soon as there are more than `limit` bytes.
    public static func bytes(of file: String, limit: Int) throws(InputError) -> [UInt8] {
        var input = try InputFile(path: file, name: file, limit: limit)
        return try input.rest()
    }

    /// All bytes that are left.
    ///
    /// - Throws: `InputError.unreadable`, or `.tooLong` as soon as there are more than `limit` bytes.
    public mutating func rest() throws(InputError) -> [UInt8] {
        // The size is a first guess only: a pipe has none, and a file may grow.
        var bytes = [UInt8](repeating: 0, count: min(max(size - readCount, 0), limit) + 4096)
        var filled = 0
        while true {
            let count = try read(into: &bytes, from: filled)
            if count == 0 { break }
            filled += count
            if filled == bytes.count { bytes += [UInt8](repeating: 0, count: bytes.count) }
        }
        bytes.removeLast(bytes.count - filled)
        return bytes
    }

    /// Reads some bytes into `bytes`, from index `start` on.
    ///
    /// - Returns: how many; 0 at the end of the file, or when there is no room.
    /// - Throws: `InputError.unreadable`, or `.tooLong` as soon as there were more than `limit` bytes.
    mutating func read(into bytes: inout [UInt8], from start: Int) throws(InputError) -> Int {
        let descriptor = FileDescriptor(rawValue: descriptor), count: Int
        do {
            count = try bytes.withUnsafeMutableBytes { bytes in
                // Safe: a view of the bytes from `start` on.
                try descriptor.read(
                    into: UnsafeMutableRawBufferPointer(rebasing: bytes[min(max(start, 0), bytes.count)...]))
            }
        } catch {
            throw .unreadable(file: name, reason: "\(error)")
        }
        readCount += count
        guard readCount <= limit else { throw .tooLong(file: name, limit: limit) }
        return count
    }
}

private func status(of descriptor: Int32, name: String) throws(InputError) -> stat {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .unreadable(file: name, reason: systemError()) }
    return status
}

/// What stands in a folder where a file should.
private func kind(_ mode: mode_t) -> String {
    switch mode & S_IFMT {
    case S_IFDIR: "a folder"
    case S_IFIFO: "a pipe"
    case S_IFSOCK: "a socket"
    default: "a device"
    }
}

private func systemError() -> String { String(cString: strerror(errno)) }
