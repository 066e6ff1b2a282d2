/// The contents of a weights file: layers from the picture to the log-odds, and where they came from.
///
/// docs/weights-format.md specifies the file.
public struct Weights: Equatable, Sendable {
    public var layers: [Layer]
    public var metadata: Metadata

    public init(layers: [Layer], metadata: Metadata) {
        self.layers = layers
        self.metadata = metadata
    }

    /// How the numbers of a layer are stored.
    public enum ElementType: String, CaseIterable, Sendable {
        case float32 = "f32"
        case int8 = "i8"
    }

    /// A fully connected layer, outputs = inputs W + bias, or a convolution with ReLU after it.
    public struct Layer: Equatable, Sendable {
        public var height: Int
        public var width: Int
        public var channels: Int
        public var outputs: Int
        public var tensors: Tensors
        public var kind = Kind.dense

        public var inputs: Int { height * width * channels }

        /// The output that a weight belongs to, by its index in the tensor.
        func output(ofWeight index: Int) -> Int { kind == .dense ? index / inputs : index % outputs }

        /// The input channel that a weight is multiplied with.
        func channel(ofWeight index: Int) -> Int { (kind == .dense ? index : index / outputs) % channels }

        /// What the layer does.
        public enum Kind: Equatable, Sendable {
            case dense
            case convolution(Convolution)
        }
    }

    /// A convolution's kernel, the same in both directions.
    public struct Convolution: Equatable, Sendable {
        public var kernelSize: Int
        public var stride: Int
        public var padding: Int

        public init(kernelSize: Int, stride: Int, padding: Int) {
            self.kernelSize = kernelSize
            self.stride = stride
            self.padding = padding
        }

        /// Height or width of the output: (size + 2 * padding - kernelSize) / stride + 1, rounded down.
        public func outputSize(_ size: Int) -> Int {
            (size + 2 * padding - kernelSize) / stride + 1
        }
    }

    /// The numbers of a layer.
    public enum Tensors: Equatable, Sendable {
        /// weights (outputs, inputs) row-major, of a convolution (kernel rows, kernel columns, input channels, outputs);
        /// biases (outputs).
        case float32(weights: [Float], biases: [Float])
        /// weights likewise; scales and biases (outputs). With inputs that are bytes, output o is
        /// scales[o] * (biases[o] + sum over i of inputs[i] * weights[o, i]), the sum in integers; of a convolution it is
        /// then rounded to a byte.
        case int8(weights: [Int8], scales: [Float], biases: [Int32])
    }

    /// How the weights were made.
    public struct Metadata: Equatable, Sendable {
        public var loss: Loss?
        /// major * 65536 + minor * 256 + patch.
        public var trainerVersion: UInt32 = Weights.trainerVersion
        public var epochs: UInt32 = 0
        public var learningRate: Float = 0
        public var batchSize: UInt32 = 0
        public var seed: UInt64 = 0
        public var dataFingerprint: UInt64 = 0
        public var validationCount: UInt32 = 0
        public var validationErrors: UInt32 = 0

        public init() {}
    }

    /// Of this program, 1.0.0.
    public static let trainerVersion: UInt32 = 0x1_0000

    /// Outputs of the last layer: the log-odds of a three and, where there are two, of a three or a seven.
    public var outputs: Int { layers.last?.outputs ?? 0 }
}

extension Weights {
    /// The weights of a linear model.
    ///
    /// A file has one column, the log-odds of a three. Two are folded into it: with o the outputs for a three and for a
    /// seven, softmax(o)[three] = sigmoid(o[three] - o[seven]), and o[three] - o[seven] is linear in the pixels, too. A
    /// difference that leaves the range of floats is a `fault`.
    public init(_ model: LinearModel, trainedWith loss: Loss, metadata: Metadata) {
        let count = Dataset.pixelCount
        var weights = Array(model.weights.prefix(count)), bias = model.bias[0]
        if model.columns == 2 {
            let three = loss.threeColumn, seven = 1 - loss.threeColumn
            weights = (0..<count).map { model.weights[three * count + $0] - model.weights[seven * count + $0] }
            bias = model.bias[three] - model.bias[seven]
        }
        let tensors = Tensors.float32(weights: weights, biases: [bias])
        let layer = Layer(height: 28, width: 28, channels: 1, outputs: 1, tensors: tensors)
        self.init(layers: [layer], metadata: metadata)
    }

    /// The linear model in the file, with the columns that `loss` trains; nil when the file holds another kind of model.
    ///
    /// Two columns are half of the file's and its opposite: their difference is the file's again, to the last bit unless a
    /// weight is denormal.
    public func linearModel(for loss: Loss) -> LinearModel? {
        guard layers.count == 1, layers[0].kind == .dense, outputs == 1 else { return nil }
        let column: [Float], bias: Float
        switch layers[0].tensors {
        case .float32(let weights, let biases): (column, bias) = (weights, biases[0])
        case .int8(let weights, let scales, let biases):
            // A pixel of 1 is the byte 255.
            (column, bias) = (weights.map { Float($0) * scales[0] * 255 }, Float(biases[0]) * scales[0])
        }
        guard loss.columns == 2 else { return LinearModel(weights: column, bias: [bias]) }
        let signs: [Float] = loss.threeColumn == 0 ? [0.5, -0.5] : [-0.5, 0.5]
        return LinearModel(weights: signs.flatMap { sign in column.map { sign * $0 } }, bias: signs.map { $0 * bias })
    }

    /// The same layers with int8 weights, one scale an output: q = round(w / s) with s = max|w| / 127.
    public func quantized() -> Weights {
        var result = self
        result.layers = layers.map { layer in
            guard case .float32(let weights, let biases) = layer.tensors else { return layer }
            var layer = layer
            let steps = zip(layer.largestMagnitudes(weights), biases).map { largest, bias -> Float in
                // The format bounds scales and biases: no bias above 2^30 steps, no scale below 2^-40 or of 2^16.
                min(max(largest / 127, 0x1p-40 * 255, bias.magnitude * 255 / 0x1p29), 0x1p15)
            }
            let integers = weights.enumerated().map { index, weight in
                Int8(max(-127, min(127, (weight / steps[layer.output(ofWeight: index)]).rounded())))
            }
            let scales = steps.map { $0 / 255 }
            layer.tensors = .int8(
                weights: integers, scales: scales,
                biases: zip(biases, scales).map { Int32(max(-0x1p30, min(0x1p30, ($0 / $1).rounded()))) })
            return layer
        }
        return result
    }
}

extension Weights.Layer {
    /// (outputs): the largest magnitude among the weights of each.
    func largestMagnitudes(_ weights: [Float]) -> [Float] {
        var largest = [Float](repeating: 0, count: outputs)
        for (index, weight) in weights.enumerated() {
            let output = output(ofWeight: index)
            largest[output] = max(largest[output], weight.magnitude)
        }
        return largest
    }
}
