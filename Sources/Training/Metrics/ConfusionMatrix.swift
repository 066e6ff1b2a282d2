/// How often a model was right and wrong, by digit.
public struct ConfusionMatrix: Equatable, Sendable {
    public private(set) var threesRight = 0
    public private(set) var threesWrong = 0
    public private(set) var sevensRight = 0
    public private(set) var sevensWrong = 0

    public init() {}

    /// - Parameters:
    ///   - logOdds: (count) log-odds of a three; above 0 is a three, anything else (NaN too) a seven.
    ///   - labels: (count), 1 for a three, 0 for a seven.
    public init(logOdds: [Float], labels: [UInt8]) {
        for (value, label) in zip(logOdds, labels) { add(label: label, isThree: value > 0) }
    }

    public mutating func add(label: UInt8, isThree: Bool) {
        switch (label == 1, isThree) {
        case (true, true): threesRight += 1
        case (true, false): threesWrong += 1
        case (false, false): sevensRight += 1
        case (false, true): sevensWrong += 1
        }
    }

    public var total: Int { threesRight + threesWrong + sevensRight + sevensWrong }
    public var errors: Int { threesWrong + sevensWrong }
    /// 0...1; 0 for no pictures.
    public var accuracy: Double { total == 0 ? 0 : Double(total - errors) / Double(total) }
}
