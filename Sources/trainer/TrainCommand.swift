import WeightsFile
import Figures
import ArgumentParser
import Commands
import FileNames
import FileOutput
import Foundation
import MNIST37
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

    @OptionGroup var classOptions: ClassOptions

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

    @Flag(
        inversion: .prefixedNo,
        help: """
            Of conv-tiny and conv: whether the network learns to tell pictures that are neither, from the others of the data \
            (train/other, other labels of IDX files, of digits else those of the package) and, of threes and sevens, from \
            made ones. (default: --known where there are any; with --init as the file)
            """)
    var known: Bool?

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
        guard let model, model != .linear else {
            guard model == nil || known == nil else {
                throw ValidationError("--known is for conv-tiny and conv: a line cannot tell others")
            }
            return
        }
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
            let split = try dataOptions.load(classOptions.classes)
            let initial = try initialFile.map { try readWeights($0).weights }
            let kind = model ?? (loss == nil && initStd == nil ? initial.map(ModelKind.init) ?? .convTiny : .linear)
            let recipe = recipe(for: kind, on: split, from: initial)
            if recipe.tellsOthers, split.others.count == 0, !split.classes.haveSyntheticOthers {
                throw MissingOthers(folder: dataOptions.data ?? "")
            }
            if let initial, !recipe.accepts(initial) {
                throw UnsuitableInitialWeights(file: initialFile ?? "", model: kind, loss: recipe.loss)
            }
            if !quiet, !json { tell(announcement(of: recipe, kind, on: split)) }
            let rehearsal = try rehearsal(of: recipe, on: split, from: initial)
            let run = try TrainingRun(recipe, on: split, from: initial, report: progress(over: recipe.epochs))
            let exact = run.weights(metadata: Weights.Metadata(recipe, on: split))
                .calibrated(
                    temperature: rehearsal.calibration.fit?.temperature ?? 1, knownThreshold: rehearsal.knownThreshold)
            let isFolded = recipe.loss.columns == 2
            if isFolded, let model = run.model as? LinearModel {
                try requireFolded(exact, of: model, trainedWith: recipe.loss, on: split.validation, file: output)
            }
            let export = try CheckedExport(exact, as: format, to: output, on: split)
            let summary = TrainingSummary(
                model: kind.rawValue, run, calibration: rehearsal.calibration, foldedLoss: isFolded ? recipe.loss : nil,
                file: output, export, report: reportFile, on: split)
            if let reportFile { try writePage(summary, export, on: split, to: reportFile) }
            if json { return try printJSON(summary) }
            if !quiet { print(summary.text) }
        }
    }

    private func rehearsal(of recipe: Recipe, on split: DatasetSplit, from initial: Weights?) throws -> Rehearsal {
        guard calibrate || recipe.model == .linear else { return Rehearsal(skippedFor: .declined) }
        return try Rehearsal(
            of: recipe, on: split, from: initial, report: progress(over: recipe.epochs, note: "(rehearsal)"))
    }

    /// Shows each epoch, unless the user wants quiet.
    private func progress(over epochs: Int, note: String = "") -> (EpochResult) -> Void {
        let progress = Progress(epochs: epochs, note: note)
        return { if !quiet { progress.show($0) } }
    }

    /// The default recipe of the model, with what the options say instead.
    private func recipe(for kind: ModelKind, on split: DatasetSplit, from initial: Weights?) -> Recipe {
        let hasOthers = split.others.count > 0 || split.classes.haveSyntheticOthers
        let tellsOthers = known ?? initial?.architecture?.tellsOthers ?? hasOthers
        var recipe = kind.recipe(for: split.training.count, tellsOthers: tellsOthers)
        recipe.loss = loss ?? recipe.loss
        recipe.epochs = epochs ?? recipe.epochs
        recipe.learningRate = learningRate ?? recipe.learningRate
        recipe.batchSize = batchSize ?? recipe.batchSize
        recipe.seed = seed
        recipe.shuffles = shuffle
        recipe.initialDeviation = initStd ?? recipe.initialDeviation
        return recipe
    }

    /// What is about to happen.
    private func announcement(of recipe: Recipe, _ kind: ModelKind, on split: DatasetSplit) -> String {
        let how =
            kind == .linear
            ? "linear, \(recipe.loss.rawValue), lr \(recipe.learningRate)"
            : "\(kind.rawValue), bce, \(recipe.epochs) epochs of AdamW, lr up to \(recipe.learningRate)"
        let others = recipe.tellsOthers ? " and \(split.others.count) others" : ""
        return
            "training on \(split.training.count) pictures of \(split.classes.both.visible)\(others), validating on "
            + "\(split.validation.count)\(split.isHeldOut ? " held out, every fifth" : ""): \(how), batches of \(recipe.batchSize), seed \(recipe.seed)"
    }
}
