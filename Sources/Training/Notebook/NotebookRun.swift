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
        var model = LinearModel(
            columns: training.loss.columns, deviation: training.initialDeviation, using: &random)
        var epochs: [Epoch] = []
        var step = 0
        var brokenAfterStep: Int?
        for _ in 1...NotebookTraining.epochs {
            var losses: [Double] = []
            if brokenAfterStep == nil {
                let count = split.training.count
                let order = training.shuffles ? random.permutation(of: count) : Array(0..<count)
                for start in stride(from: 0, to: count, by: NotebookTraining.batchSize) {
                    let batch = order[start..<min(start + NotebookTraining.batchSize, count)]
                    let gradient = model.gradient(of: training.loss, on: split.training, batch: batch)
                    model.descend(gradient, learningRate: training.learningRate)
                    losses.append(Double(gradient.loss))
                    step += 1
                    if model.bias.allSatisfy(\.isNaN) {
                        brokenAfterStep = step
                        break
                    }
                }
            } else if let last = epochs.last, last.loss.isNaN {
                epochs.append(last)
                continue
            }
            epochs.append(
                Epoch(
                    loss: brokenAfterStep == nil ? losses.reduce(0, +) / Double(max(losses.count, 1)) : .nan,
                    training: model.batchAccuracies(on: split.training),
                    validation: model.batchAccuracies(on: split.validation)))
        }
        self.seed = seed
        self.model = model
        self.epochs = epochs
        self.brokenAfterStep = brokenAfterStep
    }
}

extension LinearModel {
    /// The gradient of the mean over a batch of one of the notebook's losses.
    func gradient(
        of loss: NotebookLoss, on dataset: Dataset, batch indices: some Collection<Int>
    ) -> Gradient {
        let count = indices.count
        return gradient(on: dataset, batch: indices) { loss.evaluate($0, $1, label: $2, batchCount: count) }
    }

    /// (columns): the notebook's accuracy, by the column that is read as "three".
    func batchAccuracies(on dataset: Dataset) -> [Double] {
        Training.batchAccuracies(outputs(for: dataset), columns: columns, labels: dataset.labels)
    }
}
