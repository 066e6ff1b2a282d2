import FileNames
import FileOutput
import Inference
import Report
import Training

extension TrainCommand {
    /// Writes the page about a training whose weights file is written. All but the curves comes from that file, the
    /// answers by libmnist37.
    func writeReport(_ training: TrainReport, on split: DatasetSplit, to file: String) throws {
        let validation = split.validation
        let model = try Model(path: output), weights = try readWeights(output).weights
        let metadata = weights.metadata
        let logOdds = model.logOdds(on: validation)
        let order = shuffle ? "shuffled" : "in order"
        let report = TrainingReport(
            title: "Threes and sevens: one training",
            facts: [
                ("data", dataOptions.data?.visible ?? "the digits that the package carries"),
                ("pictures", "\(split.training.count) training, \(validation.count) validation"),
                ("model", "\(training.model), \(training.parameters) parameters"),
                ("loss", metadata.loss?.rawValue ?? "unknown"), ("epochs", String(metadata.epochs)),
                ("learning rate", String(metadata.learningRate)),
                ("batches", "\(metadata.batchSize) pictures, \(order)"), ("seed", String(metadata.seed)),
                ("weights file", "\(output.visible), \(training.bytes) bytes, \(format.rawValue)"),
            ],
            epochs: training.history, weights: weights.pictures, confusion: model.confusion(on: validation),
            mistakes: validation.mistakes(logOdds: logOdds.map(Double.init)),
            trust: Trust(logOdds: logOdds, labels: validation.labels, calibration: training.calibration))
        try AtomicFile.write(report.bytes, to: file)
    }
}
