import ArgumentParser

/// The numbers that an option takes: stated in its help text and in its errors.
public struct NumberRange<Number: LosslessStringConvertible & Comparable & Sendable>: Sendable {
    private let range: ClosedRange<Number>
    /// Such as "0 to 100000".
    public let text: String

    /// - Parameter text: how the range reads; by default its bounds.
    public init(_ range: ClosedRange<Number>, text: String? = nil) {
        self.range = range
        self.text = text ?? "\(range.lowerBound) to \(range.upperBound)"
    }

    /// For `@Option(transform:)`.
    ///
    /// - Throws: `ValidationError` for what is no number or outside the range; NaN is in no range.
    @Sendable public func parse(_ argument: String) throws -> Number {
        guard let number = Number(argument), range.contains(number) else { throw ValidationError("it takes \(text)") }
        return number
    }
}
