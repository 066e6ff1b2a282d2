import Algorithms

/// How well a model tells threes and sevens from others, by the log-odds or the probability of its second output.
public struct KnownFigures: Equatable, Sendable {
    /// Threes and sevens, and how many of them it takes for one.
    public let digits: Int
    public let kept: Int
    /// Others, and how many of them it lets through as a three or a seven.
    public let others: Int
    public let passed: Int
    /// The share of pairs of a digit and an other of which the digit has more, ties counted half: the area under the curve of
    /// receiver operating characteristics (Fawcett, "An introduction to ROC analysis", 2006). 1 separates all, 0.5 none.
    public let area: Double
    /// For each of a thousand shares of lost digits, from none on, the share of others that the threshold lets through.
    public let passedByLoss: [Double]

    /// - Parameters:
    ///   - digits: of threes and sevens.
    ///   - others: of others.
    ///   - threshold: from it on a picture is taken for a digit.
    /// - Returns: nil without pictures of both kinds.
    public init?(digits: [Float], others: [Float], threshold: Float) {
        guard !digits.isEmpty, !others.isEmpty else { return nil }
        let sorted = others.sorted(), ascending = digits.sorted()
        self.digits = digits.count
        self.others = others.count
        kept = digits.count { $0 >= threshold }
        passed = others.count { $0 >= threshold }
        var pairs = 0.0
        for digit in digits {
            let below = sorted.partitioningIndex { $0 >= digit }, upTo = sorted.partitioningIndex { $0 > digit }
            pairs += Double(below) + Double(upTo - below) / 2
        }
        area = pairs / Double(digits.count) / Double(others.count)
        passedByLoss = (0..<1000).map { step in
            let threshold = ascending[step * digits.count / 1000]
            return Double(sorted.count - sorted.partitioningIndex { $0 >= threshold }) / Double(sorted.count)
        }
    }
}
