import RealModule
import Training
import WeightsFile

/// The losses that the notebook trains with or tries to, computed as PyTorch computes them.
///
/// `y` is the label (1 for a three, 0 for a seven), `o` the outputs, p = softmax(o). The loss of a batch is the mean over
/// its n pictures. Unlike `Loss`, which is for training, this type keeps the faults: what autograd makes of log(softmax)
/// in float32 is what the notebook is about.
public enum NotebookLoss: String, CaseIterable, LossFunction {
    /// `mnist_loss` on one column: 1 - sigmoid(o) for a three, sigmoid(o) for a seven.
    case mnist = "mnist_loss"
    /// `softmax_loss`: p[y], minimised as it is.
    case softmax = "softmax_loss"
    /// `cross_entropy_loss` as first written, `F.nll_loss(torch.log(torch.softmax(o)), y)`: -log p[y].
    case logOfSoftmax = "log(softmax)"
    /// `cross_entropy_loss` as rewritten, `log_preds[idx, y].mean()`: log p[y] without the minus.
    case logOfSoftmaxWithoutMinus = "log(softmax), no minus"
    /// Cross entropy done right, `F.cross_entropy(o, y)`: -log p[y] from log-softmax, which never leaves the logarithms.
    case logSoftmax = "log-softmax"
    /// The same without the minus, to tell the fault of the sign from that of the logarithm.
    case logSoftmaxWithoutMinus = "log-softmax, no minus"

    /// Outputs of the model that the loss is for.
    public var columns: Int { self == .mnist ? 1 : 2 }

    /// The column that comes to mean "three" when the loss is minimised: the one whose probability rises for a three.
    public var threeColumn: Int {
        switch self {
        case .mnist, .softmax, .logOfSoftmaxWithoutMinus, .logSoftmaxWithoutMinus: 0
        case .logOfSoftmax, .logSoftmax: 1
        }
    }

    /// The loss of one picture and its derivatives by the outputs.
    ///
    /// - Parameters:
    ///   - o0: the first output.
    ///   - o1: the second output; not used by `mnist`.
    ///   - label: 1 for a three, 0 for a seven.
    ///   - batchCount: n. Autograd starts from 1/n, so n decides from which p on (1/n)/p overflows.
    /// - Returns: the loss, dloss/do0 and dloss/do1 (0 for `mnist`), NaN or infinite wherever PyTorch's are.
    public func evaluate<T: Real>(_ o0: T, _ o1: T, label: UInt8, batchCount: Int) -> (loss: T, d0: T, d1: T) {
        switch self {
        case .mnist: Loss.mnist.evaluate(o0, o1, label: label)
        case .softmax: Loss.softmax.evaluate(o0, o1, label: label)
        case .logSoftmax: Loss.crossEntropy.evaluate(o0, o1, label: label)
        case .logSoftmaxWithoutMinus: negated(Loss.crossEntropy.evaluate(o0, o1, label: label))
        case .logOfSoftmax: throughLogOfSoftmax(o0, o1, label: label, batchCount: batchCount)
        case .logOfSoftmaxWithoutMinus:
            negated(throughLogOfSoftmax(o0, o1, label: label, batchCount: batchCount))
        }
    }

    private func negated<T: Real>(_ value: (loss: T, d0: T, d1: T)) -> (loss: T, d0: T, d1: T) {
        (-value.loss, -value.d0, -value.d1)
    }

    /// -log p[y] and its derivatives through the three functions of the notebook, one after the other.
    ///
    /// Forward: p = exp(o - max o) / sum, l = log p, loss = -l[y].
    /// Backward: dL/dl = -1/n at y, 0 elsewhere; dL/dp = (dL/dl) / p, which is 0/0 = NaN where p[1 - y] is 0 and
    /// -infinity where p[y] is 0 or so small that the quotient overflows;
    /// dL/do = p (dL/dp - sum of dL/dp p), where infinity times 0 is NaN.
    private func throughLogOfSoftmax<T: Real>(
        _ o0: T, _ o1: T, label: UInt8, batchCount: Int
    ) -> (loss: T, d0: T, d1: T) {
        let (p0, p1) = softmaxProbabilities(o0, o1)
        let isThree = label == 1
        let count = T(batchCount)
        let start = -1 / count
        let g0 = (isThree ? 0 : start) / p0
        let g1 = (isThree ? start : 0) / p1
        let sum = g0 * p0 + g1 * p1
        return (-T.log(isThree ? p1 : p0), p0 * (g0 - sum) * count, p1 * (g1 - sum) * count)
    }
}

/// softmax as PyTorch computes it, the maximum subtracted first: exp(o - max o) / sum of exp(o - max o).
///
/// In float32 the smaller probability is exactly 0 once the outputs are 103.98 apart.
func softmaxProbabilities<T: Real>(_ o0: T, _ o1: T) -> (T, T) {
    let largest = T.maximum(o0, o1)
    let e0 = T.exp(o0 - largest), e1 = T.exp(o1 - largest)
    let sum = e0 + e1
    return (e0 / sum, e1 / sum)
}
