/// How to train a model.
public struct Recipe: Equatable, Sendable {
    public var loss = Loss.bce
    public var epochs = 50
    public var learningRate: Float = 0.5
    public var batchSize = 256
    public var seed: UInt64 = 37
    public var shuffles = true
    /// Standard deviation of the initial parameters; the notebook's is 1.
    public var initialDeviation = 0.01

    public init() {}
}

/// What an epoch came to.
public struct EpochReport: Equatable, Sendable {
    /// From 1.
    public let epoch: Int
    /// Mean over the batches, each before its step.
    public let loss: Float
    public let training: ConfusionMatrix
    public let validation: ConfusionMatrix
}

public enum TrainingError: Error, Equatable, CustomStringConvertible {
    /// A parameter or the loss became NaN or infinite.
    case diverged(epoch: Int, learningRate: Float)

    public var description: String {
        switch self {
        case .diverged(let epoch, let learningRate):
            "training diverged in epoch \(epoch): the numbers left the range of floats; "
                + "try a learning rate below \(learningRate)"
        }
    }
}

/// A finished training.
public struct TrainingRun: Sendable {
    public let recipe: Recipe
    public let model: LinearModel
    public let epochs: [EpochReport]

    /// Trains a linear model by stochastic gradient descent.
    ///
    /// - Parameters:
    ///   - initial: the parameters to start from, with as many columns as the loss wants; nil draws them from the seed.
    ///   - report: called after each epoch.
    /// - Throws: `TrainingError` when the parameters leave the range of floats.
    public init(
        _ recipe: Recipe, on split: DatasetSplit, from initial: LinearModel? = nil,
        report: (EpochReport) -> Void = { _ in }
    ) throws(TrainingError) {
        var random = RandomSource(seed: recipe.seed)
        var model =
            initial
            ?? LinearModel(columns: recipe.loss.columns, deviation: recipe.initialDeviation, using: &random)
        var epochs: [EpochReport] = []
        for epoch in 1...max(recipe.epochs, 1) where epoch <= recipe.epochs {
            let count = split.training.count
            let order = recipe.shuffles ? random.permutation(of: count) : Array(0..<count)
            let losses = model.trainEpoch(
                of: recipe.loss, on: split.training, order: order, batchSize: recipe.batchSize,
                learningRate: recipe.learningRate)
            let loss = losses.reduce(0, +) / Float(losses.count)
            guard model.isFinite, loss.isFinite else {
                throw .diverged(epoch: epoch, learningRate: recipe.learningRate)
            }
            let result = EpochReport(
                epoch: epoch, loss: loss,
                training: model.confusion(on: split.training, trainedWith: recipe.loss),
                validation: model.confusion(on: split.validation, trainedWith: recipe.loss))
            epochs.append(result)
            report(result)
        }
        self.recipe = recipe
        self.model = model
        self.epochs = epochs
    }
}

extension LinearModel {
    var isFinite: Bool {
        weights.allSatisfy(\.isFinite) && bias.allSatisfy(\.isFinite)
    }

    public func confusion(on dataset: Dataset, trainedWith loss: Loss) -> ConfusionMatrix {
        ConfusionMatrix(logOdds: logOdds(for: dataset, trainedWith: loss), labels: dataset.labels)
    }
}
