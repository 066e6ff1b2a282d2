import Inference
import Training

extension TrainCommand {
    /// Trains a network, calibrates it and exports it.
    func trainNetwork(
        _ kind: ModelKind, _ preset: NetworkRecipe, on split: DatasetSplit, from initial: Weights?
    ) throws {
        var recipe = preset
        recipe.epochs = epochs ?? preset.epochs
        recipe.learningRate = learningRate ?? preset.learningRate
        recipe.batchSize = batchSize ?? preset.batchSize
        recipe.seed = seed
        recipe.shuffles = shuffle
        if let initial, initial.architecture != recipe.architecture || initial.layers.first?.elementType != .float32 {
            throw UnsuitableInitialNetwork(file: initialFile ?? "", model: kind)
        }
        announce(
            split,
            "\(kind.rawValue), bce, \(recipe.epochs) epochs of AdamW, lr up to \(recipe.learningRate), "
                + "batches of \(recipe.batchSize)")
        let calibration = try calibration(recipe, on: split, from: initial)
        let temperature = calibration.fit?.temperature
        let progress = Progress(epochs: recipe.epochs)
        let run = try NetworkTrainingRun(recipe, on: split, from: initial) { report in
            if !quiet { progress.show(report) }
        }
        let exact = run.weights(temperature: temperature ?? 1, metadata: run.metadata(split))
        let export = try export(exact, split) { exact.quantizedNetwork(on: split.training) ?? exact }
        var report = TrainReport(
            model: kind.rawValue, parameters: recipe.architecture.parameterCount, epochs: run.epochs,
            calibration: calibration, file: output, export)
        if let temperature {
            // The file's own answers, which int8 may have moved: the page says the same.
            let logOdds = export.logOdds, labels = split.validation.labels
            report.calibrationErrorBefore =
                Reliability(logOdds: logOdds.map { $0 * temperature }, labels: labels).expectedCalibrationError
            report.calibrationError = Reliability(logOdds: logOdds, labels: labels).expectedCalibrationError
        }
        try self.report(report, on: split)
    }

    private func calibration(
        _ recipe: NetworkRecipe, on split: DatasetSplit, from initial: Weights?
    ) throws -> Calibration {
        guard calibrate else { return .declined }
        guard recipe.epochs > 0 else { return .untrained }
        guard split.training.count >= Calibration.leastPictures else { return .tooFewPictures }
        return .fitted(try rehearse(recipe, on: split.rehearsal, from: initial))
    }

    /// Trains the same network without a part of the training pictures, and fits the temperature on that part.
    private func rehearse(
        _ recipe: NetworkRecipe, on split: DatasetSplit, from initial: Weights?
    ) throws -> Calibration.Fit {
        let progress = Progress(epochs: recipe.epochs, note: "(rehearsal)")
        let run = try NetworkTrainingRun(recipe, on: split, from: initial) { report in
            if !quiet { progress.show(report) }
        }
        return Calibration.Fit(logOdds: run.logOdds(for: split.validation), labels: split.validation.labels)
    }
}

extension NetworkTrainingRun {
    /// What the weights file says of this training.
    fileprivate func metadata(_ split: DatasetSplit) -> Weights.Metadata {
        var metadata = Weights.Metadata()
        metadata.loss = .bce
        metadata.epochs = UInt32(clamping: recipe.epochs)
        metadata.learningRate = recipe.learningRate
        metadata.batchSize = UInt32(clamping: recipe.batchSize)
        metadata.seed = recipe.seed
        metadata.dataFingerprint = split.training.fingerprint
        metadata.validationCount = UInt32(clamping: split.validation.count)
        return metadata
    }
}
