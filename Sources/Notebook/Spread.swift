/// Where the values of several runs lie.
public struct Spread: Equatable, Sendable {
    public let minimum: Double
    public let lowerQuartile: Double
    public let median: Double
    public let upperQuartile: Double
    public let maximum: Double

    /// - Parameter values: NaN, which stands for a run that broke, sorts above every number. Of no values, all are NaN.
    public init(_ values: [Double]) {
        let sorted = values.sorted { !$0.isNaN && ($1.isNaN || $0 < $1) }
        /// Interpolated between the two neighbours where the share falls between them.
        func quantile(_ share: Double) -> Double {
            guard !sorted.isEmpty else { return .nan }
            let position = share * Double(sorted.count - 1)
            let index = Int(position), rest = position - Double(index)
            return rest == 0 ? sorted[index] : sorted[index] + rest * (sorted[index + 1] - sorted[index])
        }
        minimum = quantile(0)
        lowerQuartile = quantile(0.25)
        median = quantile(0.5)
        upperQuartile = quantile(0.75)
        maximum = quantile(1)
    }

    /// Whether a figure printed with four decimals lies between minimum and maximum, both rounded alike.
    public func contains(printed value: Double) -> Bool {
        value >= minimum - 0.5e-4 && value <= maximum + 0.5e-4
    }

    /// From minimum to maximum; nil when one of them is not finite.
    public var range: ClosedRange<Double>? {
        minimum.isFinite && maximum.isFinite ? minimum...maximum : nil
    }

    /// The middle half of the values; nil when an end of it is not finite.
    public var middleHalf: ClosedRange<Double>? {
        lowerQuartile.isFinite && upperQuartile.isFinite ? lowerQuartile...upperQuartile : nil
    }
}
