import FileInput
import Training
import WeightsFile

/// A line or a network that another program trained, brought into the layout of a weights file.
public struct ForeignModel: Sendable {
    public let layers: [Weights.Layer]
    /// Outputs that the model had: 1 or 2.
    public let outputs: Int

    /// Far more than any of these models needs, even in float64.
    static let byteLimit = 1 << 20

    /// Reads a file of NumPy or of safetensors.
    ///
    /// - Parameters:
    ///   - file: its name.
    ///   - outputs: what two outputs mean; nil for a model of one, and `firstSecond` for one of two.
    /// - Throws: `ForeignModelError` or `InputError`.
    public init(file: String, outputs: ModelOutputs?) throws {
        let bytes = try InputFile.bytes(of: file, limit: ForeignModel.byteLimit)
        let isArray = bytes.starts(with: NumPyArray.magic)
        let tensors = isArray ? [try NumPyArray.tensor(bytes, file: file)] : try SafeTensors.tensors(bytes, file: file)
        guard var layers = ForeignModel.layers(of: tensors) else {
            throw ForeignModelError.unknownModel(file: file, shapes: tensors.map(\.summary))
        }
        self.outputs = layers[layers.count - 1].outputs
        guard self.outputs == 2 || outputs == nil else {
            throw ForeignModelError.outputs(
                file: file, reason: "has one output, the log-odds of the first class; --outputs is for two")
        }
        if self.outputs == 2, outputs == .firstKnown {
            guard layers.count > 1 else {
                throw ForeignModelError.outputs(
                    file: file, reason: "a line cannot tell what is neither of the two classes")
            }
        } else if self.outputs == 2 {
            layers[layers.count - 1] = layers[layers.count - 1].folded(firstColumn: outputs == .secondFirst ? 1 : 0)
        }
        // The difference of two finite columns may be infinite.
        guard Weights(layers: layers, metadata: Weights.Metadata()).fault == nil else {
            throw ForeignModelError.notFinite(file: file)
        }
        self.layers = layers
    }

    /// The layers of a line or of one of the networks that the trainer has; nil for tensors of other models.
    static func layers(of tensors: [Tensor]) -> [Weights.Layer]? {
        if let line = line(of: tensors) { return [line] }
        for architecture in [NetworkArchitecture.convTiny, .conv] {
            if let network = network(of: tensors, architecture) { return network }
        }
        return nil
    }
}

extension Weights.Layer {
    /// One output for two: the softmax of two numbers is the sigmoid of their difference.
    func folded(firstColumn: Int) -> Weights.Layer {
        guard case .float32(let weights, let biases) = tensors, outputs == 2 else { return self }
        let first = weights[(firstColumn * inputs)...], second = weights[((1 - firstColumn) * inputs)...]
        var layer = self
        layer.outputs = 1
        layer.tensors = .float32(
            weights: zip(first.prefix(inputs), second.prefix(inputs)).map { $0 - $1 },
            biases: [biases[firstColumn] - biases[1 - firstColumn]])
        return layer
    }
}

extension Tensor {
    /// For errors: the name and the shape.
    var summary: String {
        "\(name.isEmpty ? "an array" : name) of shape (\(shape.map(String.init).joined(separator: ", ")))"
    }
}
