import Foundation

/// A file that cannot be written.
public enum OutputError: Error, Equatable {
    /// The file cannot be made.
    case cannotCreate(file: String, reason: String)
    /// Writing stopped; the file that was there before is as it was.
    case writeFailed(file: String, reason: String)
}

extension OutputError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .cannotCreate(let file, let reason): "\(file): cannot be created: \(reason)"
        case .writeFailed(let file, let reason): "\(file): cannot be written: \(reason)"
        }
    }
}

/// Writes a file whole or not at all.
public enum AtomicFile {
    /// Writes the bytes beside `file` under a passing name, lets `check` look at that file, then gives it the name of
    /// `file`. Whatever fails, or ends the program, before the last step leaves an old file as it was.
    ///
    /// - Throws: OutputError, or what `check` throws. A pipe or a device cannot be checked, and is refused.
    public static func write(
        _ bytes: [UInt8], to file: String, check: (_ temporary: String) throws -> Void
    ) throws {
        let target = try target(file)
        guard !target.isDevice else { throw OutputError.cannotCreate(file: file, reason: noFile) }
        let (descriptor, temporary) = try create(target, file)
        do {
            try write(bytes, to: descriptor, file: file)
            try check(temporary)
            guard rename(temporary, target.path) == 0 else {
                throw OutputError.writeFailed(file: file, reason: systemError())
            }
        } catch {
            unlink(temporary)
            throw error
        }
    }

    /// The same unchecked; a pipe or a device is written as it is.
    public static func write(_ bytes: [UInt8], to file: String) throws(OutputError) {
        let target = try target(file)
        if target.isDevice {
            let descriptor = open(target.path, O_WRONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw .cannotCreate(file: file, reason: systemError()) }
            return try write(bytes, to: descriptor, file: file)
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
        let target = try target(file)
        guard !target.isDevice else {
            guard !isChecked else { throw .cannotCreate(file: file, reason: noFile) }
            return
        }
        let (descriptor, temporary) = try create(target, file)
        close(descriptor)
        unlink(temporary)
    }

    private static let noFile = "it is a pipe or a device; name a file"

    /// What a name leads to, symbolic links resolved, so that a link stays one.
    private static func target(_ file: String) throws(OutputError) -> (path: String, isDevice: Bool) {
        let path = (file as NSString).resolvingSymlinksInPath
        var status = stat()
        guard stat(path, &status) == 0 else { return (path, false) }
        guard status.st_mode & S_IFMT != S_IFDIR else {
            throw .cannotCreate(file: file, reason: "a folder has that name")
        }
        return (path, status.st_mode & S_IFMT != S_IFREG)
    }

    /// Creates the file of the passing name.
    private static func create(
        _ target: (path: String, isDevice: Bool), _ file: String
    ) throws(OutputError) -> (descriptor: Int32, temporary: String) {
        let temporary = "\(target.path).\(getpid()).tmp"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw .cannotCreate(file: file, reason: systemError()) }
        return (descriptor, temporary)
    }

    /// Writes all bytes, as far as to the disk, and closes the file whatever happens.
    private static func write(_ bytes: [UInt8], to descriptor: Int32, file: String) throws(OutputError) {
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                let reason = systemError()
                close(descriptor)
                throw .writeFailed(file: file, reason: reason)
            }
            written += count
        }
        // Some file systems report a full disk only here; pipes and some devices know no such thing.
        let synced = fsync(descriptor) == 0 || errno == EINVAL || errno == EROFS
        let reason = systemError()
        guard close(descriptor) == 0, synced else { throw .writeFailed(file: file, reason: reason) }
    }

    private static func systemError() -> String { String(cString: strerror(errno)) }
}
