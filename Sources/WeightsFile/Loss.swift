/// The losses that a linear model can be trained with, as a weights file names them.
///
/// `y` is the picture's label (1 for a three, 0 for a seven), `o` the (columns) outputs of the linear layer. The loss of
/// a batch is the mean over its pictures.
public enum Loss: String, CaseIterable, Sendable {
    /// The notebook's `mnist_loss` on one column: 1 - p for a three and p for a seven, with p = sigmoid(o).
    ///
    /// Bounded by 1, so its gradient vanishes for a picture that is badly wrong.
    case mnist

    /// Binary cross entropy on one column, from the logit: -ln p for a three and -ln(1 - p) for a seven, which is
    /// softplus(-o) and softplus(o) with softplus(x) = max(x, 0) + ln(1 + exp(-|x|)): it cannot overflow.
    case bce

    /// The notebook's `softmax_loss` on two columns: p[y], p = softmax(o), minimised as it is.
    ///
    /// It lowers the probability of the column that carries the label's number, so column 0 comes to mean "three".
    case softmax

    /// Cross entropy on two columns: -ln p[y], p = softmax(o), computed as the softplus of o[1 - y] - o[y]; it cannot
    /// overflow. Column 1 comes to mean "three".
    case crossEntropy = "cross-entropy"

    /// The number of the loss in the file, from 1; 0 stands for an unknown one.
    public var code: UInt8 {
        switch self {
        case .mnist: 1
        case .bce: 2
        case .softmax: 3
        case .crossEntropy: 4
        }
    }

    /// - Parameter code: of the file; nil for 0 and for numbers that no version gives a meaning.
    public init?(code: some BinaryInteger) {
        guard let loss = Loss.allCases.first(where: { $0.code == code }) else { return nil }
        self = loss
    }
}
