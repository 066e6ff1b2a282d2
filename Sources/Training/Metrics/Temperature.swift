import Foundation

/// The temperature that makes probabilities honest: log-odds are divided by it.
///
/// (Guo, Pleiss, Sun and Weinberger, "On calibration of modern neural networks", 2017.)
public enum Temperature {
    /// The temperature that minimises the cross entropy of log-odds that the model did not learn from.
    ///
    /// - Parameters:
    ///   - logOdds: (count) of the first class.
    ///   - labels: (count), 1 for the first class, 0 for the second.
    /// - Returns: from 1 to 8. Not below 1: pictures that are all right, as few pictures may be, would want a temperature
    ///   of 0, and say nothing of how sure a model may be.
    public static func fit(logOdds: [Float], labels: [UInt8]) -> Float {
        guard !logOdds.isEmpty else { return 1 }
        // With b = 1 / temperature, the derivative of the sum of softplus(b z) - t b z by b is the sum of
        // z (sigmoid(b z) - t). It grows with b, so halving finds where it is 0.
        func derivative(_ b: Double) -> Double {
            zip(logOdds, labels).reduce(0) { sum, picture in
                let z = Double(picture.0)
                return sum + z * (logistic(b * z) - Double(picture.1))
            }
        }
        var low = -log(8.0), high = 0.0
        for _ in 0..<50 {
            let middle = (low + high) / 2
            if derivative(exp(middle)) < 0 { low = middle } else { high = middle }
        }
        return Float(exp(-(low + high) / 2))
    }
}
