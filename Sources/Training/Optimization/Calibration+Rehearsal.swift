import WeightsFile

extension Calibration {
    /// Fits a temperature on every sixth training picture, by the same training without those pictures.
    ///
    /// - Parameters:
    ///   - initial: what the training itself starts from.
    ///   - report: called after each epoch of that rehearsal.
    public init(
        rehearsing recipe: Recipe, on split: DatasetSplit, from initial: Weights? = nil,
        report: (EpochResult) -> Void = { _ in }
    ) throws(TrainingError) {
        switch recipe.model {
        case .linear: self = .unavailable
        case .network where recipe.epochs == 0: self = .untrained
        case .network where split.training.count < Calibration.leastPictures: self = .tooFewPictures
        case .network:
            let rehearsal = split.rehearsal
            let run = try TrainingRun(recipe, on: rehearsal, from: initial, report: report)
            self = .fitted(
                Fit(logOdds: run.logOdds(for: rehearsal.validation), labels: rehearsal.validation.labels))
        }
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
