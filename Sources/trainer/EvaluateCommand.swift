import Figures
import ArgumentParser
import Commands
import Foundation
import MNIST37
import Training

struct EvaluateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "Measure a weights file on the validation pictures, by libmnist37's answers.",
        usage: "\(toolName) evaluate <file> [--data <dir>] [--json]")

    @OptionGroup var weights: WeightsArgument

    @OptionGroup var dataOptions: DataOptions

    @Flag(help: "Print one JSON object and nothing else on stdout.")
    var json = false

    func run() throws {
        let file = try weights.required()
        try reportingFailures {
            let model = try Model(file: file)
            let split = try dataOptions.load(), validation = split.validation
            let predictions = model.predictions(on: validation)
            let matrix = ConfusionMatrix(logOdds: predictions.logOdds, labels: validation.labels)
            let known = model.knownSummary(predictions, others: split.validationOthers)
            if json {
                try printJSON(EvaluationSummary(matrix, known))
            } else {
                print(([accuracyTable(matrix)] + (known.map { [$0.text] } ?? [])).joined(separator: "\n"))
            }
        }
    }
}

/// What `evaluate --json` prints.
private struct EvaluationSummary: Encodable {
    struct Confusion: Encodable {
        let threesRight, threesWrong, sevensRight, sevensWrong: Int
    }

    let total: Int
    let errors: Int
    let accuracy: Double
    let confusion: Confusion
    /// nil for a model that does not tell others, and where there are none.
    let known: KnownSummary?

    init(_ matrix: ConfusionMatrix, _ known: KnownSummary?) {
        self.known = known
        total = matrix.total
        errors = matrix.errors
        accuracy = matrix.accuracy
        confusion = Confusion(
            threesRight: matrix.threesRight, threesWrong: matrix.threesWrong, sevensRight: matrix.sevensRight,
            sevensWrong: matrix.sevensWrong)
    }
}

/// The confusion matrix for people.
func accuracyTable(_ matrix: ConfusionMatrix) -> String {
    func row(_ name: String, _ three: Int, _ seven: Int) -> String {
        let accuracy = three + seven == 0 ? 0 : Double(name == "three" ? three : seven) / Double(three + seven)
        return "  \(name)\(String(three).padded(to: 12))\(String(seven).padded(to: 14))   \(percent(accuracy))"
    }
    return """
        validation  said three    said seven     right
        \(row("three", matrix.threesRight, matrix.threesWrong))
        \(row("seven", matrix.sevensWrong, matrix.sevensRight))
        \(matrix.errors) errors in \(matrix.total) pictures, accuracy \(percent(matrix.accuracy))
        """
}
