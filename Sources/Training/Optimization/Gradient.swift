/// The mean loss of a batch and its derivatives.
public struct Gradient: Equatable, Sendable {
    /// Mean over the pictures of the batch.
    public let loss: Float
    /// (columns, 784), like the weights.
    public let weights: [Float]
    /// (columns).
    public let bias: [Float]
}

extension LinearModel {
    /// The gradient of the mean loss over some pictures: dL/dW = x^T d / n and dL/db = sum(d) / n, where d is (n, columns),
    /// each picture's derivative of its loss by the outputs.
    ///
    /// - Parameter indices: the pictures of the batch; at least one.
    public func gradient(of loss: Loss, on dataset: Dataset, batch indices: some Collection<Int>) -> Gradient {
        gradient(on: dataset, batch: indices) { loss.evaluate($0, $1, label: $2) }
    }

    /// The same for any function of a picture's outputs and label that returns its loss and derivatives.
    func gradient(
        on dataset: Dataset, batch indices: some Collection<Int>,
        evaluate: (Float, Float, UInt8) -> (loss: Float, d0: Float, d1: Float)
    ) -> Gradient {
        var kernels = LinearKernels(self)
        var total: Float = 0
        var biasSums: (Float, Float) = (0, 0)
        var derivatives = [Float](repeating: 0, count: LinearKernels.blockLimit * columns)
        let labels = indices.map { dataset.labels[$0] }
        let bias0 = bias[0], bias1 = columns == 2 ? bias[1] : 0
        dataset.withPictures(indices) { pictures in
            for start in stride(from: 0, to: pictures.count, by: LinearKernels.blockLimit) {
                kernels.forward(pictures, from: start)
                for row in 0..<kernels.count {
                    let o0 = kernels.outputs[row * columns] + bias0
                    let o1 = columns == 2 ? kernels.outputs[row * columns + 1] + bias1 : 0
                    let (loss, d0, d1) = evaluate(o0, o1, labels[start + row])
                    total += loss
                    derivatives[row * columns] = d0
                    biasSums.0 += d0
                    guard columns == 2 else { continue }
                    derivatives[row * columns + 1] = d1
                    biasSums.1 += d1
                }
                kernels.accumulate(derivatives)
            }
        }
        let count = Float(indices.count)
        return Gradient(
            loss: total / count, weights: kernels.sums.map { $0 / count },
            bias: (columns == 2 ? [biasSums.0, biasSums.1] : [biasSums.0]).map { $0 / count })
    }

    /// One step of gradient descent: p -= learningRate * dL/dp.
    public mutating func descend(_ gradient: Gradient, learningRate: Float) {
        for index in weights.indices { weights[index] -= learningRate * gradient.weights[index] }
        for index in bias.indices { bias[index] -= learningRate * gradient.bias[index] }
    }

    /// One pass over the dataset in the given order, a step after each batch. A last batch that is shorter is kept.
    ///
    /// - Returns: the mean loss of each batch before its step.
    public mutating func trainEpoch(
        of loss: Loss, on dataset: Dataset, order: [Int], batchSize: Int, learningRate: Float
    ) -> [Float] {
        var losses: [Float] = []
        for start in stride(from: 0, to: order.count, by: batchSize) {
            let batch = order[start..<min(start + batchSize, order.count)]
            let gradient = gradient(of: loss, on: dataset, batch: batch)
            descend(gradient, learningRate: learningRate)
            losses.append(gradient.loss)
        }
        return losses
    }
}
