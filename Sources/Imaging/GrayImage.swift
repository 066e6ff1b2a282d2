/// A picture of 8-bit grey.
public struct GrayImage: Equatable, Sendable {
    public let width: Int
    public let height: Int
    /// (height, width) row-major, 0 black to 255 white.
    public let pixels: [UInt8]

    /// The most pixels a picture may have: 4096x4096, or as many in another shape.
    ///
    /// Decoding takes at most 8 bytes a pixel for samples of 16 bits, 4 for their upper halves, 1 for the grey, and the
    /// file itself: 128 + 64 + 16 + 160 MB at the very most, 80 MB and the file for a picture of 8 bits.
    public static let pixelLimit = 4096 * 4096

    /// The most bytes a file may have: a picture of `pixelLimit` pixels that is stored without any compression, at 8
    /// bytes a pixel, has 134,000,000 and a few.
    public static let byteLimit = 160 << 20

    /// - Parameters:
    ///   - width: at least 1.
    ///   - height: at least 1.
    ///   - pixels: (height, width) row-major.
    /// - Returns: nil when the sizes do not fit.
    public init?(width: Int, height: Int, pixels: [UInt8]) {
        let (count, overflow) = width.multipliedReportingOverflow(by: height)
        guard width > 0, height > 0, !overflow, count == pixels.count else { return nil }
        self.width = width
        self.height = height
        self.pixels = pixels
    }

    /// For sizes that the caller has made to fit.
    init(checkedWidth width: Int, height: Int, pixels: [UInt8]) {
        self.width = width
        self.height = height
        self.pixels = pixels
    }

    /// The picture with black for white: 255 - pixel.
    var inverted: GrayImage {
        GrayImage(checkedWidth: width, height: height, pixels: pixels.map { ~$0 })
    }
}
