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

    /// What conv-tiny has room to learn. On held-out training pictures less and more than this were both worse.
    public static let handwriting = Augmentation(rotation: 10, shift: 1, scaling: 0.08, shear: 0.1)
    /// The same for conv, which has room for more.
    public static let manyHands = Augmentation(rotation: 12, shift: 1.5, scaling: 0.12, shear: 0.2)
}
