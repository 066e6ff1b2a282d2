import Foundation

/// Four decimals, as the notebook prints them, one from a hundred on; "NaN" for what is not a number.
public func fourDecimals(_ value: Double) -> String {
    value.isNaN ? "NaN" : String(format: value.magnitude < 100 ? "%.4f" : "%.1f", value)
}

/// A percentage with two decimals.
public func percent(_ fraction: Double) -> String {
    String(format: "%.2f %%", 100 * fraction)
}

/// Few digits, for the marks of an axis and the numbers of a drawing.
public func short(_ value: Double) -> String {
    String(format: "%g", (value * 10_000).rounded() / 10_000)
}

/// With a comma between thousands.
public func grouped(_ number: Int) -> String {
    let digits = String(number)
    guard digits.count > 4 || number >= 1000 else { return digits }
    return grouped(number / 1000) + "," + String(digits.suffix(3))
}

/// With zeros in front, at least so many digits.
public func hexadecimal(_ value: some BinaryInteger, digits: Int, uppercase: Bool = false) -> String {
    String(value, radix: 16, uppercase: uppercase).padded(to: digits, with: "0")
}

extension String {
    /// Filled at the left up to this many characters.
    public func padded(to width: Int, with filling: Character = " ") -> String {
        String(repeating: filling, count: max(0, width - count)) + self
    }
}
