import Training

/// One training of the notebook from one seed, measured as the notebook measures.
public struct NotebookRun: Sendable {
    /// What one epoch came to.
    public struct Epoch: Sendable {
        /// Mean over the batches, each before its step.
        public let loss: Double
        /// (columns): on the training pictures, by the column that is read as "three".
        public let training: [Double]
        /// (columns): the same on pictures that were not trained on.
        public let validation: [Double]
        /// The means of the last step's gradient, as `step_weights_single` returns them: by the weights and by the biases.
        public let weightsGradientMean: Double
        public let biasGradientMean: Double
    }

    public let seed: UInt64
    public let model: LinearModel
    public let epochs: [Epoch]
    /// The step, counted from 1 over all epochs, after which every bias was NaN; nil when the model stayed finite.
    public let brokenAfterStep: Int?
}

extension NotebookRun {
    /// Trains for ten epochs. Once the biases are NaN so is every output and every later gradient, so the rest of the
    /// epochs is filled in without being computed.
    public init(_ training: NotebookTraining, seed: UInt64, on split: DatasetSplit) {
        var random = RandomSource(seed: seed)
        let initial = LinearModel(
            columns: training.loss.columns, deviation: training.initialDeviation, using: &random)
        var loop = TrainingLoop(
            initial, LinearObjective(training.loss), optimizer: SGD(), batchSize: NotebookTraining.batchSize
        ) { _ in training.learningRate }
        var epochs: [Epoch] = []
        var brokenAfterStep: Int?
        while epochs.count < NotebookTraining.epochs {
            if brokenAfterStep != nil, let last = epochs.last {
                epochs.append(last)
                continue
            }
            let order = random.order(of: split.training.count, shuffled: training.shuffles)
            let losses = loop.runEpoch(on: split.training, order: order) { $0.bias.allSatisfy(\.isNaN) }
            if loop.model.bias.allSatisfy(\.isNaN) { brokenAfterStep = loop.steps }
            let derivatives = LinearModel(parameters: loop.gradient?.parameters ?? [])
            epochs.append(
                Epoch(
                    loss: brokenAfterStep == nil ? losses.reduce(0) { $0 + Double($1) } / Double(losses.count) : .nan,
                    training: loop.model.batchAccuracies(on: split.training),
                    validation: loop.model.batchAccuracies(on: split.validation),
                    weightsGradientMean: derivatives.weights.mean, biasGradientMean: derivatives.bias.mean))
        }
        self.seed = seed
        model = loop.model
        self.epochs = epochs
        self.brokenAfterStep = brokenAfterStep
    }
}

extension LinearModel {
    /// (columns): the notebook's accuracy, by the column that is read as "three".
    func batchAccuracies(on dataset: Dataset) -> [Double] {
        Notebook.batchAccuracies(outputs(for: dataset), columns: columns, labels: dataset.labels)
    }
}
