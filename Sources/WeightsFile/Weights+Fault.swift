extension Weights {
    /// Why weights are none that the format allows.
    public enum Fault: Error, Equatable {
        /// A number of layers that the format does not have.
        case layerCount(Int)
        /// A layer that does not fit what it gets, or is not where layers of its kind may be.
        case shape(layer: Int)
        /// Element types that differ, or tensors of the wrong sizes.
        case tensors(layer: Int)
        /// A number that is not finite, or a scale or bias beyond its range.
        case values(layer: Int)
        /// A learning rate that is not finite, or more errors than pictures.
        case metadata
    }

    /// What is wrong with the weights; nil when nothing is, and `encoded()` gives a file that libmnist37 opens, as far as
    /// it has memory for the network.
    public var fault: Fault? {
        guard metadata.learningRate.isFinite, metadata.validationErrors <= metadata.validationCount else {
            return .metadata
        }
        guard 1...Weights.layerLimit ~= layers.count else { return .layerCount(layers.count) }
        var input = Layer.Input.picture
        for (index, layer) in layers.enumerated() {
            guard layer.fits(&input, isOnly: layers.count == 1, isLast: index == layers.count - 1) else {
                return .shape(layer: index)
            }
            guard layer.elementType == layers[0].elementType, layer.hasWholeTensors else {
                return .tensors(layer: index)
            }
            guard layer.hasUsableValues else { return .values(layer: index) }
        }
        return nil
    }

    /// The most layers of a file.
    package static let layerLimit = 16
    /// The most bytes that a file can need; it is far above what libmnist37 runs.
    public static let byteLimit = 16 << 20
}

extension Weights.Fault: CustomStringConvertible {
    public var description: String {
        switch self {
        case .layerCount(let count): "\(count) layers; there may be 1 to \(Weights.layerLimit)"
        case .shape(let layer): "layer \(layer + 1) does not fit the one before it, or has an impossible shape"
        case .tensors(let layer): "layer \(layer + 1) has another number or another type of weights than it needs"
        case .values(let layer): "layer \(layer + 1) has numbers that are not finite or out of the format's range"
        case .metadata: "the learning rate is not finite, or there are more errors than pictures"
        }
    }
}

extension Weights.Layer {
    /// What a layer gets from the one before it.
    struct Input {
        var height: Int
        var width: Int
        var channels: Int

        static let picture = Input(height: 28, width: 28, channels: 1)
    }

    /// Whether the layer takes `input` and the format has such a layer; `input` becomes what it gives to the next.
    ///
    /// Then no product of its dimensions is large: each is at most 28, those of channels at most 64.
    func fits(_ input: inout Input, isOnly: Bool, isLast: Bool) -> Bool {
        guard height == input.height, width == input.width, channels == input.channels else { return false }
        switch kind {
        case .dense: return isLast && (outputs == 1 || outputs == 2 && !isOnly)
        case .convolution(let convolution):
            let (size, stride, padding) = (convolution.kernelSize, convolution.stride, convolution.padding)
            guard !isLast, 1...min(height, width) ~= size, 1...size ~= stride, padding >= 0, padding < size,
                2 * padding < size, 1...64 ~= outputs
            else { return false }
            input = Input(
                height: convolution.outputSize(height), width: convolution.outputSize(width), channels: outputs)
            return true
        }
    }

    /// Weights of the layer; for a layer that `fits`.
    package var weightCount: Int {
        switch kind {
        case .dense: inputs * outputs
        case .convolution(let convolution): convolution.kernelSize * convolution.kernelSize * channels * outputs
        }
    }

    fileprivate var hasWholeTensors: Bool {
        switch tensors {
        case .float32(let weights, let biases): weights.count == weightCount && biases.count == outputs
        case .int8(let weights, let scales, let biases):
            weights.count == weightCount && scales.count == outputs && biases.count == outputs
        }
    }

    fileprivate var hasUsableValues: Bool {
        switch tensors {
        case .float32(let weights, let biases): weights.allSatisfy(\.isFinite) && biases.allSatisfy(\.isFinite)
        case .int8(_, let scales, let biases):
            scales.allSatisfy { $0 >= 0x1p-40 && $0 < 0x1p16 } && biases.allSatisfy { $0.magnitude <= 1 << 30 }
        }
    }
}
