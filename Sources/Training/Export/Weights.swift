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
        /// weights (inputs, outputs) row-major, of a convolution (kernel rows, kernel columns, input channels, outputs);
        /// biases (outputs).
        case float32(weights: [Float], biases: [Float])
        /// weights likewise; scales and biases (outputs). With inputs that are bytes, output o is
        /// scales[o] * (biases[o] + sum over i of inputs[i] * weights[i, o]), the sum in integers; of a convolution it is
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

    /// Outputs of the last layer: 1 (the log-odds of a three) or 2 (three, seven).
    public var columns: Int { layers.last?.outputs ?? 0 }
}

extension Weights {
    /// The weights of a linear model.
    ///
    /// In a file of two columns the first means "three", whatever column did in training.
    public init(_ model: LinearModel, trainedWith loss: Loss, metadata: Metadata) {
        let columns = model.columns == 2 && loss.threeColumn == 1 ? [1, 0] : Array(0..<model.columns)
        let weights = (0..<Dataset.pixelCount).flatMap { pixel in
            columns.map { model.weights[$0 * Dataset.pixelCount + pixel] }
        }
        let tensors = Tensors.float32(weights: weights, biases: columns.map { model.bias[$0] })
        let layer = Layer(height: 28, width: 28, channels: 1, outputs: model.columns, tensors: tensors)
        self.init(layers: [layer], metadata: metadata)
    }

    /// The linear model in the file, its columns in the order that `loss` trains; nil when the file holds another kind of
    /// model or another number of columns.
    public func linearModel(for loss: Loss) -> LinearModel? {
        guard layers.count == 1, layers[0].kind == .dense, columns == loss.columns else { return nil }
        let layer = layers[0]
        let order = columns == 2 && loss.threeColumn == 1 ? [1, 0] : Array(0..<columns)
        func column(_ column: Int, _ value: (Int) -> Float) -> [Float] {
            (0..<layer.inputs).map { value($0 * columns + column) }
        }
        switch layer.tensors {
        case .float32(let weights, let biases):
            return LinearModel(
                weights: order.flatMap { column($0) { weights[$0] } }, bias: order.map { biases[$0] })
        case .int8(let weights, let scales, let biases):
            // A pixel of 1 is the byte 255.
            return LinearModel(
                weights: order.flatMap { o in column(o) { Float(weights[$0]) * scales[o] * 255 } },
                bias: order.map { Float(biases[$0]) * scales[$0] })
        }
    }

    /// The same layers with int8 weights, one scale an output: q = round(w / s) with s = max|w| / 127.
    public func quantized() -> Weights {
        var result = self
        result.layers = layers.map { layer in
            guard case .float32(let weights, let biases) = layer.tensors else { return layer }
            var layer = layer
            let outputs = layer.outputs
            let steps = (0..<outputs).map { output -> Float in
                let largest = stride(from: output, to: weights.count, by: outputs).reduce(Float(0)) {
                    max($0, weights[$1].magnitude)
                }
                // The format bounds scales and biases: no bias above 2^30 steps, no scale below 2^-40 or of 2^16.
                let smallest = max(0x1p-40 * 255, biases[output].magnitude * 255 / 0x1p29)
                return min(max(largest / 127, smallest), 0x1p15)
            }
            let integers = weights.enumerated().map { index, weight in
                Int8(max(-127, min(127, (weight / steps[index % outputs]).rounded())))
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
