import WeightsFile

/// What a training can train: the line and the networks.
public protocol TrainableModel: Sendable {
    /// All parameters, one after another.
    var parameters: [Float] { get set }

    /// The log-odds of the first class for each picture: (count).
    ///
    /// - Parameter loss: the loss the model was trained with. Of a model of two columns it says which means "three".
    func logOdds(for dataset: Dataset, trainedWith loss: Loss) -> [Float]

    /// The weights for a file.
    ///
    /// - Parameter loss: as above.
    func weights(trainedWith loss: Loss, metadata: Weights.Metadata) -> Weights
}
