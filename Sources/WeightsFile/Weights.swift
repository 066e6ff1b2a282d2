/// The contents of a weights file: layers from the picture to the log-odds, and where they came from.
///
/// docs/weights-format.md specifies the file.
public struct Weights: Equatable, Sendable {
    public var layers: [Layer]
    public var metadata: Metadata
    /// What the answers are called.
    public var classes: ClassNames

    public init(layers: [Layer], metadata: Metadata, classes: ClassNames = .threesAndSevens) {
        self.layers = layers
        self.metadata = metadata
        self.classes = classes
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

        public init(
            height: Int, width: Int, channels: Int, outputs: Int, tensors: Tensors, kind: Kind = .dense
        ) {
            self.height = height
            self.width = width
            self.channels = channels
            self.outputs = outputs
            self.tensors = tensors
            self.kind = kind
        }

        package var inputs: Int { height * width * channels }

        /// The output that a weight belongs to, by its index in the tensor.
        package func output(ofWeight index: Int) -> Int { kind == .dense ? index / inputs : index % outputs }

        /// The input channel that a weight is multiplied with.
        package func channel(ofWeight index: Int) -> Int { (kind == .dense ? index : index / outputs) % channels }

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

    /// Outputs of the last layer: the log-odds of the first class and, where there are two, of either class.
    public var outputs: Int { layers.last?.outputs ?? 0 }
}
