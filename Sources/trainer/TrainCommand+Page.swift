import FileNames
import FileOutput
import Pages
import Training

extension TrainCommand {
    /// Writes the page about a training whose weights file is written. All but the curves comes from that file, the
    /// answers by libmnist37.
    func writePage(_ training: TrainingSummary, _ export: CheckedExport, on split: DatasetSplit, to file: String) throws
    {
        let validation = split.validation
        let weights = try readWeights(output).weights
        let others = split.validationOthers
        let metadata = weights.metadata
        let order = shuffle ? "shuffled" : "in order"
        let page = TrainingPage(
            title: "\(split.classes.both): one training",
            facts: [
                ("data", dataOptions.data?.visible ?? "the digits that the package carries"),
                (
                    "pictures",
                    "\(split.training.count) training, \(validation.count) validation\(split.isHeldOut ? ", every fifth" : "")"
                ),
                ("others", "\(split.others.count) training, \(others.count) validation"),
                ("model", "\(training.model), \(training.parameters) parameters"),
                ("loss", metadata.loss?.rawValue ?? "unknown"), ("epochs", String(metadata.epochs)),
                ("learning rate", String(metadata.learningRate)),
                ("batches", "\(metadata.batchSize) pictures, \(order)"), ("seed", String(metadata.seed)),
                ("weights file", "\(output.visible), \(training.bytes) bytes, \(format.rawValue)"),
            ],
            classes: split.classes, epochs: training.history, weights: weights.pictures, confusion: training.confusion,
            mistakes: validation.mistakes(logOdds: export.logOdds.map(Double.init)),
            trust: Trust(logOdds: export.logOdds, labels: validation.labels, calibration: training.calibration),
            neither: export.known.map {
                Neither(digits: validation, others: others, knownOfDigits: $0.digits, knownOfOthers: $0.others)
            })
        try AtomicFile.write(page.bytes, to: file)
    }
}
