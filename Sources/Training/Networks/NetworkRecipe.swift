/// How to train a network.
public struct NetworkRecipe: Equatable, Sendable {
    public var architecture: NetworkArchitecture
    public var epochs: Int
    /// The largest of the one-cycle schedule.
    public var learningRate: Float
    public var batchSize = 128
    public var weightDecay: Float = 0.01
    public var augmentation: Augmentation
    public var seed: UInt64 = 37
    public var shuffles = true
    /// How many threads share the work; nil for one a core. The result does not depend on it.
    public var threads: Int?

    public init(
        _ architecture: NetworkArchitecture, epochs: Int, learningRate: Float, augmentation: Augmentation
    ) {
        self.architecture = architecture
        self.epochs = epochs
        self.learningRate = learningRate
        self.augmentation = augmentation
    }

    public static let convTiny = NetworkRecipe(
        .convTiny, epochs: 40, learningRate: 0.01,
        augmentation: Augmentation(rotation: 12, shift: 2, scaling: 0.1, shear: 0.1))
    public static let conv = NetworkRecipe(
        .conv, epochs: 40, learningRate: 0.01,
        augmentation: Augmentation(rotation: 12, shift: 2, scaling: 0.1, shear: 0.1))
}
