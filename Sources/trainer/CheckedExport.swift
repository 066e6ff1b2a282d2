import FileOutput
import MNIST37
import Training
import WeightsFile

/// A weights file that was written, once libmnist37 agreed with it.
struct CheckedExport {
    /// Of the file.
    let bytes: Int
    let confusion: ConfusionMatrix
    /// (count) of the validation pictures, by libmnist37 from the file.
    let logOdds: [Float]
    /// Of the validation pictures and of others, the probability that libmnist37 gives them of being a three or a seven; nil
    /// for a model that cannot tell.
    let known: (digits: [Float], others: [Float])?
    /// What int8 weights changed; nil for float32.
    let quantization: Quantization?

    /// What int8 weights change on the validation pictures.
    struct Quantization {
        /// Pictures that got another digit.
        let flipped: Int
        /// Wrong answers of the float32 weights.
        let errorsBefore: Int
    }

    /// Writes the file.
    ///
    /// - Parameters:
    ///   - exact: in float32.
    ///   - format: what the file is to hold.
    ///   - split: int8 weights are fitted to its training pictures; answers are compared on its validation pictures.
    /// - Throws: `UnusableWeights`, `Disagreement` or an error of the file; the file is then as it was.
    init(_ exact: Weights, as format: Weights.ElementType, to file: String, on split: DatasetSplit) throws {
        let validation = split.validation
        var weights = format == .int8 ? exact.quantized(on: split.training) : exact
        let answers = ConfusionMatrix(weights, on: validation)
        weights.metadata.validationErrors = UInt32(answers.errors)
        if let fault = weights.fault { throw UnusableWeights(file: file, fault: fault) }
        let bytes = weights.encoded()
        var logOdds: [Float] = [], known: (digits: [Float], others: [Float])?
        try AtomicFile.write(bytes, to: file) { temporary in
            let model = try Model(file: temporary), predictions = model.predictions(on: validation)
            let differing = predictions.disagreements(with: weights, on: validation)
            guard differing == 0 else {
                throw Disagreement(file: file, differing: differing, compared: validation.count)
            }
            logOdds = predictions.logOdds
            if model.info.outputs == 2 {
                known = (predictions.known, model.predictions(on: split.validationOthers).known)
            }
        }
        self.bytes = bytes.count
        self.logOdds = logOdds
        self.known = known
        confusion = ConfusionMatrix(logOdds: logOdds, labels: validation.labels)
        quantization = format == .int8 ? Quantization(of: exact, to: weights, on: validation) : nil
    }
}

extension CheckedExport.Quantization {
    fileprivate init(of exact: Weights, to quantized: Weights, on validation: Dataset) {
        flipped = (0..<validation.count).count { index in
            let picture = validation.picture(index)
            return (quantized.logOdds(picture) > 0) != (exact.logOdds(picture) > 0)
        }
        errorsBefore = ConfusionMatrix(exact, on: validation).errors
    }
}

/// A file gets the difference of two columns: it must say what the two columns themselves say. That libmnist37 says what
/// the file says is checked by `CheckedExport`.
func requireFolded(
    _ weights: Weights, of model: LinearModel, trainedWith loss: Loss, on validation: Dataset, file: String
) throws {
    if let fault = weights.fault { throw UnusableWeights(file: file, fault: fault) }
    let differing = weights.disagreements(with: model, trainedWith: loss, on: validation)
    guard differing == 0 else { throw Disagreement(file: file, differing: differing, compared: validation.count) }
}
