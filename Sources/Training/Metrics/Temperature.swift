import Foundation

/// The temperature that makes probabilities honest: log-odds are divided by it.
///
/// (Guo, Pleiss, Sun and Weinberger, "On calibration of modern neural networks", 2017.)
public enum Temperature {
    /// The temperature that minimises the cross entropy of log-odds that the model did not learn from.
    ///
    /// The targets are those of Platt ("Probabilistic outputs for support vector machines", 1999), (n + 1) / (n + 2) and
    /// 1 / (m + 2) for n threes and m sevens: with 1 and 0, log-odds without an error would want a temperature of 0.
    ///
    /// - Parameters:
    ///   - logOdds: (count) of a three.
    ///   - labels: (count), 1 for a three, 0 for a seven.
    /// - Returns: from 1/8 to 8; 1 for no pictures.
    public static func fit(logOdds: [Float], labels: [UInt8]) -> Float {
        let threes = Double(labels.count { $0 == 1 }), sevens = Double(labels.count) - threes
        guard !logOdds.isEmpty else { return 1 }
        // With b = 1 / temperature, the derivative of the sum of softplus(b z) - t b z by b is the sum of
        // z (sigmoid(b z) - t). It grows with b, so halving finds where it is 0.
        func derivative(_ b: Double) -> Double {
            zip(logOdds, labels).reduce(0) { sum, picture in
                let z = Double(picture.0)
                let target = picture.1 == 1 ? (threes + 1) / (threes + 2) : 1 / (sevens + 2)
                return sum + z * (logistic(b * z) - target)
            }
        }
        var low = -log(8.0), high = log(8.0)
        for _ in 0..<50 {
            let middle = (low + high) / 2
            if derivative(exp(middle)) < 0 { low = middle } else { high = middle }
        }
        return Float(exp(-(low + high) / 2))
    }
}
