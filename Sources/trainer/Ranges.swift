import Commands

/// What the numbers of options may be.
enum Ranges {
    static let epochs = NumberRange(0...100_000)
    static let batchSize = NumberRange(1...1_000_000)
    static let seed = NumberRange(0...UInt64.max)
    static let runs = NumberRange(1...10_000)
    static let learningRate = NumberRange(
        Float.leastNonzeroMagnitude...Float.greatestFiniteMagnitude, text: "a number above 0")
    static let deviation = NumberRange(0.0...1000, text: "0 to 1000")
}
