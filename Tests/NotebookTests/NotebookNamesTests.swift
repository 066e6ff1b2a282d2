import Foundation
import Testing

@testable import Notebook
import Training

/// From a name of the notebook to the code, and its cells one at a time.
struct NotebookNamesTests {
    private static let docs = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("docs")

    private static func rows() throws -> [Substring] {
        let text = try String(contentsOf: docs.appendingPathComponent("notebook.md"), encoding: .utf8)
        let table = try #require(text.firstRange(of: "| in the notebook | here |\n")).upperBound
        return text[table...].split(separator: "\n", omittingEmptySubsequences: false).prefix { $0.hasPrefix("|") }
    }

    /// Every function of the notebook has its row.
    @Test(arguments: [
        "init_params", "linear1", "mnist_loss", "softmax_loss", "cross_entropy_loss", "calc_grad_mnist_loss",
        "calc_grad_ce_loss", "calc_grad_softmax_loss", "calc_grad_single", "step_weights", "step_weights_single",
        "train_epoch", "train_epoch_single", "batch_accuracy", "batch_accuracy_single", "validate_epoch",
        "validate_epoch_single", "dls",
    ])
    func hasARow(name: String) throws {
        #expect(try Self.rows().contains { $0.contains("`\(name)`") })
    }

    /// What a row names stands in the file that it links to; what it has one type is an experiment.
    @Test func everyRowLeadsSomewhere() throws {
        var links = 0, commands = 0
        for row in try Self.rows() {
            for match in row.matches(of: /\[`([^`]+)`\]\(([^)]+)\)/) {
                let file = Self.docs.appendingPathComponent(String(match.2)).standardized
                #expect(try String(contentsOf: file, encoding: .utf8).contains(match.1), "\(match.1) in \(match.2)")
                links += 1
            }
            for match in row.matches(of: /--only ([a-z-]+)/) {
                let names = NotebookExperiment.all.map(\.name.rawValue) + ["debugging"]
                #expect(names.contains(String(match.1)))
                commands += 1
            }
        }
        #expect(links == 13 && commands == 4)
    }

    /// Ten accuracies in a line, as Python rounds them; two columns print their sizes first.
    @Test func aCellPrintsItsAccuracies() throws {
        let split = try DatasetSplit.carriedDigits()
        for (name, opening) in [
            (NotebookExperiment.Name.oneColumn, ""), (.twoColumns, "torch.Size([784, 2]) torch.Size([2])\n"),
        ] {
            let experiment = try #require(NotebookExperiment.all.first { $0.name == name })
            let run = NotebookRun(experiment.training, seed: 4, on: split)
            let expected = run.epochs.map { "\(($0.training[0] * 10_000).rounded() / 10_000)" }
            #expect(run.printed(by: experiment) == opening + expected.joined(separator: " "))
        }
    }

    /// At learning rate 0.1 an epoch prints the last step's means, its loss and its accuracy.
    @Test func theLastCellPrintsEachEpoch() throws {
        let split = try DatasetSplit.carriedDigits()
        let experiment = try #require(NotebookExperiment.all.first { $0.name == .twoColumnsSlowly })
        let run = NotebookRun(experiment.training, seed: 4, on: split)
        let lines = run.printed(by: experiment).split(separator: "\n")
        #expect(lines.count == 31 && lines[0] == "torch.Size([784, 2]) torch.Size([2])")
        // One epoch by hand: three batches of 256 and one of 32.
        var random = RandomSource(seed: 4)
        var model = LinearModel(columns: 2, deviation: 1, using: &random)
        var losses: [Double] = [], last: Gradient?
        for start in stride(from: 0, to: 800, by: 256) {
            let gradient = model.gradient(
                of: NotebookLoss.softmax, on: split.training, batch: start..<min(start + 256, 800))
            SGD().step(&model.parameters, gradient: gradient.parameters, rate: 0.1)
            losses.append(Double(gradient.loss))
            last = gradient
        }
        let mean = try #require(last).parameters.prefix(1568).reduce(0) { $0 + Double($1) } / 1568
        #expect(run.epochs[0].weightsGradientMean == mean)
        #expect(lines[2] == "Mean loss:  tensor(\(String(format: "%.4f", losses.reduce(0, +) / 4)))")
        #expect(lines[3] == "Accuracy:  \((model.batchAccuracies(on: split.training)[0] * 10_000).rounded() / 10_000)")
        #expect(lines[1].hasPrefix("Weights.grad.mean and bias.grad.mean:  tensor("))
    }

    @Test func theDebuggingCellsPrintOneBatch() throws {
        let digits = try DatasetSplit.carriedDigits().training
        let lines = DebuggingCells(seeds: [8], on: digits).printed(count: 256).split(separator: "\n")
        var random = RandomSource(seed: 8)
        let model = LinearModel(columns: 2, deviation: 1, using: &random)
        let outputs = model.outputs(for: digits.selecting([0])).map { String(format: "%.4f", $0) }
        let loss = model.gradient(of: NotebookLoss.softmax, on: digits, batch: 0..<256).loss
        #expect(lines.count == 9 && lines[2] == "256")
        #expect(outputs.allSatisfy(lines[3].contains) && lines[3].hasPrefix("tensor(["))
        #expect(lines[5] == "tensor(\(String(format: "%.4f", loss)))")
        #expect(lines[8].hasPrefix("tensor(0."))
    }
}
