import ArgumentParser
import Commands
import FileNames
import FileOutput
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

    @Option(
        help: """
            conv-tiny, conv (slower, better) or linear, the notebook's model. (default: conv-tiny; linear with --loss or \
            --init-std; with --init the model of the file)
            """)
    var model: ModelKind?

    @Option(
        help: """
            Of --model linear: mnist and bce train one column, softmax and cross-entropy two. The others train on bce. \
            (default: bce)
            """)
    var loss: Loss?

    @Option(
        parsing: .unconditional,
        help: """
            Passes over the training pictures, \(Ranges.epochs.text); 0 only exports. (default: by model and number of \
            pictures)
            """, transform: Ranges.epochs.parse)
    var epochs: Int?

    @Option(
        name: .customLong("lr"), parsing: .unconditional,
        help: "Learning rate, \(Ranges.learningRate.text). (default: by model)", transform: Ranges.learningRate.parse)
    var learningRate: Float?

    @Option(
        parsing: .unconditional, help: "Pictures a step, \(Ranges.batchSize.text). (default: by model)",
        transform: Ranges.batchSize.parse)
    var batchSize: Int?

    @Option(
        parsing: .unconditional,
        help: """
            Fixes the initial weights and the order of the pictures, \(Ranges.seed.text). (default: \(Recipe().seed))
            """,
        transform: Ranges.seed.parse)
    var seed = Recipe().seed

    @Flag(inversion: .prefixedNo, help: "Whether each epoch draws a new order of the pictures.")
    var shuffle = Recipe().shuffles

    @Option(
        parsing: .unconditional,
        help: """
            Of --model linear: standard deviation of the initial weights, \(Ranges.deviation.text). (default: 0.01)
            """, transform: Ranges.deviation.parse)
    var initStd: Double?

    @Flag(
        inversion: .prefixedNo,
        help: """
            Of conv-tiny and conv, on 6,000 pictures or more: whether the probabilities are made honest by a temperature, \
            fitted on a sixth of the training pictures after a rehearsal without them.
            """)
    var calibrate = true

    @Option(name: .customLong("init"), help: .init("Weights file to start from instead.", valueName: "file"))
    var initialFile: String?

    @Option(help: "Element type of the weights in the file: f32 or i8.")
    var format = Weights.ElementType.float32

    @Option(name: .shortAndLong, help: .init("The weights file to write.", valueName: "file"))
    var output = "mnist37.m37"

    @Option(
        name: .customLong("report"),
        help: .init("Write a page about the training as well.", valueName: "file.html"))
    var reportFile: String?

    @Flag(help: "Print one JSON object and nothing else on stdout.")
    var json = false

    @Flag(help: "Print nothing but errors.")
    var quiet = false

    func validate() throws {
        guard let model, model != .linear else { return }
        if let loss, loss != .bce {
            throw ValidationError(
                "--loss \(loss.rawValue) is for --model linear; \(model.rawValue) trains on bce only")
        }
        guard initStd == nil else {
            throw ValidationError(
                "--init-std is for --model linear; \(model.rawValue) draws its weights by their number")
        }
    }

    func run() throws {
        try reportingFailures {
            try requireOutputs(
                checked: NamedFile("--output", output), reportFile.map { [NamedFile("--report", $0)] } ?? [],
                inputs: (initialFile.map { [NamedFile("--init", $0)] } ?? []) + dataOptions.inputs)
            let split = try dataOptions.load()
            let initial = try initialFile.map { try readWeights($0).weights }
            let kind = model ?? (loss == nil && initStd == nil ? initial.map(ModelKind.init) ?? .convTiny : .linear)
            if let recipe = kind.recipe(for: split.training.count) {
                try trainNetwork(kind, recipe, on: split, from: initial)
            } else {
                try trainLinear(on: split, from: initial)
            }
        }
    }

    private func trainLinear(on split: DatasetSplit, from initial: Weights?) throws {
        let recipe = linearRecipe
        announce(
            split, "linear, \(recipe.loss.rawValue), lr \(recipe.learningRate), batches of \(recipe.batchSize)")
        let progress = Progress(epochs: recipe.epochs)
        let initial = try initial.map { weights in
            guard let model = weights.linearModel(for: recipe.loss) else {
                throw UnsuitableInitialWeights(file: initialFile ?? "", loss: recipe.loss)
            }
            return model
        }
        let run = try TrainingRun(recipe, on: split, from: initial) { report in
            if !quiet { progress.show(report) }
        }
        let exact = Weights(run.model, trainedWith: recipe.loss, metadata: run.metadata(split))
        if run.model.columns == 2 { try requireFolded(exact, run.model, recipe.loss, on: split.validation) }
        let export = try export(exact, split) { exact.quantized() }
        var report = TrainReport(
            model: ModelKind.linear.rawValue, parameters: run.model.parameterCount, epochs: run.epochs,
            calibration: .unavailable, file: output, export)
        report.foldedLoss = run.model.columns == 2 ? recipe.loss : nil
        try self.report(report, on: split)
    }

    /// The file gets the difference of two columns: it must say what the two columns themselves say. That libmnist37 says
    /// what the file says is checked by `export`.
    private func requireFolded(
        _ weights: Weights, _ model: LinearModel, _ loss: Loss, on validation: Dataset
    ) throws {
        if let fault = weights.fault { throw UnusableWeights(file: output, fault: fault) }
        let differing = weights.disagreements(with: model, trainedWith: loss, on: validation)
        guard differing == 0 else {
            throw Disagreement(file: output, differing: differing, compared: validation.count)
        }
    }

    /// Says what is about to happen.
    func announce(_ split: DatasetSplit, _ recipe: String) {
        guard !quiet, !json else { return }
        tell(
            "training on \(split.training.count) pictures, validating on \(split.validation.count): \(recipe), "
                + "seed \(seed)")
    }

    private var linearRecipe: Recipe {
        var recipe = Recipe()
        recipe.loss = loss ?? recipe.loss
        recipe.epochs = epochs ?? recipe.epochs
        recipe.learningRate = learningRate ?? recipe.learningRate
        recipe.batchSize = batchSize ?? recipe.batchSize
        recipe.seed = seed
        recipe.shuffles = shuffle
        recipe.initialDeviation = initStd ?? recipe.initialDeviation
        return recipe
    }

    struct Export {
        let bytes: Int
        let confusion: ConfusionMatrix
        /// (count) of the validation pictures, by libmnist37 from the file.
        let logOdds: [Float]
        /// What int8 weights changed; nil for float32.
        let quantization: Quantization?
    }

    /// What int8 weights change on the validation pictures.
    struct Quantization {
        /// Pictures that got another digit.
        let flipped: Int
        /// Wrong answers of the float32 weights.
        let errorsBefore: Int
    }

    /// Writes the file once libmnist37 agrees with it.
    ///
    /// - Parameter quantized: the same weights in int8.
    func export(_ exact: Weights, _ split: DatasetSplit, quantized: () -> Weights) throws -> Export {
        let validation = split.validation
        func isThree(_ weights: Weights) -> [Bool] {
            (0..<validation.count).map { weights.logOdds(validation.picture($0)) > 0 }
        }
        func errors(_ isThree: [Bool]) -> Int { zip(isThree, validation.labels).count { $0 != ($1 == 1) } }
        var weights = format == .int8 ? quantized() : exact
        let answers = isThree(weights)
        weights.metadata.validationErrors = UInt32(errors(answers))
        if let fault = weights.fault { throw UnusableWeights(file: output, fault: fault) }
        let bytes = weights.encoded()
        var confusion = ConfusionMatrix()
        var logOdds: [Float] = []
        try AtomicFile.write(bytes, to: output) { temporary in
            let model = try Model(path: temporary)
            let differing = model.disagreements(with: weights, on: validation)
            guard differing == 0 else {
                throw Disagreement(file: output, differing: differing, compared: validation.count)
            }
            confusion = model.confusion(on: validation)
            logOdds = model.logOdds(on: validation)
        }
        var quantization: Quantization?
        if format == .int8 {
            let before = isThree(exact)
            quantization = Quantization(flipped: zip(answers, before).count { $0 != $1 }, errorsBefore: errors(before))
        }
        return Export(bytes: bytes.count, confusion: confusion, logOdds: logOdds, quantization: quantization)
    }

    /// Tells how it went, as text or as JSON, and as a page where one is wanted.
    func report(_ report: TrainReport, on split: DatasetSplit) throws {
        var report = report
        if let reportFile {
            try writeReport(report, on: split, to: reportFile)
            report.report = reportFile
        }
        if json { return try printJSON(report) }
        guard !quiet else { return }
        let validation = report.confusion
        print(accuracyTable(validation))
        if let flipped = report.flipped, let before = report.errorsBeforeQuantization {
            print(
                "int8 weights changed the digit of \(flipped) of \(validation.total) validation pictures: "
                    + "\(before) errors before, \(validation.errors) after")
        }
        if let temperature = report.temperature, let before = report.calibrationErrorBefore,
            let after = report.calibrationError
        {
            print(
                "temperature \(String(format: "%.2f", temperature)): expected calibration error "
                    + "\(percent(before)) before, \(percent(after)) after")
        }
        if let loss = report.foldedLoss {
            print(
                "folded: the file's one column is the difference of the two that \(loss.rawValue) trained, and says the same "
                    + "of all \(validation.total) validation pictures")
        }
        print("libmnist37 agrees on all \(validation.total) validation pictures")
        print("written: \(output.visible) (\(report.bytes) bytes)")
        if let reportFile { print("written: \(reportFile.visible)") }
    }
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
