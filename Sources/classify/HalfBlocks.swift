/// Draws grey pictures in a terminal, two pixels a character: the upper one in the foreground of ▀, the lower one in its
/// background.
struct HalfBlocks: Equatable {
    /// How a terminal shows grey.
    enum Color: Equatable {
        /// Any of 256 levels, by ESC [ 38;2;r;g;b m.
        case full
        /// One of the 24 greys of the palette of 256 colours, by ESC [ 38;5;n m.
        case palette
        /// Not at all: a pixel is there or not.
        case none
    }

    let color: Color

    init(color: Color) {
        self.color = color
    }

    /// - Parameters:
    ///   - choice: what the user asked for; it overrules NO_COLOR.
    ///   - environment: NO_COLOR (https://no-color.org) rules colours out; COLORTERM, or else TERM, tells which there are.
    ///   - isTerminal: whether what is drawn goes to a terminal.
    init(_ choice: ColorChoice = .auto, environment: [String: String], isTerminal: Bool) {
        let terminal = environment["TERM"] ?? ""
        let isFull = ["truecolor", "24bit"].contains(environment["COLORTERM"]) || terminal.hasSuffix("-direct")
        let hasColor = isTerminal && terminal != "dumb" && (isFull || terminal.contains("256color"))
        let mayHave = environment["NO_COLOR"]?.isEmpty != false
        switch choice {
        case .never: color = .none
        case .auto: color = hasColor && mayHave ? (isFull ? .full : .palette) : .none
        case .always: color = isFull ? .full : .palette
        }
    }

    /// - Parameters:
    ///   - pixels: (side, side) row-major, 0 black to 255 white.
    ///   - side: even.
    /// - Returns: side / 2 lines.
    func picture(_ pixels: [UInt8], side: Int) -> [String] {
        guard side > 0, pixels.count == side * side else { return [] }
        return stride(from: 0, to: side - 1, by: 2).map { row in
            line(pixels[(row * side)..<((row + 1) * side)], pixels[((row + 1) * side)..<((row + 2) * side)])
        }
    }

    private func line(_ upper: ArraySlice<UInt8>, _ lower: ArraySlice<UInt8>) -> String {
        var line = ""
        var previous: (String, String) = ("", "")
        for (upper, lower) in zip(upper, lower) {
            if color == .none {
                line += [" ", "▄", "▀", "█"][(upper > 95 ? 2 : 0) + (lower > 95 ? 1 : 0)]
                continue
            }
            let codes = (code(upper), code(lower))
            // A colour holds until the next.
            if codes != previous { line += "\u{1b}[38;\(codes.0);48;\(codes.1)m" }
            previous = codes
            line += "▀"
        }
        return color == .none ? line : line + "\u{1b}[0m"
    }

    private func code(_ pixel: UInt8) -> String {
        // The palette's greys are 232 (nearly black) to 255 (nearly white).
        color == .full ? "2;\(pixel);\(pixel);\(pixel)" : "5;\(232 + Int(pixel) * 23 / 255)"
    }
}
