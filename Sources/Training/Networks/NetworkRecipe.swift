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

    /// 729 parameters: as many as a straight line has.
    ///
    /// - Parameter count: training pictures.
    public static func convTiny(for count: Int) -> NetworkRecipe {
        NetworkRecipe(.convTiny, epochs: epochs(60, for: count), learningRate: 0.02, augmentation: .handwriting)
    }

    /// 3,825 parameters.
    ///
    /// - Parameter count: training pictures.
    public static func conv(for count: Int) -> NetworkRecipe {
        NetworkRecipe(.conv, epochs: epochs(40, for: count), learningRate: 0.01, augmentation: .manyHands)
    }

    /// Few pictures are seen more often, so that there are enough steps.
    private static func epochs(_ epochs: Int, for count: Int) -> Int {
        max(epochs, min(100, 500_000 / max(count, 1)))
    }
}

extension Augmentation {
    /// What conv-tiny has room to learn. On held-out training pictures less and more than this were both worse.
    public static let handwriting = Augmentation(rotation: 10, shift: 1, scaling: 0.08, shear: 0.1)
    /// The same for conv, which has room for more.
    public static let manyHands = Augmentation(rotation: 12, shift: 1.5, scaling: 0.12, shear: 0.2)
}
