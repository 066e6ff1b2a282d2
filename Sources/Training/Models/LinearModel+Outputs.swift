import Algorithms
import WeightsFile

extension LinearModel {
    /// The outputs for a whole dataset: (count, columns) row-major.
    public func outputs(for dataset: Dataset) -> [Float] {
        var result: [Float] = []
        result.reserveCapacity(dataset.count * columns)
        var kernels = LinearKernels(self)
        let columns = columns, bias = bias
        dataset.withPictures(0..<dataset.count) { pictures in
            for start in stride(from: 0, to: pictures.count, by: LinearKernels.blockLimit) {
                kernels.forward(pictures, from: start)
                for index in 0..<kernels.count * columns {
                    result.append(kernels.outputs[index] + bias[index % columns])
                }
            }
        }
        return result
    }
}

extension LinearModel: TrainableModel {
    /// The output of one column, or the difference of two.
    public func logOdds(for dataset: Dataset, trainedWith loss: Loss) -> [Float] {
        let outputs = outputs(for: dataset)
        guard columns == 2 else { return outputs }
        return outputs.chunks(ofCount: 2).map { pair in
            pair[pair.startIndex + loss.threeColumn] - pair[pair.startIndex + 1 - loss.threeColumn]
        }
    }

    public func weights(trainedWith loss: Loss, metadata: Weights.Metadata) -> Weights {
        Weights(self, trainedWith: loss, metadata: metadata)
    }
}
