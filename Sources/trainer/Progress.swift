import Foundation
import Training

/// Tells on stderr how far the training is: a bar that redraws itself on a terminal, else a line an epoch.
struct Progress {
    let epochs: Int
    /// What is being trained, when it is not the model itself.
    var note = ""
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private let start = Date()

    init(epochs: Int, note: String = "") {
        self.epochs = epochs
        self.note = note
    }

    func show(_ report: EpochReport) {
        let counter = String(report.epoch).padded(to: String(epochs).count)
        let line =
            "epoch \(counter)/\(epochs)  loss \(String(format: "%.4f", report.loss))  "
            + "training \(percent(report.training.accuracy))  validation \(percent(report.validation.accuracy))"
            + "\(timeLeft(after: report.epoch))\(note)"
        guard isTerminal else { return write(line + "\n") }
        let width = 20
        let done = report.epoch * width / max(epochs, 1)
        let bar = String(repeating: "█", count: done) + String(repeating: "░", count: width - done)
        write("\r\(bar)  \(line)\u{1b}[K" + (report.epoch == epochs ? "\n" : ""))
    }

    /// "  12 s left", when it is worth knowing.
    private func timeLeft(after epoch: Int) -> String {
        let left = -start.timeIntervalSinceNow / Double(max(epoch, 1)) * Double(epochs - epoch)
        return left < 1 ? "" : "  \(Int(left.rounded(.up))) s left"
    }

    private func write(_ text: String) {
        writeError(text)
    }
}

func percent(_ fraction: Double) -> String {
    String(format: "%.2f %%", 100 * fraction)
}

extension String {
    /// Filled with blanks at the left up to this many characters.
    func padded(to width: Int) -> String {
        String(repeating: " ", count: max(0, width - count)) + self
    }
}
