/// A finished training of a network.
public struct NetworkTrainingRun: Sendable {
    public let recipe: NetworkRecipe
    public let epochs: [EpochReport]
    let network: Network<Float>

    /// Trains a network on binary cross entropy by AdamW, with the one-cycle schedule and pictures changed at random.
    ///
    /// - Parameters:
    ///   - split: validation pictures are only measured.
    ///   - others: pictures that are neither a three nor a seven, for an architecture that tells others. Synthetic ones are
    ///     made in any case.
    ///   - initial: float32 weights of the recipe's architecture to start from; nil draws them from the seed.
    ///   - report: called after each epoch.
    /// - Throws: `TrainingError` when the parameters leave the range of floats.
    public init(
        _ recipe: NetworkRecipe, on split: DatasetSplit, others: Dataset? = nil, from initial: Weights? = nil,
        report: (EpochReport) -> Void = { _ in }
    ) throws(TrainingError) {
        let trainer = NetworkTrainer(recipe, from: initial?.network())
        let training = split.training
        let noOthers = Dataset(pixels: [], labels: [])
        let shown = EpochPictures(
            training, others: recipe.architecture.tellsOthers ? others ?? noOthers : nil, seed: recipe.seed)
        let batches = (shown.count + recipe.batchSize - 1) / recipe.batchSize
        let schedule = OneCycle(largest: recipe.learningRate, steps: batches * recipe.epochs)
        var random = RandomSource(seed: ~recipe.seed)
        var epochs: [EpochReport] = []
        for epoch in 1...max(recipe.epochs, 1) where epoch <= recipe.epochs {
            let order = shown.indices(shuffles: recipe.shuffles, using: &random)
            var loss: Float = 0
            for batch in 0..<batches {
                let indices = order[batch * recipe.batchSize..<min((batch + 1) * recipe.batchSize, order.count)]
                let rate = schedule.rate(at: (epoch - 1) * batches + batch)
                loss += trainer.step(on: shown.pictures, batch: indices, epoch: epoch, rate: rate)
            }
            let network = trainer.network
            guard network.parameters.allSatisfy(\.isFinite) else {
                throw .diverged(epoch: epoch, learningRate: recipe.learningRate)
            }
            func confusion(_ dataset: Dataset) -> ConfusionMatrix {
                ConfusionMatrix(
                    logOdds: network.logOdds(for: dataset, threads: recipe.threads), labels: dataset.labels)
            }
            let result = EpochReport(
                epoch: epoch, loss: loss / Float(batches), training: confusion(training),
                validation: confusion(split.validation))
            epochs.append(result)
            report(result)
        }
        self.recipe = recipe
        self.epochs = epochs
        network = trainer.network
    }

    /// The weights for a file, the log-odds of a three divided by a temperature and those of a three or a seven lowered by a
    /// threshold.
    public func weights(temperature: Float, knownThreshold: Float = 0, metadata: Weights.Metadata) -> Weights {
        Weights(network, temperature: temperature, knownThreshold: knownThreshold, metadata: metadata)
    }

    /// The log-odds of a three for each picture.
    public func logOdds(for dataset: Dataset) -> [Float] {
        network.logOdds(for: dataset, threads: recipe.threads)
    }

    /// The log-odds that each picture is a three or a seven; none when the network does not tell others.
    public func knownLogOdds(for dataset: Dataset) -> [Float] {
        guard recipe.architecture.tellsOthers else { return [] }
        return network.logOdds(for: dataset, output: 1, threads: recipe.threads)
    }
}

extension DatasetSplit {
    /// Every sixth training picture as validation, the others as training: for what must not be learned from the pictures
    /// that a model was trained on, nor from those that it is measured on.
    public var rehearsal: DatasetSplit {
        let indices = 0..<training.count
        return DatasetSplit(
            training: training.selecting(indices.filter { $0 % 6 != 5 }),
            validation: training.selecting(indices.filter { $0 % 6 == 5 }))
    }
}
