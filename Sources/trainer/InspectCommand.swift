import WeightsFile
import Figures
import ArgumentParser
import Commands
import CMNIST37
import FileNames
import Foundation
import MNIST37
import Training

struct InspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect", abstract: "Show what a weights file says about itself.",
        usage: "\(toolName) inspect <file> [--json]")

    @OptionGroup var weights: WeightsArgument

    @Flag(help: "Print one JSON object and nothing else on stdout.")
    var json = false

    func run() throws {
        let file = try weights.required()
        try reportingFailures {
            let report = InspectionSummary(file: file, try Model(file: file))
            if json {
                try printJSON(report)
            } else {
                print(report.text)
            }
        }
    }
}

/// What `inspect` prints.
struct InspectionSummary: Encodable {
    let file: String
    let formatVersion, bytes, layers, outputs, parameters, multiplyAdds, scratchBytes: UInt32
    /// Of the answers: the first where the log-odds are above 0.
    let classNames: [String]
    let elementType: String
    let trainerVersion: String
    let loss: String
    let epochs, batchSize: UInt32
    let learningRate: Float
    let seed: UInt64
    let dataFingerprint: String
    let validationCount, validationErrors: UInt32

    init(file: String, _ model: Model) {
        let info = model.info
        self.file = file
        classNames = [model.classNames.first, model.classNames.second]
        formatVersion = info.format_version
        bytes = info.file_bytes
        layers = info.layers
        outputs = info.outputs
        parameters = info.parameters
        multiplyAdds = info.multiply_adds
        scratchBytes = info.scratch_bytes
        elementType = info.element_type == UInt32(MNIST37_INT8) ? "int8" : "float32"
        let version = info.trainer_version
        trainerVersion = "\(version >> 16).\(version >> 8 & 0xff).\(version & 0xff)"
        loss = Loss(code: info.loss)?.rawValue ?? "unknown"
        epochs = info.epochs
        batchSize = info.batch_size
        learningRate = info.learning_rate
        seed = info.seed
        dataFingerprint = hexadecimal(info.data_fingerprint, digits: 16)
        validationCount = info.validation_count
        validationErrors = info.validation_errors
    }

    var text: String {
        let accuracy = 1 - Double(validationErrors) / Double(max(validationCount, 1))
        let validation =
            validationCount == 0
            ? "none"
            : "\(validationErrors) errors in \(validationCount) pictures, accuracy \(percent(accuracy))"
        return """
            \(file.visible)
              format        version \(formatVersion), \(bytes) bytes
              classes       \(classNames.joined(separator: " and ").visible)
              model         \(layers) layer\(layers == 1 ? "" : "s"), \(outputs) output\(outputs == 1 ? "" : "s"), \
            \(elementType), \(parameters) parameters, \(multiplyAdds) multiply-adds, \(scratchBytes) bytes of scratch
              trained by    trainer \(trainerVersion): loss \(loss), \(epochs) epochs, lr \(learningRate), \
            batches of \(batchSize), seed \(seed)
              trained on    data \(dataFingerprint)
              validation    \(validation)
            """
    }
}
