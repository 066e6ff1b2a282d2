import CPNG

extension GrayImage {
    /// Decodes a PNG of any colour type, depth and interlacing.
    ///
    /// - Samples of 1, 2 and 4 bits are spread over 0...255; of samples of 16 bits the upper 8 count.
    /// - Where there is alpha, the picture lies over what it contrasts with: over black when the mean grey of its pixels,
    ///   each counted by its alpha, is 160 or more, else over white. c' = (a c + p (255 - a)) / 255 for alpha a on p,
    ///   rounded; transparency of a palette or of one colour (tRNS) is alpha.
    /// - Grey is ITU-R BT.601's luma of the stored samples, L = 0.299 R + 0.587 G + 0.114 B, in 16-bit fixed point as
    ///   Pillow has it. A gamma or colour space that the file states is not applied.
    ///
    /// - Parameters:
    ///   - bytes: the whole file.
    ///   - file: its name, for errors.
    /// - Throws: `ImageError` for what is no PNG, is damaged, has more than `pixelLimit` pixels or far more data than
    ///   its pixels need; the last two before any memory is taken for the picture.
    public init(png bytes: [UInt8], file: String) throws(ImageError) {
        guard let header = PNGHeader(bytes) else { throw .notPNG(file: file, format: PictureFormat(bytes)) }
        let (count, overflow) = header.width.multipliedReportingOverflow(by: header.height)
        guard !overflow, count <= GrayImage.pixelLimit, max(header.width, header.height) <= 1_000_000 else {
            throw .tooLarge(file: file, width: header.width, height: header.height)
        }
        guard !PNGImageData.hasSurplus(bytes, header) else {
            throw .surplus(file: file, width: header.width, height: header.height)
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
        let width = Int(image.width), height = Int(image.height)
        let channels = 1 + Int(image.format & UInt32(PNG_FORMAT_FLAG_COLOR | PNG_FORMAT_FLAG_ALPHA))
        // Safe: 16 M pixels of at most 4 channels.
        let count = width * height * channels
        let pixels: [UInt8]
        if image.format & UInt32(PNG_FORMAT_FLAG_LINEAR) != 0 {
            // "Linear" is what libpng calls samples of 16 bits, and nothing is converted. To 8 bits it would convert
            // them itself, but libpng 1.6 spoils interlaced pictures by that.
            var samples = [UInt16](repeating: 0, count: count)
            try read(&image, &samples, channels: channels, linear: true, file: file)
            pixels = gray(upperBytes(samples, channels: channels), channels: channels)
        } else {
            var samples = [UInt8](repeating: 0, count: count)
            try read(&image, &samples, channels: channels, linear: false, file: file)
            pixels = gray(samples, channels: channels)
        }
        return GrayImage(checkedWidth: width, height: height, pixels: pixels)
    }

    private static func read(
        _ image: inout png_image, _ samples: UnsafeMutableRawPointer, channels: Int, linear: Bool, file: String
    ) throws(ImageError) {
        image.format = UInt32(channels - 1) | (linear ? UInt32(PNG_FORMAT_FLAG_LINEAR) : 0)
        guard png_image_finish_read(&image, nil, samples, 0, nil) != 0 else {
            throw .damaged(file: file, reason: image.text)
        }
    }

    /// The upper 8 of samples of 16 bits.
    ///
    /// - Parameter samples: (pixels, channels) row-major. Where there is alpha, libpng has multiplied the others by it.
    private static func upperBytes(_ samples: [UInt16], channels: Int) -> [UInt8] {
        let hasAlpha = channels == 2 || channels == 4
        return [UInt8](unsafeUninitializedCapacity: samples.count) { bytes, initialized in
            for index in samples.indices {
                var sample = UInt64(samples[index])
                // Safe: whole pixels, so that the last of a pixel's channels is there.
                let alpha = UInt64(samples[index / channels * channels + channels - 1])
                if hasAlpha, index % channels < channels - 1 {
                    sample = alpha == 0 ? 0 : min(65535, (sample * 65535 + alpha / 2) / alpha)
                }
                bytes[index] = UInt8(sample >> 8)
            }
            initialized = samples.count
        }
    }

    /// Grey over black or white.
    ///
    /// - Parameter samples: (pixels, channels) row-major: grey, grey and alpha, RGB, or RGBA.
    /// - Returns: (pixels)
    private static func gray(_ samples: [UInt8], channels: Int) -> [UInt8] {
        if channels == 1 { return samples }
        let count = samples.count / channels
        return [UInt8](unsafeUninitializedCapacity: count) { pixels, initialized in
            samples.withUnsafeBufferPointer { samples in
                let paper: UInt32 = isBright(samples, channels: channels) ? 0 : 255
                for index in 0..<count {
                    // Safe: index * channels + channels <= samples.count.
                    let first = index &* channels
                    let alpha = channels == 3 ? 255 : samples[first &+ channels &- 1]
                    let red = over(paper, samples[first], alpha)
                    if channels == 2 {
                        pixels[index] = UInt8(truncatingIfNeeded: red)
                    } else {
                        let green = over(paper, samples[first &+ 1], alpha)
                        let blue = over(paper, samples[first &+ 2], alpha)
                        pixels[index] = UInt8(truncatingIfNeeded: luma(red, green, blue))
                    }
                }
            }
            initialized = count
        }
    }

    /// Whether the mean grey of the pixels, each counted by its alpha, is 160 or more.
    private static func isBright(_ samples: UnsafeBufferPointer<UInt8>, channels: Int) -> Bool {
        guard channels != 3 else { return false }
        var weighted = 0, weights = 0, first = 0
        while first < samples.count {
            // Safe: whole pixels, and sums of at most 16 M products of two bytes.
            let alpha = Int(samples[first &+ channels &- 1])
            let grey =
                channels == 2
                ? UInt32(samples[first])
                : luma(UInt32(samples[first]), UInt32(samples[first &+ 1]), UInt32(samples[first &+ 2]))
            weighted &+= alpha &* Int(grey)
            weights &+= alpha
            first &+= channels
        }
        return weights > 0 && weighted >= 160 &* weights
    }

    /// ITU-R BT.601's luma. Safe: the factors sum to 2^16, so that the result is at most 255.
    @inline(__always)
    private static func luma(_ red: UInt32, _ green: UInt32, _ blue: UInt32) -> UInt32 {
        (19595 &* red &+ 38470 &* green &+ 7471 &* blue &+ 0x8000) &>> 16
    }

    /// (a c + p (255 - a)) / 255, rounded to the nearest.
    @inline(__always)
    private static func over(_ paper: UInt32, _ sample: UInt8, _ alpha: UInt8) -> UInt32 {
        let alpha = UInt32(alpha)
        return (alpha &* UInt32(sample) &+ paper &* (255 &- alpha) &+ 127) / 255
    }
}

extension png_image {
    /// libpng's message about what went wrong.
    var text: String {
        withUnsafeBytes(of: message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
