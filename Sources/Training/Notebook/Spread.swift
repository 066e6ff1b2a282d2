/// Where the values of several runs lie.
public struct Spread: Equatable, Sendable {
    public let minimum: Double
    public let median: Double
    public let maximum: Double

    /// - Parameter values: at least one; NaN, which stands for a run that broke, sorts above every number. Of none, all
    ///   three are NaN.
    public init(_ values: [Double]) {
        let sorted = values.sorted { !$0.isNaN && ($1.isNaN || $0 < $1) }
        let middle = sorted.count / 2
        minimum = sorted.first ?? .nan
        maximum = sorted.last ?? .nan
        median =
            sorted.isEmpty
            ? .nan : sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }

    /// Whether a figure printed with four decimals lies between minimum and maximum, both rounded alike.
    public func contains(printed value: Double) -> Bool {
        value >= minimum - 0.5e-4 && value <= maximum + 0.5e-4
    }

    /// From minimum to maximum; nil when one of them is not finite.
    public var range: ClosedRange<Double>? {
        minimum.isFinite && maximum.isFinite ? minimum...maximum : nil
    }
}
