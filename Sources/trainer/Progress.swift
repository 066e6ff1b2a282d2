import Figures
import Commands
import FileOutput
import Foundation
import Training

/// Tells on stderr how far the training is: a bar that redraws itself on a terminal, else a line an epoch, or about a hundred
/// lines where there are more epochs.
struct Progress {
    let epochs: Int
    /// What is being trained, when it is not the model itself.
    private let note: String
    private let line = StatusLine()
    private let start = Date()

    init(epochs: Int, note: String = "") {
        self.epochs = epochs
        self.note = note
    }

    func show(_ report: EpochResult) {
        let counter = String(report.epoch).padded(to: String(epochs).count)
        let fields = [
            "epoch \(counter)/\(epochs)", "loss \(String(format: "%.4f", report.loss))",
            "training \(percent(report.training.accuracy))", "validation \(percent(report.validation.accuracy))",
            timeLeft(after: report.epoch), note,
        ].filter { !$0.isEmpty }
        guard line.isTerminal else {
            if isTold(report.epoch) { tell(fields.joined(separator: "  ")) }
            return
        }
        line.show(done: report.epoch, of: epochs, barWidth: 20, fields: fields)
        if report.epoch == epochs { line.end() }
    }

    private func isTold(_ epoch: Int) -> Bool {
        epoch == 1 || epoch == epochs || epoch.isMultiple(of: (epochs + 99) / 100)
    }

    /// "12 s left", when it is worth knowing.
    private func timeLeft(after epoch: Int) -> String {
        let left = -start.timeIntervalSinceNow / Double(max(epoch, 1)) * Double(epochs - epoch)
        // A clock that is set back meanwhile, or far ahead, tells nothing.
        return left < 1 || left > 1e9 ? "" : "\(Int(left.rounded(.up))) s left"
    }
}

/// One line on stderr about how the work goes. Where stderr is closed or full there is nobody to tell.
func tell(_ text: String) {
    _ = writeAll(Array("\(text)\n".utf8), to: STDERR_FILENO)
}
