import Training

/// What `train --json` prints.
struct TrainReport: Encodable {
    struct Epoch: Encodable {
        let epoch: Int
        let loss: Float
        let trainingAccuracy: Double
        let validationAccuracy: Double

        init(_ report: EpochReport) {
            epoch = report.epoch
            loss = report.loss
            trainingAccuracy = report.training.accuracy
            validationAccuracy = report.validation.accuracy
        }
    }

    let model: String
    let parameters: Int
    let epochs: [Epoch]
    /// What `epochs` says in figures.
    let history: [EpochReport]
    let file: String
    let bytes: Int
    let agreed = true
    let compared: Int
    let validationErrors: Int
    /// Of an int8 file: validation pictures whose digit differs from that of the float32 weights, and their errors.
    let flipped: Int?
    let errorsBeforeQuantization: Int?
    /// Of a calibrated network: what the log-odds were divided by, and the expected calibration error of the file on the
    /// validation pictures, before and after.
    let temperature: Float?
    var calibrationErrorBefore: Double?
    var calibrationError: Double?
    /// Why there is a temperature, or none.
    let calibration: Calibration
    let confusion: ConfusionMatrix
    /// The loss of two columns, which the file has folded into one; nil where one was trained.
    var foldedLoss: Loss?
    /// The page that was written.
    var report: String?

    enum CodingKeys: CodingKey {
        case model, parameters, epochs, file, bytes, agreed, compared, validationErrors, flipped
        case errorsBeforeQuantization, temperature, calibrationErrorBefore, calibrationError, report
    }

    init(
        model: String, parameters: Int, epochs: [EpochReport], calibration: Calibration, file: String,
        _ export: TrainCommand.Export
    ) {
        self.model = model
        self.parameters = parameters
        self.epochs = epochs.map(Epoch.init)
        history = epochs
        self.calibration = calibration
        temperature = calibration.fit?.temperature
        self.file = file
        bytes = export.bytes
        confusion = export.confusion
        compared = confusion.total
        validationErrors = confusion.errors
        flipped = export.quantization?.flipped
        errorsBeforeQuantization = export.quantization?.errorsBefore
    }
}
