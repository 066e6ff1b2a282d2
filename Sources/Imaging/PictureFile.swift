import FileInput

/// Reads the bytes of pictures.
public enum PictureFile {
    /// The bytes of a file.
    ///
    /// - Parameter limit: the most bytes.
    /// - Throws: `ImageError.unreadable` with the system's reason or for what is no file, such as a pipe, or `.tooLong`
    ///   for more than `limit` bytes.
    public static func bytes(of file: String, limit: Int = GrayImage.byteLimit) throws(ImageError) -> [UInt8] {
        do throws(InputError) {
            return try InputFile.bytes(of: file, limit: limit)
        } catch {
            throw ImageError(error)
        }
    }

    /// The bytes that are left in standard input, which may be a pipe or a device.
    ///
    /// - Parameter name: what it is called in errors.
    public static func bytesOfStandardInput(named name: String) throws(ImageError) -> [UInt8] {
        do throws(InputError) {
            var input = try InputFile(standardInputNamed: name, limit: GrayImage.byteLimit)
            return try input.rest()
        } catch {
            throw ImageError(error)
        }
    }
}

extension ImageError {
    public init(_ error: InputError) {
        switch error {
        case .unreadable(let file, let reason), .damagedGzip(let file, let reason):
            self = .unreadable(file: file, reason: reason)
        case .tooLong(let file, let limit): self = .tooLong(file: file, limit: limit)
        }
    }
}
