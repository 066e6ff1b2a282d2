import Foundation

/// Reads the bytes of pictures.
public enum PictureFile {
    /// The bytes of a file, a pipe or a device.
    ///
    /// - Throws: `ImageError.unreadable` with the system's reason, or `.tooLong` as soon as there are more than
    ///   `GrayImage.byteLimit` bytes.
    public static func bytes(of file: String) throws(ImageError) -> [UInt8] {
        let descriptor = open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable(file) }
        defer { close(descriptor) }
        return try bytes(from: descriptor, file: file)
    }

    /// The bytes that are left in an open file.
    ///
    /// - Parameter file: its name, for errors.
    public static func bytes(from descriptor: Int32, file: String) throws(ImageError) -> [UInt8] {
        var status = stat()
        // A first guess only: a pipe has no size, and a file may grow.
        let expected = fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
        guard expected <= GrayImage.byteLimit else { throw .tooLong(file: file) }
        var bytes = [UInt8](repeating: 0, count: max(expected, 0) + 4096)
        var filled = 0
        while true {
            // Safe: there is always room after `filled`.
            let count = bytes.withUnsafeMutableBytes {
                read(descriptor, $0.baseAddress.map { $0 + filled }, $0.count - filled)
            }
            if count == 0 { break }
            guard count > 0 else {
                if errno == EINTR { continue }
                throw unreadable(file)
            }
            filled += count
            guard filled <= GrayImage.byteLimit else { throw .tooLong(file: file) }
            if filled == bytes.count { bytes += [UInt8](repeating: 0, count: bytes.count) }
        }
        bytes.removeLast(bytes.count - filled)
        return bytes
    }

    private static func unreadable(_ file: String) -> ImageError {
        .unreadable(file: file, reason: String(cString: strerror(errno)))
    }
}
