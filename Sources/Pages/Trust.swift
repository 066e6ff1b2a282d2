import Figures
import Foundation
import Training

/// What a page says of the probabilities of a model: how often its answers are right, by how sure they are.
public struct Trust: Sendable {
    /// (count) of the first class.
    let logOdds: [Float]
    /// (count), 1 for the first class, 0 for the second.
    let labels: [UInt8]
    let calibration: Calibration

    /// - Parameters:
    ///   - logOdds: (count) of the first class, by the weights file: divided by the temperature when there is one.
    ///   - labels: (count), 1 for the first class, 0 for the second.
    ///   - calibration: how the model came to its probabilities.
    public init(logOdds: [Float], labels: [UInt8], calibration: Calibration) {
        self.logOdds = logOdds
        self.labels = labels
        self.calibration = calibration
    }

    var html: HTML {
        let reliability = Reliability(logOdds: logOdds, labels: labels)
        let diagram = ReliabilityDiagram(
            title: "Share of right answers by their probability", reliability: reliability)
        guard reliability.bins.contains(where: { $0.count > 0 }) else {
            return "<p>There are no validation pictures, so nothing is known of the probabilities.</p>"
        }
        return """
            <p>Each answer comes with a probability from 0.5 to 1. Of the answers that say 0.9, nine in ten should be \
            right: the points should lie on the dashed line.</p>
            <div class="cards">
            <section class="card"><h3>Share right, by probability</h3>\(diagram.html)</section>
            <section class="card"><h3>In figures</h3>\(table(reliability))</section>
            </div>
            <p>Expected calibration error: \(percent(reliability.expectedCalibrationError)). It is the mean, over all \
            pictures, of the distance between the share of right answers in a picture's bin and the mean probability \
            there, with \(reliability.bins.count) bins of equal width from 0.5 to 1.</p>
            <p>\(temperature)</p>
            <p class="note">\(caution)</p>
            """
    }

    private func table(_ reliability: Reliability) -> HTML {
        let rows = reliability.bins.filter { $0.count > 0 }.map { bin -> HTML in
            """
            <tr><th>\(short(bin.range.lowerBound)) to \(short(bin.range.upperBound))</th><td>\(grouped(bin.count))</td>\
            <td>\(fourDecimals(bin.confidence))</td><td>\(fourDecimals(bin.accuracy))</td></tr>
            """
        }
        return """
            <table>
            <thead><tr><th>probability</th><th>pictures</th><th>mean probability</th><th>right</th></tr></thead>
            <tbody>
            \(rows)
            </tbody>
            </table>
            """
    }

    private var temperature: HTML {
        switch calibration {
        case .fitted(let fit):
            let before = Reliability(logOdds: logOdds.map { $0 * fit.temperature }, labels: labels)
            return """
                Temperature: \(String(format: "%.2f", fit.temperature)). The log-odds are divided by it. It is the one, from \
                1 up, that gives the least cross entropy on \(grouped(fit.pictures)) held-out training pictures, every sixth: \
                a rehearsal of this training did without them, and got \(grouped(fit.errors)) of them wrong. Undivided, the \
                expected calibration error here is \(percent(before.expectedCalibrationError)).
                """
        case .tooFewPictures:
            return """
                Not calibrated: no temperature was fitted, because a sixth of fewer than \
                \(grouped(Calibration.leastPictures)) training pictures says too little of one. The probabilities are as \
                they were learned, and may be too sure.
                """
        case .declined:
            return "Not calibrated, as asked: the probabilities are as they were learned, and may be too sure."
        case .untrained:
            return "Nothing was trained, no temperature fitted: the probabilities are those of the file it began with."
        case .unavailable:
            return """
                Not calibrated: a temperature is fitted for networks only. The probabilities of a line are as they were \
                learned.
                """
        }
    }

    private var caution: HTML {
        let errors = ConfusionMatrix(logOdds: logOdds, labels: labels).errors
        return """
            All of this rests on \(grouped(errors)) wrong \(errors == 1 ? "answer" : "answers") among \
            \(grouped(labels.count)). The fewer they are, the less there is to go by: a single one more or less changes the \
            expected calibration error by up to \(percent(1 / Double(max(1, labels.count)))).
            """
    }
}
