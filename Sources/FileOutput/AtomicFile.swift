import FileNames
import Foundation

/// Writes a file whole or not at all.
///
/// One file at a time: a thread that writes another one waits.
public enum AtomicFile {
    private static let lock = NSLock()

    /// Writes the bytes beside `file` under a passing name, lets `check` look at that file, then gives it the name of
    /// `file`. Whatever fails, or ends the program, before the last step leaves an old file as it was.
    ///
    /// A symbolic link stays one: what it leads to is written. A file that is replaced keeps its mode, and its owner and
    /// group where the system permits that; it is replaced only where it may be written.
    ///
    /// - Parameters:
    ///   - file: as `String(fileName:)` makes it.
    ///   - check: must not write a file itself.
    /// - Throws: OutputError, or what `check` throws. A pipe or a device cannot be checked, and is refused.
    public static func write(
        _ bytes: [UInt8], to file: String, check: (_ temporary: String) throws -> Void
    ) throws {
        let target = try OutputTarget(file)
        guard !target.isDevice else { throw OutputError.cannotCreate(file: file, reason: noFile) }
        lock.lock()
        defer { lock.unlock() }
        let temporary = try TemporaryFile(for: target)
        do {
            try temporary.write(bytes)
            try check(temporary.path)
            try temporary.publish()
        } catch {
            temporary.discard()
            throw error
        }
    }

    /// The same unchecked; a pipe or a device is written as it is.
    public static func write(_ bytes: [UInt8], to file: String) throws(OutputError) {
        let target = try OutputTarget(file)
        if target.isDevice {
            let descriptor = file.withFileName { open($0, O_WRONLY | O_CLOEXEC) }
            guard descriptor >= 0 else {
                throw .cannotCreate(file: file, reason: String(cString: strerror(errno)))
            }
            return try FileOutput.write(bytes, closing: descriptor, file: file)
        }
        do {
            try write(bytes, to: file) { _ in }
        } catch let error as OutputError {
            throw error
        } catch {
            throw .writeFailed(file: file, reason: "\(error)")
        }
    }

    /// Finds out now whether `write` could begin, before the work whose result it is to write.
    ///
    /// - Parameter isChecked: whether the `write` with a check is meant.
    public static func requireWritable(_ file: String, isChecked: Bool = false) throws(OutputError) {
        let target = try OutputTarget(file)
        guard !target.isDevice else {
            guard !isChecked else { throw .cannotCreate(file: file, reason: noFile) }
            return
        }
        lock.lock()
        defer { lock.unlock() }
        try TemporaryFile(for: target).cancel()
    }

    private static let noFile = "it is a pipe or a device; name a file"
}
