import Inference
import Report
import Training

extension TrainCommand {
    /// Writes the page about a training whose weights file is written; its answers are libmnist37's.
    func writeReport(
        _ training: TrainReport, on split: DatasetSplit, recipe: Weights.Metadata, pictures: [WeightPicture],
        to file: String
    ) throws {
        let validation = split.validation
        let model = try Model(path: output)
        let logOdds = (0..<validation.count).map { Double(model.predict(validation.picture($0))?.logit ?? .nan) }
        let order = shuffle ? "shuffled" : "in order"
        let facts = [
            ("data", dataOptions.data ?? "the digits that the package carries"),
            ("pictures", "\(split.training.count) training, \(validation.count) validation"),
            ("model", "\(training.model), \(training.parameters) parameters"),
            ("loss", recipe.loss?.rawValue ?? "unknown"), ("epochs", String(recipe.epochs)),
            ("learning rate", String(recipe.learningRate)), ("batches", "\(recipe.batchSize) pictures, \(order)"),
            ("seed", String(recipe.seed)), ("weights file", "\(output), \(training.bytes) bytes, \(format.rawValue)"),
        ]
        let report = TrainingReport(
            title: "Threes and sevens: one training", facts: facts.map { (name: $0.0, value: $0.1) },
            epochs: training.history, weights: pictures, confusion: model.confusion(on: validation),
            mistakes: validation.mistakes(logOdds: logOdds))
        try AtomicFile.write(report.bytes, to: file)
    }
}

extension LinearModel {
    /// Each column of the weights, and of two columns what they come to together.
    func pictures(threeColumn: Int) -> [WeightPicture] {
        let evidence = evidencePicture(name: "log-odds of a three", threeColumn: threeColumn)
        guard columns == 2 else { return [evidence] }
        let columns = [(threeColumn, "the three's column"), (1 - threeColumn, "the seven's column")]
        return [evidence]
            + columns.map { column, name in
                let start = column * Dataset.pixelCount
                return WeightPicture(name: name, weights: Array(weights[start..<start + Dataset.pixelCount]))
            }
    }
}
