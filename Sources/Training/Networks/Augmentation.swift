import Foundation

/// Small random changes of a picture that leave its digit what it is.
public struct Augmentation: Equatable, Sendable {
    /// The largest rotation, in degrees either way.
    public var rotation: Double
    /// The largest shift, in pixels, left or right and up or down.
    public var shift: Double
    /// The largest change of size: height and width are each multiplied by 1 - scaling to 1 + scaling.
    public var scaling: Double
    /// The largest slant: x moves by up to this much for each pixel of y.
    public var shear: Double

    public init(rotation: Double = 0, shift: Double = 0, scaling: Double = 0, shear: Double = 0) {
        self.rotation = rotation
        self.shift = shift
        self.scaling = scaling
        self.shear = shear
    }
}

/// A map from the pixels of a changed picture to the places in the original that they show:
/// (x, y) -> (a x + b y + c, d x + e y + f), all counted from the middle of the picture.
struct PictureMap {
    var a: Float = 1, b: Float = 0, c: Float = 0
    var d: Float = 0, e: Float = 1, f: Float = 0

    /// Draws a map: a rotation of a slant of a change of size, then a shift, each uniform in its range.
    init(_ augmentation: Augmentation, using random: inout RandomSource) {
        func draw(_ limit: Double) -> Double { (2 * random.uniform() - 1) * limit }
        let angle = draw(augmentation.rotation) * .pi / 180
        let shear = draw(augmentation.shear)
        let (width, height) = (1 + draw(augmentation.scaling), 1 + draw(augmentation.scaling))
        let (right, down) = (draw(augmentation.shift), draw(augmentation.shift))
        // Pixel p shows the place A (p - shift), where A undoes rotation, slant and change of size in turn.
        let (cosine, sine) = (cos(angle), sin(angle))
        let (a, b) = ((cosine - shear * -sine) / width, (sine - shear * cosine) / width)
        let (d, e) = (-sine / height, cosine / height)
        self.a = Float(a)
        self.b = Float(b)
        self.c = Float(-(a * right + b * down))
        self.d = Float(d)
        self.e = Float(e)
        self.f = Float(-(d * right + e * down))
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
                    let sourceX = max(0, min(30.5, a * u + b * v + c + 15.5))
                    let sourceY = max(0, min(30.5, d * u + e * v + f + 15.5))
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
