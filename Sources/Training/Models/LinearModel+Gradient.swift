import WeightsFile

/// The mean loss of a batch and its derivatives.
public struct Gradient: Equatable, Sendable {
    /// Mean over the pictures of the batch.
    public let loss: Float
    /// One for each of the model's parameters, in their order.
    public let parameters: [Float]
}

extension LinearModel {
    /// The gradient of the mean loss over some pictures: dL/dW = x^T d / n and dL/db = sum(d) / n, where d is (n, columns),
    /// each picture's derivative of its loss by the outputs.
    ///
    /// - Parameter indices: the pictures of the batch; at least one.
    public func gradient(
        of loss: some LossFunction, on dataset: Dataset, batch indices: some Collection<Int>
    ) -> Gradient {
        let indices = Array(indices), count = indices.count
        return gradient(on: dataset, batch: indices) { loss.evaluate($0, $1, label: $2, batchCount: count) }
    }

    /// The same for any function of a picture's outputs and label. Not generic: it is compiled once, in this module.
    private func gradient(
        on dataset: Dataset, batch indices: [Int],
        evaluate: (Float, Float, UInt8) -> (loss: Float, d0: Float, d1: Float)
    ) -> Gradient {
        var kernels = LinearKernels(self)
        let columns = columns, bias = bias
        var total: Float = 0
        var biasSums = [Float](repeating: 0, count: columns)
        var derivatives = [Float](repeating: 0, count: LinearKernels.blockLimit * columns)
        let labels = indices.map { dataset.labels[$0] }
        dataset.withPictures(indices) { pictures in
            for start in stride(from: 0, to: pictures.count, by: LinearKernels.blockLimit) {
                kernels.forward(pictures, from: start)
                for row in 0..<kernels.count {
                    let o0 = kernels.outputs[row * columns] + bias[0]
                    let o1 = columns == 2 ? kernels.outputs[row * columns + 1] + bias[1] : 0
                    let (loss, d0, d1) = evaluate(o0, o1, labels[start + row])
                    total += loss
                    derivatives[row * columns] = d0
                    biasSums[0] += d0
                    guard columns == 2 else { continue }
                    derivatives[row * columns + 1] = d1
                    biasSums[1] += d1
                }
                kernels.accumulate(derivatives)
            }
        }
        let count = Float(labels.count)
        return Gradient(
            loss: total / count, parameters: kernels.sums.map { $0 / count } + biasSums.map { $0 / count })
    }
}
