import Figures
import FileNames
import Foundation
import WeightsFile
import Training

/// What `train --json` prints.
struct TrainingSummary: Encodable {
    struct Epoch: Encodable {
        let epoch: Int
        let loss: Float
        let trainingAccuracy: Double
        let validationAccuracy: Double

        init(_ report: EpochResult) {
            epoch = report.epoch
            loss = report.loss
            trainingAccuracy = report.training.accuracy
            validationAccuracy = report.validation.accuracy
        }
    }

    let model: String
    let classes: ClassNames
    /// Of label 1, and of label 0.
    let classNames: [String]
    let parameters: Int
    let epochs: [Epoch]
    /// What `epochs` says in figures.
    let history: [EpochResult]
    let file: String
    let bytes: Int
    let agreed = true
    let compared: Int
    let validationErrors: Int
    /// Between what the accuracy lies with a confidence of 95 %.
    let accuracyInterval: [Double]
    /// Of an int8 file: validation pictures whose digit differs from that of the float32 weights, and their errors.
    let flipped: Int?
    let errorsBeforeQuantization: Int?
    /// Of a calibrated network: what the log-odds were divided by, and the expected calibration error of the file on the
    /// validation pictures, before and after.
    let temperature: Float?
    let calibrationErrorBefore: Double?
    let calibrationError: Double?
    /// Why there is a temperature, or none.
    let calibration: Calibration
    let confusion: ConfusionMatrix
    /// How well the file tells others; nil for a model that does not.
    let known: KnownSummary?
    /// The loss of two columns, which the file has folded into one; nil where one was trained.
    let foldedLoss: Loss?
    /// The page that was written.
    let report: String?

    enum CodingKeys: CodingKey {
        case model, classNames, parameters, epochs, file, bytes, agreed, compared, validationErrors, accuracyInterval,
            flipped
        case errorsBeforeQuantization, temperature, calibrationErrorBefore, calibrationError, known, report
    }

    /// - Parameters:
    ///   - foldedLoss: as below.
    ///   - file: the weights file.
    ///   - report: the page that is written, too.
    ///   - split: what it was trained and measured on.
    init(
        model: String, _ run: TrainingRun, calibration: Calibration, foldedLoss: Loss?, file: String,
        _ export: CheckedExport, report: String?, on split: DatasetSplit
    ) {
        let labels = split.validation.labels
        self.model = model
        classes = split.classes
        classNames = [classes.first, classes.second]
        parameters = run.recipe.parameterCount
        history = run.epochs
        epochs = run.epochs.map(Epoch.init)
        self.calibration = calibration
        self.foldedLoss = foldedLoss
        self.file = file
        self.report = report
        bytes = export.bytes
        confusion = export.confusion
        known = export.known.flatMap { KnownSummary(digits: $0.digits, others: $0.others) }
        compared = confusion.total
        validationErrors = confusion.errors
        accuracyInterval = [confusion.accuracyInterval.lower, confusion.accuracyInterval.upper]
        flipped = export.quantization?.flipped
        errorsBeforeQuantization = export.quantization?.errorsBefore
        temperature = calibration.fit?.temperature
        // The file's own answers, which int8 may have moved: the page says the same.
        calibrationErrorBefore = temperature.map { temperature in
            Reliability(logOdds: export.logOdds.map { $0 * temperature }, labels: labels).expectedCalibrationError
        }
        calibrationError = temperature.map { _ in
            Reliability(logOdds: export.logOdds, labels: labels).expectedCalibrationError
        }
    }
}

extension TrainingSummary {
    /// What `train` prints.
    var text: String {
        var lines = [accuracyTable(confusion, classes)]
        let pictures = "\(confusion.total) validation pictures"
        if let flipped, let errorsBeforeQuantization {
            lines.append(
                "int8 weights changed the answer to \(flipped) of \(pictures): \(errorsBeforeQuantization) errors before, "
                    + "\(confusion.errors) after")
        }
        if let temperature, let calibrationErrorBefore, let calibrationError {
            lines.append(
                "temperature \(String(format: "%.2f", temperature)): expected calibration error "
                    + "\(percent(calibrationErrorBefore)) before, \(percent(calibrationError)) after")
        }
        if let known { lines.append(known.text) }
        if let foldedLoss {
            lines.append(
                "folded: the file's one column is the difference of the two that \(foldedLoss.rawValue) trained, and says "
                    + "the same of all \(pictures)")
        }
        lines += ["libmnist37 agrees on all \(pictures)", "written: \(file.visible) (\(bytes) bytes)"]
        if let report { lines.append("written: \(report.visible)") }
        return lines.joined(separator: "\n")
    }
}
