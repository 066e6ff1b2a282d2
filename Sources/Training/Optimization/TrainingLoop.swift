import Algorithms

/// The one loop that every training goes through: batches of an order, each a gradient and a step.
public struct TrainingLoop<Objective: Training.Objective> {
    public private(set) var model: Objective.Model
    private let objective: Objective
    private var optimizer: any Optimizer
    private let batchSize: Int
    private let rate: (Int) -> Float
    private var epoch = 0
    /// Of the last step; nil before the first.
    public private(set) var gradient: Gradient?
    /// Steps that were taken.
    public private(set) var steps = 0

    /// - Parameters:
    ///   - batchSize: pictures a step.
    ///   - rate: the learning rate of each step, counted from 0 over all epochs.
    public init(
        _ model: Objective.Model, _ objective: Objective, optimizer: any Optimizer, batchSize: Int,
        rate: @escaping (Int) -> Float
    ) {
        self.model = model
        self.objective = objective
        self.optimizer = optimizer
        self.batchSize = batchSize
        self.rate = rate
    }

    /// One pass over a dataset. A last batch that is shorter is kept.
    ///
    /// - Parameters:
    ///   - order: the pictures' places in the dataset, as they are to be seen.
    ///   - isOver: asked after each step whether the pass ends there.
    /// - Returns: the mean loss of each batch before its step.
    public mutating func runEpoch(
        on dataset: Dataset, order: [Int], until isOver: (Objective.Model) -> Bool = { _ in false }
    ) -> [Float] {
        epoch += 1
        var losses: [Float] = []
        for batch in order.chunks(ofCount: batchSize) {
            let gradient = objective.gradient(at: model, on: dataset, batch: batch, epoch: epoch)
            optimizer.step(&model.parameters, gradient: gradient.parameters, rate: rate(steps))
            losses.append(gradient.loss)
            self.gradient = gradient
            steps += 1
            if isOver(model) { break }
        }
        return losses
    }
}
