import CPNG
import Foundation

/// What can go wrong with a picture. Each case carries the name of the file.
public enum ImageError: Error, Equatable {
    /// The file cannot be opened or read; the reason is the system's.
    case unreadable(file: String, reason: String)
    /// The bytes are not those of a PNG.
    case notPNG(file: String)
    /// The PNG is damaged or cut short; the reason is libpng's.
    case damaged(file: String, reason: String)
    /// A picture of another size than 28x28.
    case wrongSize(file: String, width: Int, height: Int)
    /// A picture that is not 8-bit grey.
    case wrongDepth(file: String, description: String)
}

extension ImageError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unreadable(let file, let reason): "\(file): cannot be read: \(reason)"
        case .notPNG(let file): "\(file): not a PNG file; convert it to PNG first"
        case .damaged(let file, let reason): "\(file): damaged PNG: \(reason)"
        case .wrongSize(let file, let width, let height):
            "\(file): \(width)x\(height) pixels; a picture of the dataset must be 28x28"
        case .wrongDepth(let file, let description):
            "\(file): \(description); a picture of the dataset must be 8-bit grey"
        }
    }
}

/// The fields of a PNG's header (IHDR), read without decoding the picture.
public struct PNGHeader: Equatable, Sendable {
    public let width: Int
    public let height: Int
    /// Bits a sample: 1, 2, 4, 8 or 16.
    public let bitDepth: Int
    /// 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGB and alpha.
    public let colorType: Int

    /// - Parameter bytes: a whole PNG, or at least its first 29 bytes.
    /// - Returns: nil when the bytes do not begin as a PNG does.
    public init?(_ bytes: [UInt8]) {
        let signature: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
        guard bytes.count >= 29, bytes.starts(with: signature), bytes[12..<16].elementsEqual("IHDR".utf8) else {
            return nil
        }
        func word(_ offset: Int) -> Int {
            bytes[offset..<(offset + 4)].reduce(0) { $0 << 8 | Int($1) }
        }
        width = word(16)
        height = word(20)
        bitDepth = Int(bytes[24])
        colorType = Int(bytes[25])
    }
}

/// A PNG of MNIST's own form, 28x28 pixels of 8-bit grey, as datasets hold them.
public enum DigitPNG {
    /// Decodes a picture of a dataset.
    ///
    /// - Parameters:
    ///   - bytes: the whole file.
    ///   - file: its name, for errors.
    /// - Returns: (784) bytes, row-major, as stored.
    /// - Throws: `ImageError` for anything that is not an intact 28x28 PNG of 8-bit grey.
    public static func pixels(of bytes: [UInt8], file: String) throws(ImageError) -> [UInt8] {
        guard let header = PNGHeader(bytes) else { throw .notPNG(file: file) }
        guard header.width == 28, header.height == 28 else {
            throw .wrongSize(file: file, width: header.width, height: header.height)
        }
        guard header.colorType == 0, header.bitDepth == 8 else {
            let kinds = [0: "grey", 2: "RGB", 3: "palette", 4: "grey with alpha", 6: "RGB with alpha"]
            let kind = kinds[header.colorType] ?? "unknown"
            throw .wrongDepth(file: file, description: "\(header.bitDepth)-bit \(kind)")
        }
        var image = png_image()
        image.version = UInt32(PNG_IMAGE_VERSION)
        defer { png_image_free(&image) }
        var pixels = [UInt8](repeating: 0, count: 784)
        guard png_image_begin_read_from_memory(&image, bytes, bytes.count) != 0 else {
            throw .damaged(file: file, reason: image.text)
        }
        image.format = UInt32(PNG_FORMAT_GRAY)
        guard png_image_finish_read(&image, nil, &pixels, 0, nil) != 0 else {
            throw .damaged(file: file, reason: image.text)
        }
        return pixels
    }
}

extension png_image {
    /// libpng's message about what went wrong.
    var text: String {
        withUnsafeBytes(of: message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
