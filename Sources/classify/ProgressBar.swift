import Foundation

/// A bar on stderr, if that is a terminal and there is more than a moment's work.
struct ProgressBar {
    private let total: Int
    private let isShown: Bool
    private var isDrawn = false
    private var lastDrawn = Date.distantPast

    /// - Parameter total: number of pictures.
    init(total: Int) {
        self.total = total
        isShown = total > 1 && isatty(STDERR_FILENO) == 1
    }

    /// Whether the bar, or if there is none what waits for it, is to be brought up to date: 10 times a second, and in
    /// the end.
    mutating func isDue(_ done: Int) -> Bool {
        guard done == total || Date().timeIntervalSince(lastDrawn) > 0.1 else { return false }
        lastDrawn = Date()
        return true
    }

    mutating func draw(_ done: Int) {
        guard isShown, done < total else { return }
        let width = 30
        let filled = done * width / max(total, 1)
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
        write("\r\(bar)  \(done) of \(total)\u{1b}[K")
        isDrawn = true
    }

    mutating func clear() {
        guard isDrawn else { return }
        write("\r\u{1b}[K")
        isDrawn = false
    }

    private func write(_ text: String) {
        _ = writeAll(Array(text.utf8), to: STDERR_FILENO)
    }
}
