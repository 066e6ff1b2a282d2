/// How often a model was right and wrong, by class.
public struct ConfusionMatrix: Equatable, Sendable {
    public private(set) var firstRight = 0
    public private(set) var firstWrong = 0
    public private(set) var secondRight = 0
    public private(set) var secondWrong = 0

    public init() {}

    /// - Parameters:
    ///   - logOdds: (count) log-odds of the first class; above 0 it is that, anything else (NaN too) the second.
    ///   - labels: (count), 1 for the first class, 0 for the second.
    public init(logOdds: [Float], labels: [UInt8]) {
        for (value, label) in zip(logOdds, labels) { add(label: label, isFirst: value > 0) }
    }

    public mutating func add(label: UInt8, isFirst: Bool) {
        switch (label == 1, isFirst) {
        case (true, true): firstRight += 1
        case (true, false): firstWrong += 1
        case (false, false): secondRight += 1
        case (false, true): secondWrong += 1
        }
    }

    public var total: Int { firstRight + firstWrong + secondRight + secondWrong }
    public var errors: Int { firstWrong + secondWrong }
    /// Between what the accuracy lies, as far as so many pictures can tell.
    public var accuracyInterval: ConfidenceInterval { ConfidenceInterval(total - errors, of: total) }
    /// 0...1; 0 for no pictures.
    public var accuracy: Double { total == 0 ? 0 : Double(total - errors) / Double(total) }
}
