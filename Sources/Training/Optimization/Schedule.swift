import Foundation

/// How the learning rate changes from step to step.
public enum Schedule: Equatable, Sendable {
    case constant
    /// The one-cycle schedule (Smith and Topin, "Super-convergence", 2018): the rate rises from a 25th of the largest to
    /// the largest in the first quarter of the steps and falls to nearly 0 in the rest, along half cosines.
    case oneCycle

    /// The learning rate of a step.
    ///
    /// - Parameters:
    ///   - largest: the recipe's learning rate.
    ///   - step: 0..<steps.
    ///   - steps: of the whole training.
    func rate(largest: Float, at step: Int, of steps: Int) -> Float {
        guard self == .oneCycle else { return largest }
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
