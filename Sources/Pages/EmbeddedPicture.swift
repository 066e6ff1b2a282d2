import CPNG
import Foundation

/// A small picture inside the page, as a data URL of a PNG.
struct EmbeddedPicture {
    private let url: String
    private let side: Int

    /// A digit, dark on white as on paper.
    ///
    /// - Parameter pixels: (784) bytes, 0 background to 255 ink.
    init(digit pixels: some Collection<UInt8>) {
        side = 28
        url = dataURL(pixels.map { 255 - $0 }, format: UInt32(PNG_FORMAT_GRAY), side: side)
    }

    /// Weights as colours on the page's own background: blue above 0, orange below, transparent at 0.
    ///
    /// - Parameters:
    ///   - weights: (side, side).
    ///   - largest: the magnitude of full colour.
    init(weights: [Float], side: Int, largest: Float) {
        // Between the pages' light and dark values of the two colours, readable on either.
        let positive: [UInt8] = [66, 135, 226], negative: [UInt8] = [221, 96, 34]
        let pixels = weights.flatMap { weight -> [UInt8] in
            let share = largest > 0 ? min(weight.magnitude / largest, 1) : 0
            // A NaN shows as nothing.
            return (weight > 0 ? positive : negative) + [UInt8(share.isNaN ? 0 : (255 * share).rounded())]
        }
        self.side = side
        url = dataURL(pixels, format: UInt32(PNG_FORMAT_FLAG_COLOR | PNG_FORMAT_FLAG_ALPHA), side: side)
    }

    /// The image element.
    ///
    /// - Parameter description: for those who do not see it.
    func html(_ description: String) -> HTML {
        "<img src=\"\(url)\" width=\"\(side)\" height=\"\(side)\" alt=\"\(description)\">"
    }
}

/// Encodes square pictures through libpng's simplified API.
private func dataURL(_ pixels: [UInt8], format: UInt32, side: Int) -> String {
    var image = png_image()
    image.version = UInt32(PNG_IMAGE_VERSION)
    image.width = UInt32(side)
    image.height = UInt32(side)
    image.format = format
    var size = 0
    guard png_image_write_to_memory(&image, nil, &size, 0, pixels, 0, nil) != 0 else { return "data:," }
    var bytes = [UInt8](repeating: 0, count: size)
    guard png_image_write_to_memory(&image, &bytes, &size, 0, pixels, 0, nil) != 0 else { return "data:," }
    return "data:image/png;base64," + Data(bytes.prefix(size)).base64EncodedString()
}
