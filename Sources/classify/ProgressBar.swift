import Commands
import Foundation

/// A bar on stderr, if that is a terminal and there is more than a moment's work.
struct ProgressBar {
    private let total: Int
    private let line = StatusLine()
    private var isDrawn = false
    private var lastDrawn = Date.distantPast

    /// - Parameter total: number of pictures.
    init(total: Int) {
        self.total = total
    }

    /// Whether the bar, or if there is none what waits for it, is to be brought up to date: 10 times a second, and in
    /// the end.
    mutating func isDue(_ done: Int) -> Bool {
        guard done == total || Date().timeIntervalSince(lastDrawn) > 0.1 else { return false }
        lastDrawn = Date()
        return true
    }

    mutating func draw(_ done: Int) {
        guard line.isTerminal, total > 1, done < total else { return }
        line.show(done: done, of: total, barWidth: 30, fields: ["\(done) of \(total)"])
        isDrawn = true
    }

    mutating func clear() {
        guard isDrawn else { return }
        line.clear()
        isDrawn = false
    }
}
