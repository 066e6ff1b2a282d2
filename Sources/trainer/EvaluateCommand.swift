import Figures
import FileNames
import ArgumentParser
import Commands
import Foundation
import MNIST37
import Training
import WeightsFile

struct EvaluateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "Measure a weights file on the validation pictures, by libmnist37's answers.",
        usage: "\(toolName) evaluate <file> [--data <dir>] [--classes <a,b>] [--raw] [--json]")

    @OptionGroup var weights: WeightsArgument

    @OptionGroup var dataOptions: DataOptions

    @OptionGroup var classOptions: ClassOptions

    @Flag(help: "Print one JSON object and nothing else on stdout.")
    var json = false

    func run() throws {
        let file = try weights.required()
        try reportingFailures {
            let model = try Model(file: file)
            let split = try dataOptions.load(classOptions.classes), validation = split.validation
            try model.requireClasses(split.classes, of: dataOptions.data, file: file)
            let predictions = model.predictions(on: validation)
            let matrix = ConfusionMatrix(logOdds: predictions.logOdds, labels: validation.labels)
            let known = model.knownSummary(predictions, others: split.validationOthers)
            if json {
                try printJSON(EvaluationSummary(matrix, split.classes, known))
            } else {
                let note = split.isHeldOut ? ["measured on every fifth picture: there is no folder valid"] : []
                let lines = note + [accuracyTable(matrix, split.classes)] + (known.map { [$0.text] } ?? [])
                print(lines.joined(separator: "\n"))
            }
        }
    }
}

/// What `evaluate --json` prints.
private struct EvaluationSummary: Encodable {
    /// How often a picture of a class was answered right, and wrong.
    struct Confusion: Encodable {
        let name: String
        let right, wrong: Int

        enum CodingKeys: String, CodingKey {
            case name = "class"
            case right, wrong
        }
    }

    let total: Int
    let errors: Int
    let accuracy: Double
    /// Between what it lies with a confidence of 95 %.
    let accuracyInterval: [Double]
    let confusion: [Confusion]
    /// nil for a model that does not tell others, and where there are none.
    let known: KnownSummary?

    init(_ matrix: ConfusionMatrix, _ classes: ClassNames, _ known: KnownSummary?) {
        self.known = known
        total = matrix.total
        errors = matrix.errors
        accuracy = matrix.accuracy
        accuracyInterval = [matrix.accuracyInterval.lower, matrix.accuracyInterval.upper]
        confusion = [
            Confusion(name: classes.first, right: matrix.firstRight, wrong: matrix.firstWrong),
            Confusion(name: classes.second, right: matrix.secondRight, wrong: matrix.secondWrong),
        ]
    }
}

/// The confusion matrix for people, and how sure one can be of so many pictures.
func accuracyTable(_ matrix: ConfusionMatrix, _ classes: ClassNames) -> String {
    let names = [classes.first, classes.second].map(\.visible)
    let nameWidth = max(7, names[0].count, names[1].count), columns = names.map { "said \($0)" }
    func row(_ name: String, _ counts: [Int], right: Int) -> String {
        let total = counts.reduce(0, +), accuracy = total == 0 ? 0 : Double(right) / Double(total)
        let numbers = zip(counts, columns).map { String($0).padded(to: max(10, $1.count)) }
        return
            "  \(name.padding(toLength: nameWidth, withPad: " ", startingAt: 0))  \(numbers.joined(separator: "  "))   \(percent(accuracy))"
    }
    let header = columns.map { $0.padded(to: max(10, $0.count)) }.joined(separator: "  ")
    let interval = matrix.accuracyInterval
    return """
        \("validation".padding(toLength: nameWidth + 4, withPad: " ", startingAt: 0))\(header)     right
        \(row(names[0], [matrix.firstRight, matrix.firstWrong], right: matrix.firstRight))
        \(row(names[1], [matrix.secondWrong, matrix.secondRight], right: matrix.secondRight))
        \(matrix.errors) errors in \(matrix.total) pictures, accuracy \(percent(matrix.accuracy)); with 95 % confidence it is \
        between \(percent(interval.lower)) and \(percent(interval.upper))
        """
}

/// A model is measured on pictures of other classes than its own.
struct ForeignClasses: Error, CustomStringConvertible {
    let file: String
    let classes: String
    let data: String
    let found: ClassNames

    var description: String {
        "\(file): tells \(classes.visible) apart, and \(data) holds \(found.both.visible)"
    }
}

extension Model {
    /// - Parameter data: the folder; nil for the digits that the package carries.
    fileprivate func requireClasses(_ classes: ClassNames, of data: String?, file: String) throws {
        guard classNames.first != classes.first || classNames.second != classes.second else { return }
        throw ForeignClasses(
            file: file, classes: "\(classNames.first) and \(classNames.second)",
            data: data ?? "the package", found: classes)
    }
}
