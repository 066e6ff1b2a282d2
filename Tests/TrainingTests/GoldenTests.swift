import Foundation
import Testing

@testable import Training
@testable import Notebook
import WeightsFile

/// Losses, gradients and three epochs from a fixed start, against figures that another program computed in float64 on
/// MNIST_SAMPLE.
@Suite(
    .enabled(
        if: GoldenFigures.isAvailable,
        "MNIST37_DATA must name the unpacked MNIST_SAMPLE folder and MNIST37_GOLDEN the file golden.json"))
struct GoldenTests {
    static let losses: [(Loss, String)] = [
        (.mnist, "mnist_loss"), (.softmax, "softmax_loss"), (.crossEntropy, "cross_entropy"),
    ]

    @Test func readsTheFilesInTheSameOrder() throws {
        let golden = try GoldenFigures.shared.get()
        let split = golden.split
        #expect(split.training.count == 12_396 && split.validation.count == 2_038)
        for (part, dataset) in [("train", split.training), ("valid", split.validation)] {
            let first = golden.figures["\(part)_files_first8"] as? [String: [String]] ?? [:]
            #expect(first["3"]?.map { "3/" + $0 } == Array(dataset.names.prefix(8)))
            #expect(first["7"]?.map { "7/" + $0 } == Array(dataset.names[dataset.firsts...].prefix(8)))
        }
    }

    @Test(arguments: losses) func firstBatch(loss: Loss, section: String) throws {
        let golden = try GoldenFigures.shared.get()
        let expected = try golden.section(section, "first_batch_f64")
        let model = LinearModel.golden(columns: loss.columns)
        let (mean, gradient) = model.derivatives(of: loss, on: golden.split.training, batch: 0..<256)
        #expect(mean.isClose(to: expected["loss"], within: 1e-6))
        #expect(gradient.bias.isClose(to: expected["grad_bias"], within: 1e-6))
        let outputs = model.outputs(for: golden.split.training.selecting([0]))
        #expect(outputs.isClose(to: expected["logits_row0"], within: 1e-6))
        let length = gradient.weights.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
        #expect(length.isClose(to: expected["grad_w_l2"], within: 1e-5))
        let sum = gradient.weights.reduce(0) { $0 + Double($1) }
        #expect(sum.isClose(to: expected["grad_w_sum"], within: 1e-4))
        let some = try #require(expected["grad_w_at"] as? [String: Double])
        #expect(some.count == 20)
        for (index, value) in some {
            let index = try #require(Int(index))
            // (784, columns) row-major there, (columns, 784) here.
            let ours = gradient.weights[index % loss.columns * Dataset.pixelCount + index / loss.columns]
            #expect(ours.isClose(to: value, within: 1e-6), "\(section), weight \(index)")
        }
    }

    @Test(arguments: losses, [1, 0.1] as [Float])
    func threeEpochs(loss: (Loss, String), learningRate: Float) throws {
        let (loss, section) = loss
        let golden = try GoldenFigures.shared.get()
        let split = golden.split
        let expected = try golden.section(section, learningRate == 1 ? "float64" : "float64_lr0.1")
        let epochs = try #require(expected["epochs"] as? [[String: Any]])
        #expect(epochs.count == 3)
        // mnist_loss at lr 1.0 amplifies the rounding: float32 and float64 differ by 1.1e-5 in a weight and 5e-5 in a
        // probability there, and by 7.4e-7 elsewhere.
        let amplifies = loss == .mnist && learningRate == 1
        let tolerance = amplifies ? 5e-5 : 3e-6
        var loop = TrainingLoop(
            LinearModel.golden(columns: loss.columns), LinearObjective(loss), optimizer: SGD(), batchSize: 256
        ) { _ in learningRate }
        for epoch in epochs {
            let losses = loop.runEpoch(on: split.training, order: Array(0..<split.training.count))
            let model = loop.model
            #expect(losses.count == 49)
            let mean = losses.reduce(0) { $0 + Double($1) } / 49
            #expect(mean.isClose(to: epoch["loss_epoch"], within: tolerance))
            #expect(model.bias.isClose(to: epoch["bias"], within: tolerance))
            let length = model.weights.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
            #expect(length.isClose(to: epoch["weight_l2"], within: tolerance))
            #expect(
                meanLoss(loss, model, split.training).isClose(to: epoch["loss_after"], within: tolerance))
            try expectAccuracies(model, split.training, epoch["train_acc"], slack: amplifies ? 1 : 0)
            try expectAccuracies(model, split.validation, epoch["valid_acc"], slack: amplifies ? 1 : 0)
        }
        let threes = split.validation.selecting(0..<8), sevens = split.validation.selecting(1010..<1018)
        let allowed = amplifies ? 1e-4 : 2e-6
        try expectProbabilities(loop.model, threes, expected["probs_first8_threes"], within: allowed)
        try expectProbabilities(loop.model, sevens, expected["probs_first8_sevens"], within: allowed)
    }

    private func meanLoss(_ loss: Loss, _ model: LinearModel, _ dataset: Dataset) -> Double {
        let outputs = model.outputs(for: dataset).map(Double.init)
        let total = dataset.labels.enumerated().reduce(0.0) { total, picture in
            let row = picture.offset * loss.columns
            return total
                + loss.evaluate(outputs[row], loss.columns == 2 ? outputs[row + 1] : 0, label: picture.element).loss
        }
        return total / Double(dataset.count)
    }

    /// - Parameter slack: pictures that may fall on the other side of 0.5.
    private func expectAccuracies(_ model: LinearModel, _ dataset: Dataset, _ expected: Any?, slack: Int) throws {
        let figures = try #require(expected as? [String: [String: Double]])
        let names = model.columns == 1 ? ["sigmoid>0.5"] : ["nb_col0>0.5", "col1>0.5"]
        let ours = model.batchAccuracies(on: dataset)
        for (name, ours) in zip(names, ours) {
            let theirs = try #require(figures[name]?["mean_of_batch_means"])
            // One picture of the last, short batch of the training set moves the mean by 1 / (49 * 108).
            #expect((ours - theirs).magnitude < 1e-9 + Double(slack) / 980, "\(name)")
        }
    }

    private func expectProbabilities(
        _ model: LinearModel, _ dataset: Dataset, _ expected: Any?, within tolerance: Double
    ) throws {
        let outputs = model.outputs(for: dataset).map(Double.init)
        let ours: [Double] =
            model.columns == 1
            ? outputs.map { 1 / (1 + exp(-$0)) }
            : stride(from: 0, to: outputs.count, by: 2).flatMap { row in
                let (p0, p1) = softmaxProbabilities(outputs[row], outputs[row + 1])
                return [p0, p1]
            }
        let theirs = (expected as? [Double]) ?? (expected as? [[Double]])?.flatMap { $0 } ?? []
        #expect(theirs.count == ours.count && !ours.isEmpty)
        for (ours, theirs) in zip(ours, theirs) { #expect((ours - theirs).magnitude < tolerance) }
    }
}

/// golden.json and the pictures it was computed from.
private struct GoldenFigures: @unchecked Sendable {
    let figures: [String: Any]
    let split: DatasetSplit

    static var isAvailable: Bool { variable("MNIST37_DATA") != nil && variable("MNIST37_GOLDEN") != nil }

    static let shared = Result<GoldenFigures, any Error> {
        let file = URL(fileURLWithPath: variable("MNIST37_GOLDEN") ?? "")
        let object = try JSONSerialization.jsonObject(with: Data(contentsOf: file))
        return GoldenFigures(
            figures: object as? [String: Any] ?? [:], split: try DatasetSplit(folder: variable("MNIST37_DATA") ?? ""))
    }

    private static func variable(_ name: String) -> String? {
        ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    func section(_ loss: String, _ name: String) throws -> [String: Any] {
        try #require((figures[loss] as? [String: Any])?[name] as? [String: Any])
    }
}

extension LinearModel {
    /// The start of golden.json: weight i of (784, columns), row-major, is 0.01 sin(i + 1), bias c is 0.1 (c + 1).
    fileprivate static func golden(columns: Int) -> LinearModel {
        let weights = (0..<columns).flatMap { column in
            (0..<Dataset.pixelCount).map { Float(0.01 * sin(Double($0 * columns + column + 1))) }
        }
        return LinearModel(weights: weights, bias: (0..<columns).map { Float(0.1 * Double($0 + 1)) })
    }
}

extension BinaryFloatingPoint {
    /// Relative to the expected value where that is above 1. An absent value is not close.
    fileprivate func isClose(to expected: Any?, within tolerance: Double) -> Bool {
        guard let expected = expected as? Double else { return false }
        return (Double(self) - expected).magnitude <= tolerance * max(1, expected.magnitude)
    }
}

extension [Float] {
    fileprivate func isClose(to expected: Any?, within tolerance: Double) -> Bool {
        guard let expected = expected as? [Double], expected.count == count else { return false }
        return zip(self, expected).allSatisfy { $0.isClose(to: $1, within: tolerance) }
    }
}
