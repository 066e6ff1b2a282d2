import RealModule
import WeightsFile

extension Loss {
    /// Outputs of the model that the loss is for.
    public var columns: Int {
        switch self {
        case .mnist, .bce: 1
        case .softmax, .crossEntropy: 2
        }
    }

    /// The column whose output grows with the probability of a three.
    public var threeColumn: Int { self == .crossEntropy ? 1 : 0 }

    /// The loss of one picture and its derivatives by the outputs.
    ///
    /// - Parameters:
    ///   - o0: the first output.
    ///   - o1: the second output; not used by the losses of one column.
    ///   - label: 1 for a three, 0 for a seven.
    /// - Returns: the loss, dloss/do0 and dloss/do1 (0 for the losses of one column).
    @inlinable
    public func evaluate<T: Real>(_ o0: T, _ o1: T, label: UInt8) -> (loss: T, d0: T, d1: T) {
        let isThree = label == 1
        switch self {
        case .mnist:
            // With z = o for a three and -o for a seven, the loss is 1 - sigmoid(z) = sigmoid(-z).
            let wrong = logistic(isThree ? -o0 : o0)
            let slope = wrong * (1 - wrong)
            return (wrong, isThree ? -slope : slope, 0)
        case .bce:
            let z = isThree ? -o0 : o0
            let slope = logistic(z)
            return (softplus(z), isThree ? -slope : slope, 0)
        case .softmax:
            // p[y] = sigmoid(o[y] - o[1 - y]).
            let p = logistic(isThree ? o1 - o0 : o0 - o1)
            let slope = p * (1 - p)
            return (p, isThree ? -slope : slope, isThree ? slope : -slope)
        case .crossEntropy:
            let z = isThree ? o0 - o1 : o1 - o0
            let slope = logistic(z)
            return (softplus(z), isThree ? slope : -slope, isThree ? -slope : slope)
        }
    }
}

/// 1 / (1 + exp(-x)), without overflow for any x.
@inlinable
package func logistic<T: Real>(_ x: T) -> T {
    let e = T.exp(-x.magnitude)
    // One division for both signs: a choice between two would be a jump, guessed wrong on half of the pictures.
    let numerator = x >= 0 ? 1 : e
    return numerator / (1 + e)
}

/// ln(1 + exp(x)), without overflow for any x.
@inlinable
package func softplus<T: Real>(_ x: T) -> T {
    T.maximum(x, 0) + T.log(onePlus: T.exp(-x.magnitude))
}
