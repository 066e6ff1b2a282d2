@testable import Training

extension LinearModel {
    /// The mean loss of a batch and its derivatives, which lie as the parameters do.
    func derivatives(
        of loss: some LossFunction, on dataset: Dataset, batch: some Collection<Int>
    ) -> (loss: Float, derivatives: LinearModel) {
        let gradient = gradient(of: loss, on: dataset, batch: batch)
        return (gradient.loss, LinearModel(parameters: gradient.parameters))
    }

    /// The model after a pass in order.
    func trained(
        by loss: some LossFunction, on dataset: Dataset, batchSize: Int, learningRate: Float
    ) -> (model: LinearModel, losses: [Float]) {
        var loop = TrainingLoop(self, LinearObjective(loss), optimizer: SGD(), batchSize: batchSize) { _ in
            learningRate
        }
        let losses = loop.runEpoch(on: dataset, order: Array(0..<dataset.count))
        return (loop.model, losses)
    }
}
