import FileNames
import FileOutput
import Foundation

/// A line on stderr that redraws itself where that is a terminal.
public struct StatusLine: Sendable {
    public let isTerminal = isatty(STDERR_FILENO) == 1

    public init() {}

    /// Draws how far something is, in place of what was drawn before.
    public func show(done: Int, of total: Int, barWidth: Int, fields: [String]) {
        guard isTerminal else { return }
        let line = progressLine(
            done: done, of: total, barWidth: barWidth, fields: fields, columns: terminalColumns(of: STDERR_FILENO))
        write("\r\(line)\u{1b}[K")
    }

    /// Takes the line away.
    public func clear() {
        if isTerminal { write("\r\u{1b}[K") }
    }

    /// Leaves the line where it is.
    public func end() {
        if isTerminal { write("\n") }
    }

    private func write(_ text: String) {
        _ = writeAll(Array(text.utf8), to: STDERR_FILENO)
    }
}

/// A bar and what is to be said beside it, in one line of a terminal: one column stays free, in which some terminals
/// begin the next line. What does not fit is left out, the last fields first and the bar before any.
///
/// - Parameter barWidth: the most that the bar takes.
public func progressLine(done: Int, of total: Int, barWidth: Int, fields: [String], columns: Int) -> String {
    let room = max(columns - 1, 0)
    var text = fields.first ?? ""
    for field in fields.dropFirst() {
        guard text.count + 2 + field.count <= room else { break }
        text += "  " + field
    }
    let width = min(barWidth, room - text.count - 2)
    guard width >= 5, total > 0 else { return String(text.prefix(room)) }
    let filled = Int(Double(width) * min(1, max(0, Double(done) / Double(total))))
    return String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled) + "  " + text
}

/// How wide a terminal is: as it says, else as COLUMNS says, else 80.
public func terminalColumns(of descriptor: Int32) -> Int {
    var size = winsize()
    if ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 { return Int(size.ws_col) }
    let stated = ProcessInfo.processInfo.environment["COLUMNS"].flatMap(Int.init) ?? 0
    return stated > 0 ? stated : 80
}
