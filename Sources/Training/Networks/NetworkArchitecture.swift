import WeightsFile

/// The layers of a network: convolutions with ReLU, then a dense layer. Its first output is the log-odds of a three; a
/// second, where there is one, the log-odds that the picture is either class at all.
public struct NetworkArchitecture: Equatable, Sendable {
    /// One convolution of the network.
    public struct Stage: Equatable, Sendable {
        public var convolution: Weights.Convolution
        /// Channels of its output.
        public var outputs: Int

        public init(_ convolution: Weights.Convolution, outputs: Int) {
            self.convolution = convolution
            self.outputs = outputs
        }
    }

    public let stages: [Stage]
    /// Whether there is a second output.
    public let tellsOthers: Bool

    /// - Parameters:
    ///   - stages: one or more, each with a kernel that fits what it gets.
    ///   - tellsOthers: whether there is a second output.
    public init(stages: [Stage], tellsOthers: Bool = false) {
        self.stages = stages
        self.tellsOthers = tellsOthers
    }

    /// The same convolutions, with the second output or without it.
    public func tellingOthers(_ tellsOthers: Bool = true) -> NetworkArchitecture {
        NetworkArchitecture(stages: stages, tellsOthers: tellsOthers)
    }

    /// Of the dense layer: 1 or 2.
    var outputs: Int { tellsOthers ? 2 : 1 }

    /// 28x28 -> 14x14x4 -> 7x7x8 -> 1: 729 parameters; 1,122 with a second output.
    public static let convTiny = NetworkArchitecture(channels: [4, 8])
    /// 28x28 -> 14x14x8 -> 7x7x16 -> 4x4x16 -> 1: 3,825 parameters; 4,082 with a second output.
    public static let conv = NetworkArchitecture(channels: [8, 16, 16])

    /// Kernels of 3x3 with stride 2 and padding 1: each halves height and width.
    public init(channels: [Int]) {
        let halving = Weights.Convolution(kernelSize: 3, stride: 2, padding: 1)
        self.init(stages: channels.map { Stage(halving, outputs: $0) })
    }

    /// Shapes and places of all layers, the dense one last.
    var layers: [NetworkLayer] {
        var layers: [NetworkLayer] = []
        var (height, width, channels, offset) = (28, 28, 1, 0)
        for stage in stages {
            let layer = NetworkLayer(
                convolution: stage.convolution, height: height, width: width, channels: channels,
                outputs: stage.outputs, parameters: offset)
            layers.append(layer)
            (height, width, channels) = (layer.outputHeight, layer.outputWidth, layer.outputs)
            offset += layer.weightCount + layer.outputs
        }
        layers.append(
            NetworkLayer(
                convolution: nil, height: height, width: width, channels: channels, outputs: outputs,
                parameters: offset))
        return layers
    }

    public var parameterCount: Int {
        layers.reduce(0) { $0 + $1.weightCount + $1.outputs }
    }
}

/// One layer's shape, and where its parameters lie among those of the network.
struct NetworkLayer {
    /// nil for the dense layer.
    let convolution: Weights.Convolution?
    let height: Int
    let width: Int
    let channels: Int
    let outputs: Int
    /// Index of its first weight; the weights (kernel rows, kernel columns, channels, outputs), or (outputs, inputs) of the
    /// dense layer, are followed by the biases (outputs).
    let parameters: Int

    var outputHeight: Int { convolution?.outputSize(height) ?? 1 }
    var outputWidth: Int { convolution?.outputSize(width) ?? 1 }
    var inputCount: Int { height * width * channels }
    var outputCount: Int { outputHeight * outputWidth * outputs }
    /// Inputs that one output sees, without those that the padding stands for.
    var fanIn: Int { convolution.map { $0.kernelSize * $0.kernelSize * channels } ?? inputCount }
    var weightCount: Int { fanIn * outputs }
    var weights: Range<Int> { parameters..<(parameters + weightCount) }
    var biases: Range<Int> { (parameters + weightCount)..<(parameters + weightCount + outputs) }
}
