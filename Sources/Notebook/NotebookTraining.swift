/// How a model of the notebook is trained: everything that its cells set. Batches are of 256.
public struct NotebookTraining: Hashable, Sendable {
    /// Pictures a step, everywhere in the notebook.
    public static let batchSize = 256
    /// Passes over the training pictures, everywhere in the notebook.
    public static let epochs = 10

    public let loss: NotebookLoss
    public let learningRate: Float
    /// Whether each epoch draws a new order; the notebook's pictures stay sorted, all threes before all sevens.
    public let shuffles: Bool
    /// Standard deviation of the initial weights and biases; the notebook's is 1.
    public let initialDeviation: Double

    public init(_ loss: NotebookLoss, learningRate: Float, shuffles: Bool = false, initialDeviation: Double = 1) {
        self.loss = loss
        self.learningRate = learningRate
        self.shuffles = shuffles
        self.initialDeviation = initialDeviation
    }
}
