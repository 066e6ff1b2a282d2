/// Brings a picture of one digit to MNIST's convention (see `MNISTConvention`), whatever its size, ink and ground.
///
/// The same picture gives the same pixels on every machine: there is no randomness, and no libm in it. The steps:
///
/// 1. A picture that has the convention, or has it once inverted, stays as it is, byte for byte.
/// 2. The picture is reduced to at most 512 pixels a side by whole blocks. All steps work on that; when the digit turns
///    out to be small in it, they are taken again on that part of the picture alone.
/// 3. Uneven ground is levelled (`BackgroundSurface`).
/// 4. Which side is ink is decided (`InkPolarity`), and the levels of ground and ink are measured (`InkLevels`).
/// 5. The digit is told from specks, frames and edges (`InkRegions`); the rest becomes background.
/// 6. The longest side of the digit's box is scaled to 20 pixels, and its centre of mass is brought to 14, to a fraction
///    of a pixel.
public struct Normalizer: Sendable {
    /// The side that is ink; nil to decide from the picture.
    public var polarity: InkPolarity?

    /// - Parameter polarity: the side that is ink; nil to decide from the picture.
    public init(polarity: InkPolarity? = nil) {
        self.polarity = polarity
    }

    /// - Parameters:
    ///   - image: a digit, alone.
    ///   - file: the picture's name, for errors.
    /// - Returns: 28x28 pixels, 0 background to 255 ink.
    /// - Throws: `ImageError.noInk` or `.onlyInk` when ink cannot be told from background.
    public func normalized(_ image: GrayImage, file: String) throws(ImageError) -> GrayImage {
        if polarity != .dark, MNISTConvention.holds(for: image) { return image }
        if polarity != .light, image.width == MNISTConvention.side, MNISTConvention.holds(for: image.inverted) {
            return image.inverted
        }
        var ink = try inkMap(image, file: file)
        let factor = Plane.reduction(of: image, longestSide: Normalizer.workingSide)
        if factor > 1, ink.box.longestSide < Normalizer.workingSide / 4 {
            // What is small in the whole picture is seen better alone; if not, the first look has to do.
            let part = image.cropped(around: ink.box, scaledBy: factor)
            ink = (try? inkMap(part, file: file)) ?? ink
        }
        return ink.framed()
    }

    /// The longest side of the picture that all steps work on.
    static let workingSide = 512
}
