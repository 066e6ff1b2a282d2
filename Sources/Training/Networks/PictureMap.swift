import Foundation

/// A map from the pixels of a changed picture to the places in the original that they show, all counted from the middle of
/// the picture: (x, y) -> (xFromX x + xFromY y + xOffset, yFromX x + yFromY y + yOffset).
struct PictureMap {
    var xFromX: Float, xFromY: Float, xOffset: Float
    var yFromX: Float, yFromY: Float, yOffset: Float

    /// Draws a map: a rotation of a slant of a change of size, then a shift, each uniform in its range.
    init(_ augmentation: Augmentation, using random: inout RandomSource) {
        func draw(_ limit: Double) -> Double { (2 * random.uniform() - 1) * limit }
        let angle = draw(augmentation.rotation) * .pi / 180
        let shear = draw(augmentation.shear)
        let (width, height) = (1 + draw(augmentation.scaling), 1 + draw(augmentation.scaling))
        let (right, down) = (draw(augmentation.shift), draw(augmentation.shift))
        // Pixel p shows the place A (p - shift), where A undoes rotation, slant and change of size in turn.
        let (cosine, sine) = (cos(angle), sin(angle))
        let (xFromX, xFromY) = ((cosine - shear * -sine) / width, (sine - shear * cosine) / width)
        let (yFromX, yFromY) = (-sine / height, cosine / height)
        self.xFromX = Float(xFromX)
        self.xFromY = Float(xFromY)
        xOffset = Float(-(xFromX * right + xFromY * down))
        self.yFromX = Float(yFromX)
        self.yFromY = Float(yFromY)
        yOffset = Float(-(yFromX * right + yFromY * down))
    }

    /// Changes a picture, with blank ground around it, by bilinear interpolation.
    ///
    /// - Parameters:
    ///   - picture: (784) bytes.
    ///   - lane: where the first pixel goes, 0 to 1; the next ones follow `laneCount` further on each.
    func apply(to picture: UnsafePointer<UInt8>, _ lane: UnsafeMutablePointer<Float>) {
        // Two blank pixels on each side: a place beyond them is brought between them, where all four neighbours are blank.
        let side = 32
        withUnsafeTemporaryAllocation(of: Float.self, capacity: side * side) { framed in
            framed.initialize(repeating: 0)
            for y in 0..<28 {
                for x in 0..<28 { framed[(y + 2) * side + x + 2] = Float(picture[y * 28 + x]) * (1 / 255) }
            }
            for y in 0..<28 {
                let v = Float(y) - 13.5
                for x in 0..<28 {
                    let u = Float(x) - 13.5
                    let sourceX = max(0, min(30.5, xFromX * u + xFromY * v + xOffset + 15.5))
                    let sourceY = max(0, min(30.5, yFromX * u + yFromY * v + yOffset + 15.5))
                    let left = Int(sourceX), top = Int(sourceY)
                    let right = sourceX - Float(left), down = sourceY - Float(top)
                    // Safe: 0 <= left, top <= 30.
                    let place = top * side + left
                    let upper = framed[place] + right * (framed[place + 1] - framed[place])
                    let lower = framed[place + side] + right * (framed[place + side + 1] - framed[place + side])
                    lane[(y * 28 + x) * laneCount] = upper + down * (lower - upper)
                }
            }
        }
    }
}
