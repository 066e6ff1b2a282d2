import Foundation

/// All rows of one run, with what is needed to judge them.
struct Report: Encodable {
    let processor: String
    let repetitions: Int
    let rows: [Row]

    init(repetitions: Int, rows: [Row]) {
        let information = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
        let model = information.split(separator: "\n").first { $0.hasPrefix("model name") }
        processor = model.map { $0.split(separator: ":").last!.trimmingCharacters(in: .whitespaces) } ?? "unknown"
        self.repetitions = repetitions
        self.rows = rows
    }

    var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        return String(decoding: try! encoder.encode(self), as: UTF8.self)
    }

    /// Aligned columns; the first ratio is to the first line of each block, the second to the limit under the library's rule.
    var table: String {
        var lines = [
            "\(processor); medians of \(repetitions) interleaved repetitions, processor time of the thread", "",
        ]
        for row in rows {
            lines.append("\(row.title) [\(row.unit)]")
            let width = row.measurements.map(\.name.count).max()!
            for measurement in row.measurements {
                let name = measurement.name.padding(toLength: width, withPad: " ", startingAt: 0)
                lines.append(
                    "  \(name)  " + String(format: "%10.2f", measurement.median) + "  min "
                        + String(format: "%10.2f", measurement.fastest) + "  x "
                        + String(format: "%6.2f", measurement.ratio)
                        + (measurement.ratioUnderRule.map { String(format: "  x %6.2f", $0) } ?? ""))
            }
            lines.append("")
        }
        return lines.joined(separator: "\n")
    }
}
