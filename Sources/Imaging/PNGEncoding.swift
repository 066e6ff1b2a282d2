import CPNG

/// How the pixels of a picture lie in memory, a byte a channel.
public enum PixelLayout: Sendable {
    case gray
    /// Red, green, blue and alpha, not premultiplied.
    case rgba

    fileprivate var format: UInt32 {
        switch self {
        case .gray: UInt32(PNG_FORMAT_GRAY)
        case .rgba: UInt32(PNG_FORMAT_FLAG_COLOR | PNG_FORMAT_FLAG_ALPHA)
        }
    }
}

/// A picture as a PNG of 8 bits a channel, by libpng's simplified API.
///
/// - Parameters:
///   - pixels: (height, width, channels) row-major.
///   - file: the name it will have, for errors.
/// - Throws: `ImageError.unwritable` when libpng has no memory for it.
public func encodedPNG(
    _ pixels: [UInt8], width: Int, height: Int, _ layout: PixelLayout, file: String
) throws(ImageError) -> [UInt8] {
    var image = png_image()
    image.version = UInt32(PNG_IMAGE_VERSION)
    defer { png_image_free(&image) }
    image.width = UInt32(clamping: width)
    image.height = UInt32(clamping: height)
    image.format = layout.format
    // At least what zlib makes of data that does not compress, and the chunks around it.
    var size = pixels.count + height + pixels.count / 1000 + 4096
    var bytes = [UInt8](repeating: 0, count: size)
    guard png_image_write_to_memory(&image, &bytes, &size, 0, pixels, 0, nil) != 0 else {
        throw .unwritable(file: file, reason: image.text)
    }
    bytes.removeLast(bytes.count - size)
    return bytes
}

extension GrayImage {
    /// The picture as a PNG of 8-bit grey.
    ///
    /// - Parameter file: the name it will have, for errors.
    /// - Throws: `ImageError.unwritable` when libpng has no memory for it.
    public func png(file: String) throws(ImageError) -> [UInt8] {
        try encodedPNG(pixels, width: width, height: height, .gray, file: file)
    }
}
