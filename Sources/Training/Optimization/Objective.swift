import WeightsFile

/// What a training makes small: the mean loss of a batch, as a function of a model's parameters.
public protocol Objective {
    associatedtype Model: TrainableModel

    /// The mean loss of a batch and its derivatives by the parameters.
    ///
    /// - Parameters:
    ///   - batch: the pictures' places in the dataset; at least one.
    ///   - epoch: from 1. Where pictures are changed at random, each epoch changes them in another way.
    func gradient(at model: Model, on dataset: Dataset, batch: ArraySlice<Int>, epoch: Int) -> Gradient
}

/// The loss of a linear model.
public struct LinearObjective<Function: LossFunction>: Objective {
    private let loss: Function

    public init(_ loss: Function) {
        self.loss = loss
    }

    public func gradient(
        at model: LinearModel, on dataset: Dataset, batch: ArraySlice<Int>, epoch: Int
    ) -> Gradient {
        model.gradient(of: loss, on: dataset, batch: batch)
    }
}
