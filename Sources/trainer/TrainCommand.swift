import ArgumentParser
import Foundation
import Inference
import Training

struct TrainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "Train a model and write its weights file (the default).",
        discussion: """
            The file is written whole or not at all. Before it gets its name, libmnist37 opens it and its answers for \
            all validation pictures are compared with the trainer's own.
            """)

    @OptionGroup var dataOptions: DataOptions

    @Option(help: "mnist and bce train one column, softmax and cross-entropy two.")
    var loss = Recipe().loss

    @Option(help: "Passes over the training pictures; 0 only exports.")
    var epochs = Recipe().epochs

    @Option(name: .customLong("lr"), help: "Learning rate.")
    var learningRate = Recipe().learningRate

    @Option(help: "Pictures a step.")
    var batchSize = Recipe().batchSize

    @Option(help: "Fixes the initial weights and the order of the pictures.")
    var seed = Recipe().seed

    @Flag(inversion: .prefixedNo, help: "Draw a new order of the pictures each epoch.")
    var shuffle = Recipe().shuffles

    @Option(help: "Standard deviation of the initial weights.")
    var initStd = Recipe().initialDeviation

    @Option(name: .customLong("init"), help: .init("Weights file to start from instead.", valueName: "file"))
    var initialFile: String?

    @Option(help: "Element type of the weights in the file: f32 or i8.")
    var format = Weights.ElementType.float32

    @Option(name: .shortAndLong, help: .init("The weights file to write.", valueName: "file"))
    var output = "mnist37.m37"

    @Option(
        name: .customLong("report"),
        help: .init("Also write a page with curves, weights and wrong pictures.", valueName: "file.html"))
    var reportFile: String?

    @Flag(help: "Print one JSON object and nothing else on stdout.")
    var json = false

    @Flag(help: "Print nothing but errors.")
    var quiet = false

    func validate() throws {
        guard epochs >= 0 else { throw ValidationError("--epochs must be 0 or more") }
        guard learningRate > 0, learningRate.isFinite else { throw ValidationError("--lr must be above 0") }
        guard batchSize > 0 else { throw ValidationError("--batch-size must be 1 or more") }
        guard initStd >= 0, initStd.isFinite else { throw ValidationError("--init-std must be 0 or more") }
        guard reportFile != output else { throw ValidationError("--report and --output name the same file") }
    }

    func run() throws {
        try reportingFailures {
            let split = try dataOptions.load()
            let initial = try initialFile.map(initialModel)
            if !quiet, !json {
                print(
                    "training on \(split.training.count) pictures, validating on \(split.validation.count): "
                        + "\(loss.rawValue), lr \(learningRate), batches of \(batchSize), seed \(seed)")
            }
            let progress = Progress(epochs: epochs)
            let run = try TrainingRun(recipe, on: split, from: initial) { report in
                if !quiet { progress.show(report) }
            }
            let export = try export(run, split)
            if let reportFile { try writeReport(run.epochs, split, to: reportFile) }
            try report(run, export)
        }
    }

    private var recipe: Recipe {
        var recipe = Recipe()
        recipe.loss = loss
        recipe.epochs = epochs
        recipe.learningRate = learningRate
        recipe.batchSize = batchSize
        recipe.seed = seed
        recipe.shuffles = shuffle
        recipe.initialDeviation = initStd
        return recipe
    }

    private func initialModel(_ file: String) throws -> LinearModel {
        guard let model = try readWeights(file).linearModel(for: loss) else {
            throw UnsuitableInitialWeights(file: file, loss: loss)
        }
        return model
    }

    private struct Export {
        let bytes: Int
        let confusion: ConfusionMatrix
        /// Validation pictures whose digit int8 weights changed; nil for float32.
        let flipped: Int?
    }

    /// Writes the file once libmnist37 agrees with it.
    private func export(_ run: TrainingRun, _ split: DatasetSplit) throws -> Export {
        let validation = split.validation
        let exact = Weights(run.model, trainedWith: loss, metadata: run.metadata(split))
        var weights = format == .int8 ? exact.quantized() : exact
        let isThree = (0..<validation.count).map { weights.logOdds(validation.picture($0)) > 0 }
        weights.metadata.validationErrors = UInt32(
            zip(isThree, validation.labels).count { $0 != ($1 == 1) })
        let bytes = weights.encoded()
        var confusion = ConfusionMatrix()
        try AtomicFile.write(bytes, to: output) { temporary in
            let model = try Model(path: temporary)
            let differing = model.disagreements(with: weights, on: validation)
            guard differing == 0 else {
                throw Disagreement(file: output, differing: differing, compared: validation.count)
            }
            confusion = model.confusion(on: validation)
        }
        let flipped = isThree.indices.count { isThree[$0] != (exact.logOdds(validation.picture($0)) > 0) }
        return Export(bytes: bytes.count, confusion: confusion, flipped: format == .int8 ? flipped : nil)
    }

    private func report(_ run: TrainingRun, _ export: Export) throws {
        let validation = export.confusion
        if json {
            return try printJSON(
                TrainReport(
                    model: "linear", parameters: run.model.parameterCount,
                    epochs: run.epochs.map(TrainReport.Epoch.init),
                    file: output, bytes: export.bytes, agreed: true, compared: validation.total,
                    validationErrors: validation.errors, report: reportFile))
        }
        guard !quiet else { return }
        print(accuracyTable(validation))
        if let flipped = export.flipped {
            print("int8 weights changed the digit of \(flipped) of \(validation.total) validation pictures")
        }
        print("libmnist37 agrees on all \(validation.total) validation pictures")
        print("written: \(output) (\(export.bytes) bytes)")
        if let reportFile { print("written: \(reportFile)") }
    }
}

/// What `train --json` prints.
private struct TrainReport: Encodable {
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
    let file: String
    let bytes: Int
    let agreed: Bool
    let compared: Int
    let validationErrors: Int
    let report: String?
}

extension TrainingRun {
    /// What the weights file says of this training.
    func metadata(_ split: DatasetSplit) -> Weights.Metadata {
        var metadata = Weights.Metadata()
        metadata.loss = recipe.loss
        metadata.epochs = UInt32(clamping: recipe.epochs)
        metadata.learningRate = recipe.learningRate
        metadata.batchSize = UInt32(clamping: recipe.batchSize)
        metadata.seed = recipe.seed
        metadata.dataFingerprint = split.training.fingerprint
        metadata.validationCount = UInt32(clamping: split.validation.count)
        return metadata
    }
}
