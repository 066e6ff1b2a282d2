import Training
import WeightsFile

extension ForeignModel {
    /// A network in PyTorch's layout: a convolution's weights are (outputs, channels, rows, columns), and the dense layer
    /// sees its input in the order channel, row, column. The bias of NAME.weight is NAME.bias.
    ///
    /// - Returns: nil when the tensors are not exactly those of the architecture, with one output or with two.
    static func network(of tensors: [Tensor], _ architecture: NetworkArchitecture) -> [Weights.Layer]? {
        guard tensors.count == 2 * (architecture.stages.count + 1) else { return nil }
        var layers: [Weights.Layer] = []
        var (height, width, channels) = (28, 28, 1)
        for stage in architecture.stages {
            let size = stage.convolution.kernelSize
            guard let (weights, bias) = layer(of: tensors, [stage.outputs, channels, size, size]) else { return nil }
            layers.append(
                Weights.Layer(
                    height: height, width: width, channels: channels, outputs: stage.outputs,
                    tensors: .float32(weights: weights.transposed([2, 3, 1, 0]), biases: bias.values),
                    kind: .convolution(stage.convolution)))
            height = stage.convolution.outputSize(height)
            width = stage.convolution.outputSize(width)
            channels = stage.outputs
        }
        for outputs in 1...2 {
            guard let (weights, bias) = layer(of: tensors, [outputs, height * width * channels]) else { continue }
            let dense = Tensor(name: "", shape: [outputs, channels, height, width], values: weights.values)
            layers.append(
                Weights.Layer(
                    height: height, width: width, channels: channels, outputs: outputs,
                    tensors: .float32(weights: dense.transposed([0, 2, 3, 1]), biases: bias.values)))
            return layers
        }
        return nil
    }

    /// The one tensor of this shape and its bias.
    private static func layer(of tensors: [Tensor], _ shape: [Int]) -> (weights: Tensor, bias: Tensor)? {
        let found = tensors.filter { $0.shape == shape }
        guard found.count == 1, found[0].name.hasSuffix("weight") else { return nil }
        let name = found[0].name.dropLast("weight".count) + "bias"
        guard let bias = tensors.first(where: { $0.name == name }), bias.shape == [shape[0]] else { return nil }
        return (found[0], bias)
    }
}
