/// Between what limits a share lies that was measured on some pictures only, in 95 of 100 such measurements.
///
/// It is Wilson's score interval (E. B. Wilson, Probable inference, the law of succession, and statistical inference, Journal
/// of the American Statistical Association 22, 1927), which holds for few pictures and for shares of 0 and 1 as well.
public struct ConfidenceInterval: Equatable, Sendable {
    /// 0...1.
    public let lower: Double
    /// 0...1.
    public let upper: Double

    /// - Parameters:
    ///   - count: how many of them are of the kind.
    ///   - total: pictures; of none, the share may be anything.
    public init(_ count: Int, of total: Int) {
        guard total > 0 else {
            (lower, upper) = (0, 1)
            return
        }
        // The normal distribution has 95 % within 1.96 standard deviations.
        let z = 1.959964, n = Double(total), share = Double(count) / n
        let centre = (share + z * z / (2 * n)) / (1 + z * z / n)
        let reach = z / (1 + z * z / n) * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
        // Rounding may leave the range at its ends.
        lower = count == 0 ? 0 : max(0, centre - reach)
        upper = count == total ? 1 : min(1, centre + reach)
    }
}
