public enum TrainingError: Error, Equatable, CustomStringConvertible {
    /// A parameter or the loss became NaN or infinite.
    case diverged(epoch: Int, learningRate: Float)
    /// The weights to start from are not of the recipe's model.
    case unsuitableInitialWeights

    public var description: String {
        switch self {
        case .diverged(let epoch, let learningRate):
            "training diverged in epoch \(epoch): the numbers left the range of floats; "
                + "try a learning rate below \(learningRate)"
        case .unsuitableInitialWeights:
            "the weights to start from are not of the model that is to be trained"
        }
    }
}
