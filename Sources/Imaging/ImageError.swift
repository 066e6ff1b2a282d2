/// What can go wrong with a picture. Each case carries the name of the file.
public enum ImageError: Error, Equatable {
    /// The file cannot be opened or read; the reason is the system's.
    case unreadable(file: String, reason: String)
    /// The file holds more bytes than any picture within the limit needs.
    case tooLong(file: String, limit: Int)
    /// The bytes are not those of a PNG, but of another format, where it is known.
    case notPNG(file: String, format: PictureFormat?)
    /// The PNG is damaged or cut short; the reason is libpng's.
    case damaged(file: String, reason: String)
    /// The PNG holds much more image data than its rows of pixels need.
    case surplus(file: String, width: Int, height: Int)
    /// More pixels than are decoded.
    case tooLarge(file: String, width: Int, height: Int)
    /// A picture of another size than 28x28.
    case wrongSize(file: String, width: Int, height: Int)
    /// The file cannot be written; the reason is the system's.
    case unwritable(file: String, reason: String)
}

extension ImageError {
    /// The file that it is about.
    public var file: String {
        switch self {
        case .unreadable(let file, _), .tooLong(let file, _), .notPNG(let file, _), .damaged(let file, _),
            .surplus(let file, _, _), .tooLarge(let file, _, _), .wrongSize(let file, _, _),
            .unwritable(let file, _):
            file
        }
    }
}

extension ImageError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unreadable(let file, let reason): "\(file): cannot be read: \(reason)"
        case .tooLong(let file, let limit):
            "\(file): more than \(limit >> 20) MB; crop or scale the picture down first"
        case .notPNG(let file, nil): "\(file): not a PNG file; convert it to PNG first"
        case .notPNG(let file, let format?):
            "\(file): a \(format.rawValue); only PNG is read. Convert it: \(format.conversion(of: file))"
        case .damaged(let file, let reason): "\(file): damaged PNG: \(reason)"
        case .surplus(let file, let width, let height):
            "\(file): damaged PNG: far more image data than \(width)x\(height) pixels need; save the picture anew"
        case .tooLarge(let file, let width, let height):
            "\(file): \(width)x\(height) pixels; at most \(GrayImage.pixelLimit) (4096x4096) are read, scale it down first"
        case .wrongSize(let file, let width, let height): "\(file): \(width)x\(height) pixels; it must be 28x28"
        case .unwritable(let file, let reason): "\(file): cannot be written: \(reason)"
        }
    }
}
