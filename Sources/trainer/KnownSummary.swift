import Figures
import Foundation
import Training

/// `KnownFigures` in JSON.
struct KnownSummary: Encodable {
    let digits, kept, others, passed: Int
    let area: Double
    /// The share of others that pass where none, one in a thousand, five, ten, twenty and fifty of a thousand digits are
    /// lost.
    let passedByLoss: [String: Double]

    /// - Parameters: the probabilities of pictures of both classes, and of others, of being either class at all.
    /// - Returns: nil without pictures of both kinds.
    init?(digits: [Float], others: [Float]) {
        guard let figures = KnownFigures(digits: digits, others: others, threshold: 0.5) else { return nil }
        self.digits = figures.digits
        kept = figures.kept
        self.others = figures.others
        passed = figures.passed
        area = figures.area
        passedByLoss = Dictionary(
            uniqueKeysWithValues: [0, 1, 5, 10, 20, 50].map { (String(Double($0) / 1000), figures.passedByLoss[$0]) })
    }
}

extension KnownSummary {
    /// For people.
    var text: String {
        """
        neither: \(others - passed) of \(others) others are told (\(percent(Double(others - passed) / Double(others)))), \
        \(digits - kept) of \(digits) of the two classes are lost (\(percent(Double(digits - kept) / Double(digits)))); \
        area under the curve \(String(format: "%.4f", area))
        """
    }
}
