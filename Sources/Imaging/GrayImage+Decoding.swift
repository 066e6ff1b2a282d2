import CPNG

extension GrayImage {
    /// Decodes a PNG of any colour type, depth and interlacing.
    ///
    /// - Samples of 1, 2 and 4 bits are spread over 0...255; samples v of 16 bits become the nearest of 255 v / 65535.
    /// - Colour over white: c' = (a c + 255 (255 - a)) / 255 for alpha a, rounded; transparency of a palette or of one
    ///   colour (tRNS) is alpha.
    /// - Grey is ITU-R BT.601's luma of the stored samples, L = 0.299 R + 0.587 G + 0.114 B, in 16-bit fixed point as
    ///   Pillow has it. A gamma or colour space that the file states is not applied.
    ///
    /// - Parameters:
    ///   - bytes: the whole file.
    ///   - file: its name, for errors.
    /// - Throws: `ImageError` for what is no PNG, is damaged, or has more than `pixelLimit` pixels; the last before any
    ///   memory is taken for the picture.
    public init(png bytes: [UInt8], file: String) throws(ImageError) {
        guard let header = PNGHeader(bytes) else { throw .notPNG(file: file) }
        let (count, overflow) = header.width.multipliedReportingOverflow(by: header.height)
        guard !overflow, count <= GrayImage.pixelLimit, max(header.width, header.height) <= 1_000_000 else {
            throw .tooLarge(file: file, width: header.width, height: header.height)
        }
        self = try GrayImage.decode(PNGChunks.essential(of: bytes), file: file)
    }

    /// - Parameter bytes: a PNG of a size within the limits, without chunks that state a colour space.
    private static func decode(_ bytes: [UInt8], file: String) throws(ImageError) -> GrayImage {
        // The row API of libpng reports errors by longjmp, which must not cross Swift; the simplified one returns.
        var image = png_image()
        image.version = UInt32(PNG_IMAGE_VERSION)
        defer { png_image_free(&image) }
        guard png_image_begin_read_from_memory(&image, bytes, bytes.count) != 0 else {
            throw .damaged(file: file, reason: image.text)
        }
        // Without it libpng takes samples of 16 bits for linear light and converts them.
        image.flags |= UInt32(PNG_IMAGE_FLAG_16BIT_sRGB)
        image.format &= UInt32(PNG_FORMAT_FLAG_COLOR | PNG_FORMAT_FLAG_ALPHA)
        let channels = 1 + Int(image.format)
        let width = Int(image.width), height = Int(image.height)
        // Safe: 16 M pixels of at most 4 channels.
        var samples = [UInt8](repeating: 0, count: width * height * channels)
        guard png_image_finish_read(&image, nil, &samples, 0, nil) != 0 else {
            throw .damaged(file: file, reason: image.text)
        }
        if channels > 1 { samples = gray(samples, channels: channels) }
        return GrayImage(checkedWidth: width, height: height, pixels: samples)
    }

    /// Grey over white.
    ///
    /// - Parameter samples: (count, channels), row-major: grey and alpha, RGB, or RGBA.
    /// - Returns: (count)
    private static func gray(_ samples: [UInt8], channels: Int) -> [UInt8] {
        let count = samples.count / channels
        return [UInt8](unsafeUninitializedCapacity: count) { pixels, initialized in
            samples.withUnsafeBufferPointer { samples in
                for index in 0..<count {
                    // Safe: index * channels + channels <= samples.count.
                    let first = index &* channels
                    let alpha = channels == 3 ? 255 : samples[first &+ channels &- 1]
                    let red = overWhite(samples[first], alpha)
                    if channels == 2 {
                        pixels[index] = UInt8(truncatingIfNeeded: red)
                    } else {
                        let green = overWhite(samples[first &+ 1], alpha), blue = overWhite(samples[first &+ 2], alpha)
                        // Safe: the factors sum to 2^16, so that the result is at most 255.
                        let luma = 19595 &* red &+ 38470 &* green &+ 7471 &* blue &+ 0x8000
                        pixels[index] = UInt8(truncatingIfNeeded: luma &>> 16)
                    }
                }
            }
            initialized = count
        }
    }

    /// (a c + 255 (255 - a)) / 255, rounded to the nearest.
    @inline(__always)
    private static func overWhite(_ sample: UInt8, _ alpha: UInt8) -> UInt32 {
        let alpha = UInt32(alpha)
        return (alpha &* UInt32(sample) &+ 255 &* (255 &- alpha) &+ 127) / 255
    }
}

extension png_image {
    /// libpng's message about what went wrong.
    var text: String {
        withUnsafeBytes(of: message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
