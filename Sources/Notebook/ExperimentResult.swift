/// An experiment run from several seeds.
public struct ExperimentResult: Sendable {
    public let experiment: NotebookExperiment
    /// One a seed, in the order of the seeds.
    public let runs: [NotebookRun]

    /// Where the runs lie in each epoch.
    public struct Epoch: Sendable {
        public let loss: Spread
        /// On the training pictures, as the notebook measured.
        public let training: Spread
        public let validation: Spread
    }

    /// (10), read by the experiment's column.
    public var epochs: [Epoch] { epochs(readColumn: experiment.readColumn) }

    /// (10), read by another column.
    public func epochs(readColumn column: Int) -> [Epoch] {
        (0..<NotebookTraining.epochs).map { epoch in
            let reports = runs.map { $0.epochs[epoch] }
            return Epoch(
                loss: Spread(reports.map(\.loss)), training: Spread(reports.map { $0.training[column] }),
                validation: Spread(reports.map { $0.validation[column] }))
        }
    }

    /// Final accuracy of each run on the training pictures, as the notebook measured.
    public var finalTraining: [Double] { runs.map { $0.epochs.last?.training[experiment.readColumn] ?? .nan } }

    /// Final accuracy of each run on pictures that were not trained on.
    public var finalValidation: [Double] { runs.map { $0.epochs.last?.validation[experiment.readColumn] ?? .nan } }

    /// Runs that ended in NaN.
    public var broken: Int { runs.count { $0.brokenAfterStep != nil } }

    /// Runs that stayed finite and yet end near chance, between 40 and 60 % on the training pictures.
    public var stuck: Int {
        zip(runs, finalTraining).count { $0.brokenAfterStep == nil && (0.4..<0.6).contains($1) }
    }

    /// The run in the middle by its final accuracy on pictures that were not trained on.
    public var medianRun: NotebookRun? {
        let order = zip(runs, finalValidation).sorted { $0.1 < $1.1 }
        return order.isEmpty ? nil : order[(order.count - 1) / 2].0
    }

    /// For each printed accuracy, whether it lies within the range of our runs; nil when the notebook printed none.
    public var printedAccuraciesInside: [Bool]? {
        experiment.printed.map { zip(epochs, $0.accuracies).map { $0.training.contains(printed: $1) } }
    }

    /// The same for the printed losses.
    public var printedLossesInside: [Bool]? {
        experiment.printed?.losses.map { zip(epochs, $0).map { $0.loss.contains(printed: $1) } }
    }
}
