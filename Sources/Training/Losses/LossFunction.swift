import WeightsFile

/// A loss of one picture, as a function of a linear model's outputs: what `LinearModel.gradient` differentiates.
public protocol LossFunction: Sendable {
    /// Outputs of the model that the loss is for: 1 or 2.
    var columns: Int { get }

    /// The loss of one picture and its derivatives by the outputs.
    ///
    /// - Parameters:
    ///   - o0: the first output.
    ///   - o1: the second output; not used by losses of one column.
    ///   - label: 1 for a three, 0 for a seven.
    ///   - batchCount: pictures of the batch, over which the mean is taken.
    /// - Returns: the loss, dloss/do0 and dloss/do1 (0 for losses of one column).
    func evaluate(_ o0: Float, _ o1: Float, label: UInt8, batchCount: Int) -> (loss: Float, d0: Float, d1: Float)
}

extension Loss: LossFunction {
    public func evaluate(
        _ o0: Float, _ o1: Float, label: UInt8, batchCount: Int
    ) -> (loss: Float, d0: Float, d1: Float) {
        evaluate(o0, o1, label: label)
    }
}
