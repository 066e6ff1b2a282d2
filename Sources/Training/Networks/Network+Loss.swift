extension Network {
    /// How much it counts whether others are told. At 1 it costs threes and sevens, at 0.1 others pass.
    static var knownWeight: Scalar { 3 / 10 }

    /// The sum of the losses of outputs that were computed; their derivatives go into the workspace.
    ///
    /// Of a three or a seven it is the binary cross entropy of the first output. A network that tells others adds, for every
    /// picture, `knownWeight` times that of the second.
    ///
    /// - Parameter labels: (1 to 8), as in a `Dataset`.
    func loss(_ workspace: NetworkWorkspace<Scalar>, labels: ArraySlice<UInt8>) -> Scalar {
        let logOdds = workspace.logOdds, derivatives = workspace.derivatives[layers.count]
        derivatives.update(repeating: 0, count: architecture.outputs * laneCount)
        var total: Scalar = 0
        for (lane, label) in labels.enumerated() {
            let isKnown = label != Dataset.otherLabel
            if isKnown {
                let (loss, derivative) = crossEntropy(logOdds[lane], isTrue: label == 1)
                total += loss
                derivatives[lane] = derivative
            }
            guard architecture.tellsOthers else { continue }
            let (loss, derivative) = crossEntropy(logOdds[laneCount + lane], isTrue: isKnown)
            total += Self.knownWeight * loss
            derivatives[laneCount + lane] = Self.knownWeight * derivative
        }
        return total
    }

    /// With p = sigmoid(z) and the target t, 1 or 0: -t ln p - (1 - t) ln(1 - p), which is softplus(z) - t z, and its
    /// derivative by z, p - t.
    private func crossEntropy(_ logOdds: Scalar, isTrue: Bool) -> (loss: Scalar, derivative: Scalar) {
        let target: Scalar = isTrue ? 1 : 0
        return (softplus(logOdds) - target * logOdds, logistic(logOdds) - target)
    }
}
