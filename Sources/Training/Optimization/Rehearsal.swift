import WeightsFile

/// What the same training without every sixth picture tells about those pictures: how sure a model may be of pictures that it
/// did not learn.
public struct Rehearsal: Equatable, Sendable {
    public let calibration: Calibration
    /// What the log-odds of either class are lowered by, so that 0 is the threshold; 0 where none was fitted.
    public let knownThreshold: Float

    /// No rehearsal, and why.
    public init(skippedFor reason: Calibration) {
        calibration = reason
        knownThreshold = 0
    }

    /// Trains and measures.
    ///
    /// A temperature wants more pictures than a threshold does: of few, only a network that tells others is rehearsed.
    ///
    /// - Parameters:
    ///   - initial: what the training itself starts from.
    ///   - report: called after each epoch of the rehearsal.
    public init(
        of recipe: Recipe, on split: DatasetSplit, from initial: Weights? = nil,
        report: (EpochResult) -> Void = { _ in }
    ) throws(TrainingError) {
        if let reason = Rehearsal.reasonToSkip(recipe, on: split) {
            self = Rehearsal(skippedFor: reason)
            return
        }
        let rehearsal = split.rehearsal, heldOut = rehearsal.validation
        let run = try TrainingRun(recipe, on: rehearsal, from: initial, report: report)
        let fit = Calibration.Fit(logOdds: run.logOdds(for: heldOut), labels: heldOut.labels)
        calibration = split.training.count < Calibration.leastPictures ? .tooFewPictures : .fitted(fit)
        knownThreshold = KnownThreshold.fit(logOdds: run.knownLogOdds(for: heldOut))
    }

    /// nil where there is something to fit.
    private static func reasonToSkip(_ recipe: Recipe, on split: DatasetSplit) -> Calibration? {
        guard case .network(let architecture) = recipe.model else { return .unavailable }
        guard recipe.epochs > 0 else { return .untrained }
        return split.training.count < Calibration.leastPictures && !architecture.tellsOthers ? .tooFewPictures : nil
    }
}

extension DatasetSplit {
    /// Every sixth training picture as validation, the others as training: for what must not be learned from the pictures
    /// that a model was trained on, nor from those that it is measured on. Pictures of neither digit stay as they are.
    public var rehearsal: DatasetSplit {
        let indices = 0..<training.count
        return DatasetSplit(
            training: training.selecting(indices.filter { $0 % 6 != 5 }),
            validation: training.selecting(indices.filter { $0 % 6 == 5 }), others: others,
            validationOthers: validationOthers, classes: classes)
    }
}
