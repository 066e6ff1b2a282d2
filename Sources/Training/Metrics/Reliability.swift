import RealModule

/// How often a model is right, by how sure it says it is.
public struct Reliability: Equatable, Sendable {
    /// The predictions with a probability in one range.
    public struct Bin: Equatable, Sendable {
        /// Of the digit that the model names, 0.5...1.
        public let range: ClosedRange<Double>
        public let count: Int
        /// Mean probability of the predictions; 0 for none.
        public let confidence: Double
        /// How many of them are right, as a fraction; 0 for none.
        public let accuracy: Double

        /// Where the share of right answers may lie that `count` pictures show as `accuracy`, in 19 cases of 20; 0...1
        /// for none.
        ///
        /// (p + z^2 / 2n +- z sqrt(p (1 - p) / n + z^2 / 4n^2)) / (1 + z^2 / n) with z = 1.96. Unlike
        /// p +- z sqrt(p (1 - p) / n) it stays within 0...1 and is wide where all of few are right. (Wilson, "Probable
        /// inference, the law of succession, and statistical inference", 1927.)
        public var accuracyInterval: ClosedRange<Double> {
            guard count > 0 else { return 0...1 }
            let z = 1.959964, n = Double(count)
            let middle = accuracy + z * z / (2 * n)
            let reach = z * (accuracy * (1 - accuracy) / n + z * z / (4 * n * n)).squareRoot()
            let scale = 1 + z * z / n
            return max(0, (middle - reach) / scale)...min(1, (middle + reach) / scale)
        }
    }

    /// Ranges of equal width from 0.5 to 1.
    public let bins: [Bin]
    /// The mean over all predictions of |accuracy - confidence| of their bin: the expected calibration error.
    public let expectedCalibrationError: Double
    /// The mean of -ln of the probability of the right digit.
    public let crossEntropy: Double

    /// - Parameters:
    ///   - logOdds: (count) of the first class.
    ///   - labels: (count), 1 for the first class, 0 for the second.
    ///   - binCount: at least 1.
    public init(logOdds: [Float], labels: [UInt8], binCount: Int = 10) {
        let binCount = max(1, binCount)
        var counts = [Int](repeating: 0, count: binCount)
        var rights = counts
        var confidences = [Double](repeating: 0, count: binCount)
        var crossEntropy = 0.0
        for (logOdds, label) in zip(logOdds, labels) {
            let confidence = logOdds.isNaN ? 0.5 : logistic(Double(logOdds.magnitude))
            let bin = min(binCount - 1, Int((confidence - 0.5) * 2 * Double(binCount)))
            counts[bin] += 1
            confidences[bin] += confidence
            if (logOdds > 0) == (label == 1) { rights[bin] += 1 }
            crossEntropy += softplus(label == 1 ? -Double(logOdds) : Double(logOdds))
        }
        let total = Double(max(1, counts.reduce(0, +)))
        bins = (0..<binCount).map { bin in
            let count = Double(max(1, counts[bin]))
            let low = 0.5 + 0.5 * Double(bin) / Double(binCount)
            return Bin(
                range: low...(0.5 + 0.5 * Double(bin + 1) / Double(binCount)), count: counts[bin],
                confidence: confidences[bin] / count, accuracy: Double(rights[bin]) / count)
        }
        expectedCalibrationError = bins.reduce(0) {
            $0 + Double($1.count) / total * ($1.accuracy - $1.confidence).magnitude
        }
        self.crossEntropy = crossEntropy / total
    }
}
