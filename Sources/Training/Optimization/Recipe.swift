import WeightsFile

/// How to train a model.
public struct Recipe: Equatable, Sendable {
    /// What is trained.
    public enum Model: Equatable, Sendable {
        /// A linear model with the columns that the loss is for.
        case linear
        case network(NetworkArchitecture)
    }

    /// How a step follows from a gradient.
    public enum Optimization: Equatable, Sendable {
        case sgd
        case adamW(weightDecay: Float)
    }

    public var model = Model.linear
    /// Of networks it is bce.
    public var loss = Loss.bce
    public var epochs = 50
    /// The largest of the schedule.
    public var learningRate: Float = 0.5
    public var schedule = Schedule.constant
    public var optimization = Optimization.sgd
    public var batchSize = 256
    /// Of networks: how pictures are changed at random; nil for not at all. A line learns from the pictures as they are.
    public var augmentation: Augmentation?
    public var seed: UInt64 = 37
    public var shuffles = true
    /// Of a linear model: standard deviation of the initial parameters; the notebook's is 1. Those of a network follow
    /// from its shape.
    public var initialDeviation = 0.01
    /// Of networks: how many threads share the work; nil for one a core. The result does not depend on it.
    public var threads: Int?

    /// The linear model's: stochastic gradient descent from small random numbers.
    public init() {}

    /// A network's: AdamW with the one-cycle schedule.
    public init(
        _ architecture: NetworkArchitecture, epochs: Int, learningRate: Float, augmentation: Augmentation?
    ) {
        model = .network(architecture)
        self.epochs = epochs
        self.learningRate = learningRate
        schedule = .oneCycle
        optimization = .adamW(weightDecay: 0.01)
        batchSize = 128
        self.augmentation = augmentation
    }

    /// 729 parameters: as many as a straight line has.
    ///
    /// - Parameters:
    ///   - count: training pictures.
    ///   - tellsOthers: whether the network is to tell others as well, with 1,122 parameters. In as many epochs it would be
    ///     wrong about more threes and sevens than one that need not.
    public static func convTiny(for count: Int, tellsOthers: Bool = false) -> Recipe {
        Recipe(
            .convTiny.tellingOthers(tellsOthers), epochs: epochs(tellsOthers ? 80 : 60, for: count),
            learningRate: 0.02, augmentation: .handwriting)
    }

    /// 3,825 parameters.
    ///
    /// - Parameters:
    ///   - count: training pictures.
    ///   - tellsOthers: whether the network is to tell others as well, with 4,082 parameters.
    public static func conv(for count: Int, tellsOthers: Bool = false) -> Recipe {
        Recipe(
            .conv.tellingOthers(tellsOthers), epochs: epochs(40, for: count), learningRate: 0.01,
            augmentation: .manyHands)
    }

    /// Few pictures are seen more often, so that there are enough steps. More than 400 times makes no answer better, and the
    /// network less sure of what it does not know.
    private static func epochs(_ epochs: Int, for count: Int) -> Int {
        max(epochs, min(100, 500_000 / max(count, 1)), min(400, 40_000 / max(count, 1)))
    }

    /// Whether a network is to tell pictures that are neither a three nor a seven.
    public var tellsOthers: Bool {
        if case .network(let architecture) = model { architecture.tellsOthers } else { false }
    }

    public var parameterCount: Int {
        switch model {
        case .linear: loss.columns * (Dataset.pixelCount + 1)
        case .network(let architecture): architecture.parameterCount
        }
    }

    func optimizer(parameterCount: Int) -> any Optimizer {
        switch optimization {
        case .sgd: SGD()
        case .adamW(let weightDecay): AdamW(parameterCount: parameterCount, weightDecay: weightDecay)
        }
    }
}

extension Weights.Metadata {
    /// What a weights file says of a training.
    public init(_ recipe: Recipe, on split: DatasetSplit) {
        self.init()
        loss = recipe.loss
        epochs = UInt32(clamping: recipe.epochs)
        learningRate = recipe.learningRate
        batchSize = UInt32(clamping: recipe.batchSize)
        seed = recipe.seed
        dataFingerprint = split.training.fingerprint
        validationCount = UInt32(clamping: split.validation.count)
    }
}
