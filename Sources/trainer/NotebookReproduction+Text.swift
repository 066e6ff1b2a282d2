import Notebook
import Figures
import Foundation
import Pages
import Training

/// What `reproduce` prints for people: lines of at most 92 characters.
extension NotebookReproduction {
    var text: String {
        let opening = """
            \(split.training.count) training pictures, \(split.validation.count) of valid/; \(runs) seeds an experiment, \
            \(runsOfPrinted) for those that the notebook printed
            """
        let note =
            isComparable
            ? ""
            : "These are not the notebook's pictures (fastai's MNIST_SAMPLE, see --help): its printed figures are not comparable."
        return ([wrapped(opening), wrapped(note)] + results.map(\.text) + [debuggingText, findingsText, answerText])
            .filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    private var debuggingText: String {
        typealias Printed = DebuggingCells.Printed
        let rows = debugging.measurements.map {
            [
                $0.loss.rawValue, $0.value.text, $0.bias0.text, $0.explainsPrinted ? "yes" : "no",
            ]
        }
        let weightsMean = debugging.measurements.map {
            max($0.weightsMean.minimum.magnitude, $0.weightsMean.maximum.magnitude)
        }
        return """
            the debugging cells: the first batch, all threes, standard normal weights (min, median, max)
            \(table(
                [["", "loss", "dL/db0", "fits"],
                    ["the notebook", fourDecimals(Printed.loss), fourDecimals(Printed.bias0), ""]] + rows))
              batch accuracy: printed \(fourDecimals(Printed.accuracy)), ours \(debugging.accuracy.text)
              gradient mean over all weights: printed \(scientific(Printed.weightsMean)), ours at most \
            \(scientific(weightsMean.max() ?? 0)): rounding error
            """
    }

    private var findingsText: String {
        let points = findings.enumerated().map { index, finding in
            let rows = finding.observations.map { [$0.label, $0.value.text] }
            let conditions = finding.conditions.map {
                wrapped("   \($0.isMet ? "met:" : "NOT MET:") \($0.text)", indent: 12)
            }
            return
                ([
                    "\(index + 1). \(finding.title)\(finding.holds ? "" : " (not shown by these runs)")",
                    wrapped("   differs: \(finding.difference)", indent: 12), table(rows),
                ] + conditions).joined(separator: "\n")
        }
        let exceptions = isComparable ? self.exceptions : []
        let explanation = exceptions.isEmpty ? [] : [NotebookReproduction.exceptionsExplained, ""]
        let heading = """
            point by point, each by runs that differ in one thing (min, median, max), with what is asked of \
            the figures before they show it:
            """
        return ((exceptions + explanation).map { wrapped($0) } + [wrapped(heading)] + points).joined(separator: "\n")
    }

    private var answerText: String {
        let gaps = """
            float32 softmax is exactly 0 from a gap of \(gaps.probabilityIsZero) between the outputs; from there \
            log(softmax) has a NaN gradient for a picture that is classified rightly, and from \
            \(gaps.wrongPictureBreaks) on for one that is not (batches of 256).
            """
        return wrapped(gaps) + "\n\n" + wrapped(NotebookReproduction.answer)
    }
}

extension ExperimentResult {
    fileprivate var text: String {
        let epochs = epochs
        func row(_ name: String, _ values: [String]) -> String {
            values.isEmpty
                ? name
                : name.padding(toLength: 14, withPad: " ", startingAt: 0) + values.map { $0.padded(to: 7) }.joined()
        }
        func rows(_ name: String, _ spreads: [Spread], _ printed: [Double]?, _ inside: [Bool]?) -> [String] {
            let ours = [
                row("  \(name)", []),
                row("    max", spreads.map { fourDecimals($0.maximum) }),
                row("    median", spreads.map { fourDecimals($0.median) }),
                row("    min", spreads.map { fourDecimals($0.minimum) }),
            ]
            guard let printed, let inside else { return ours }
            return ours + [
                row("    printed", printed.map(fourDecimals)), row("    inside", inside.map { $0 ? "yes" : "NO" }),
            ]
        }
        var heading = experiment.title
        if broken > 0 { heading += "; \(broken) of \(runs.count) runs end in NaN" }
        if stuck > 0 {
            heading += "; \(stuck) of \(runs.count) runs stay near 50 %"
        }
        let valid = row("  valid median", epochs.map { fourDecimals($0.validation.median) })
        let losses =
            experiment.printed?.losses == nil
            ? [] : rows("mean loss", epochs.map(\.loss), experiment.printed?.losses, printedLossesInside)
        let lines =
            [heading, row("  epoch", (1...epochs.count).map(String.init))] + losses
            + rows("training", epochs.map(\.training), experiment.printed?.accuracies, printedAccuraciesInside) + [
                valid
            ]
        return lines.joined(separator: "\n")
    }
}

extension Spread {
    /// Minimum, median and maximum.
    fileprivate var text: String {
        [minimum, median, maximum].map { fourDecimals($0) }.joined(separator: "  ")
    }
}

extension Finding.Value {
    fileprivate var text: String {
        switch self {
        case .accuracy(let spread), .loss(let spread): spread.text
        case .runs(let count, let total): "\(count) of \(total)"
        }
    }
}

private func scientific(_ value: Double) -> String {
    String(format: "%.1e", value)
}

/// Rows with their columns aligned at the left, indented.
private func table(_ rows: [[String]]) -> String {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in
        rows.compactMap { $0.indices.contains(column) ? $0[column].count : nil }.max() ?? 0
    }
    return rows.map { row in
        let cells = zip(row, widths).map { $0.padding(toLength: $1, withPad: " ", startingAt: 0) }
        let line = "   " + cells.joined(separator: "   ")
        return String(line.reversed().drop { $0 == " " }.reversed())
    }.joined(separator: "\n")
}

/// Broken between words into lines of at most 84 characters.
///
/// - Parameter indent: of the second line and those after it.
private func wrapped(_ text: String, indent: Int = 0) -> String {
    var lines: [String] = []
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
        if let last = lines.last, last.count + word.count < 84 {
            lines[lines.count - 1] = last + " " + word
        } else {
            lines.append(lines.isEmpty ? String(word) : String(repeating: " ", count: indent) + word)
        }
    }
    return lines.joined(separator: "\n")
}
