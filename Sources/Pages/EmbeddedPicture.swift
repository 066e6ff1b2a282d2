import Foundation
import Imaging

/// A small picture inside the page, as a data URL of a PNG.
struct EmbeddedPicture {
    private let url: String
    private let side: Int

    /// A digit, dark on white as on paper.
    ///
    /// - Parameter pixels: (784) bytes, 0 background to 255 ink.
    init(digit pixels: some Collection<UInt8>) {
        side = 28
        url = dataURL(pixels.map { 255 - $0 }, .gray, side: side)
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
        url = dataURL(pixels, .rgba, side: side)
    }

    /// The image element.
    ///
    /// - Parameter description: for those who do not see it.
    func html(_ description: String) -> HTML {
        "<img src=\"\(url)\" width=\"\(side)\" height=\"\(side)\" alt=\"\(description)\">"
    }
}

/// A square picture; where there is no memory for it, a picture of nothing.
private func dataURL(_ pixels: [UInt8], _ layout: PixelLayout, side: Int) -> String {
    let bytes = try? encodedPNG(pixels, width: side, height: side, layout, file: "a picture of the page")
    return bytes.map { "data:image/png;base64," + Data($0).base64EncodedString() } ?? "data:,"
}
