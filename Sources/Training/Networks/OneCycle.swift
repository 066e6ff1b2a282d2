import Foundation

/// The one-cycle schedule (Smith and Topin, "Super-convergence", 2018): the learning rate rises from a 25th of the largest
/// to the largest in the first quarter of the steps and falls to nearly 0 in the rest, along half cosines.
struct OneCycle: Sendable {
    let largest: Float
    let steps: Int

    /// - Parameter step: 0..<steps.
    func rate(at step: Int) -> Float {
        let rise = Double(steps) * 0.25
        let position = Double(step) + 0.5
        func cosine(_ from: Double, _ to: Double, _ fraction: Double) -> Double {
            to + (from - to) * (1 + cos(.pi * fraction)) / 2
        }
        let factor =
            position < rise
            ? cosine(1 / 25, 1, position / rise) : cosine(1, 1e-4, (position - rise) / (Double(steps) - rise))
        return largest * Float(factor)
    }
}
