import Training

/// The cells under "Debug the batch accuracy not changing": one forward and backward pass on the first batch, from
/// several seeds.
public struct DebuggingCells: Sendable {
    /// What one loss gives on the first batch.
    public struct Measurement: Sendable {
        public let loss: NotebookLoss
        /// Of the batch.
        public let value: Spread
        /// Of the gradient by the weights: mean over its 784 x 2 numbers.
        public let weightsMean: Spread
        /// Of the gradient by the biases: mean of its two numbers.
        public let biasMean: Spread
        /// dL/db0; dL/db1 is its opposite.
        public let bias0: Spread

        /// Whether the cells' printed loss and bias gradient both lie within the range of our runs.
        public var explainsPrinted: Bool {
            value.contains(printed: Printed.loss) && bias0.contains(printed: Printed.bias0)
        }
    }

    /// What the notebook printed there.
    public enum Printed {
        public static let loss = 0.4793
        public static let weightsMean = 7.6026e-11
        public static let bias0 = -0.0449
        /// 134 of 256.
        public static let accuracy = 0.5234
    }

    /// softmax_loss, and cross entropy as first written and as rewritten.
    public let measurements: [Measurement]
    /// Share of the first batch, all of it threes, that column 0 calls a three.
    public let accuracy: Spread
    /// `preds[0]` of the first seed: (2).
    public let firstOutputs: [Float]

    /// - Parameter seeds: each draws standard normal weights (784, 2) and biases (2).
    public init(seeds: [UInt64], on dataset: Dataset) {
        let batch = 0..<min(NotebookTraining.batchSize, dataset.count)
        let models = seeds.map { seed -> LinearModel in
            var random = RandomSource(seed: seed)
            return LinearModel(columns: 2, deviation: 1, using: &random)
        }
        let losses: [NotebookLoss] = [.softmax, .logOfSoftmax, .logOfSoftmaxWithoutMinus]
        measurements = losses.map { loss in
            let gradients = models.map { $0.gradient(of: loss, on: dataset, batch: batch) }
            // The derivatives lie as the parameters do.
            let derivatives = gradients.map { LinearModel(parameters: $0.parameters) }
            return Measurement(
                loss: loss, value: Spread(gradients.map { Double($0.loss) }),
                weightsMean: Spread(derivatives.map { $0.weights.mean }),
                biasMean: Spread(derivatives.map { $0.bias.mean }),
                bias0: Spread(derivatives.map { Double($0.bias.first ?? .nan) }))
        }
        let first = dataset.selecting(batch)
        accuracy = Spread(models.map { $0.batchAccuracies(on: first)[0] })
        firstOutputs = models.first?.outputs(for: dataset.selecting(batch.prefix(1))) ?? []
    }
}

extension [Float] {
    /// Summed in float64.
    var mean: Double { reduce(0) { $0 + Double($1) } / Double(count) }
}
