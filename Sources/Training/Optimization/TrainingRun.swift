import WeightsFile

/// What an epoch came to.
public struct EpochResult: Equatable, Sendable {
    /// From 1.
    public let epoch: Int
    /// Mean over the batches, each before its step.
    public let loss: Float
    public let training: ConfusionMatrix
    public let validation: ConfusionMatrix
}

/// A finished training.
public struct TrainingRun: Sendable {
    public let recipe: Recipe
    public let model: any TrainableModel
    public let epochs: [EpochResult]
    private let classes: ClassNames

    /// Trains a model.
    ///
    /// - Parameters:
    ///   - split: validation pictures are only measured.
    ///   - initial: weights of the recipe's model to start from; nil draws them from the seed.
    ///   - report: called after each epoch.
    /// - Throws: `TrainingError` when the numbers leave the range of floats, or for unsuitable initial weights.
    public init(
        _ recipe: Recipe, on split: DatasetSplit, from initial: Weights? = nil,
        report: (EpochResult) -> Void = { _ in }
    ) throws(TrainingError) {
        guard initial.map(recipe.accepts) ?? true else { throw .unsuitableInitialWeights }
        self.recipe = recipe
        classes = split.classes
        var random = RandomSource(seed: recipe.seed)
        switch recipe.model {
        case .linear:
            let model =
                initial?.linearModel(for: recipe.loss)
                ?? LinearModel(columns: recipe.loss.columns, deviation: recipe.initialDeviation, using: &random)
            (self.model, epochs) = try recipe.train(
                model, LinearObjective(recipe.loss), showing: EpochPictures(split.training), split, random: random,
                report: report)
        case .network(let architecture):
            let network = initial?.network() ?? Network(architecture, using: &random)
            let pictures = EpochPictures(
                split.training, others: architecture.tellsOthers ? split.others : nil,
                synthesizes: split.classes.haveSyntheticOthers, seed: recipe.seed)
            (model, epochs) = try recipe.train(
                network, NetworkObjective(recipe, network.layers), showing: pictures, split,
                random: RandomSource(seed: ~recipe.seed), report: report)
        }
    }

    /// The log-odds of the first class for each picture.
    public func logOdds(for dataset: Dataset) -> [Float] {
        model.logOdds(for: dataset, trainedWith: recipe.loss)
    }

    /// The log-odds that each picture is of either class at all; none where the model cannot tell.
    public func knownLogOdds(for dataset: Dataset) -> [Float] {
        (model as? Network<Float>)?.knownLogOdds(for: dataset) ?? []
    }

    /// The weights for a file.
    public func weights(metadata: Weights.Metadata) -> Weights {
        var weights = model.weights(trainedWith: recipe.loss, metadata: metadata)
        weights.classes = classes
        return weights
    }
}

extension Recipe {
    /// Whether weights are of the recipe's model, so that a training can start from them.
    public func accepts(_ initial: Weights) -> Bool {
        switch model {
        case .linear: initial.linearModel(for: loss) != nil
        case .network(let architecture): initial.network()?.architecture == architecture
        }
    }

    /// - Parameters:
    ///   - pictures: what an epoch shows.
    ///   - random: draws their order.
    fileprivate func train<O: Objective>(
        _ model: O.Model, _ objective: O, showing pictures: EpochPictures, _ split: DatasetSplit,
        random: RandomSource, report: (EpochResult) -> Void
    ) throws(TrainingError) -> (O.Model, [EpochResult]) {
        let steps = (pictures.count + batchSize - 1) / batchSize * epochs
        var random = random
        var loop = TrainingLoop(
            model, objective, optimizer: optimizer(parameterCount: model.parameters.count), batchSize: batchSize
        ) { schedule.rate(largest: learningRate, at: $0, of: steps) }
        var results: [EpochResult] = []
        while results.count < epochs {
            let losses = loop.runEpoch(
                on: pictures.pictures, order: pictures.indices(shuffles: shuffles, using: &random))
            let loss = losses.reduce(0, +) / Float(losses.count)
            let model = loop.model, epoch = results.count + 1
            guard loss.isFinite, model.parameters.allSatisfy(\.isFinite) else {
                throw .diverged(epoch: epoch, learningRate: learningRate)
            }
            func confusion(_ dataset: Dataset) -> ConfusionMatrix {
                ConfusionMatrix(logOdds: model.logOdds(for: dataset, trainedWith: self.loss), labels: dataset.labels)
            }
            let result = EpochResult(
                epoch: epoch, loss: loss, training: confusion(split.training), validation: confusion(split.validation))
            results.append(result)
            report(result)
        }
        return (loop.model, results)
    }
}
