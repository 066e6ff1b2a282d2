/// A linear layer on the pixels: o = x W + b, with pixels x = byte / 255.
public struct LinearModel: Equatable, Sendable {
    /// (columns, 784), one column of W after the other, then the biases (columns).
    public var parameters: [Float]

    /// Number of outputs: 1 or 2.
    public var columns: Int { parameters.count / (Dataset.pixelCount + 1) }
    /// (columns, 784).
    public var weights: [Float] { Array(parameters.dropLast(columns)) }
    /// (columns).
    public var bias: [Float] { Array(parameters.suffix(columns)) }

    /// - Parameter parameters: weights (columns, 784), one column after the other, then biases (columns).
    public init(parameters: [Float]) {
        self.parameters = parameters
    }

    /// - Parameters:
    ///   - weights: (columns, 784), one column after the other.
    ///   - bias: (columns).
    public init(weights: [Float], bias: [Float]) {
        self.init(parameters: weights + bias)
    }

    /// All parameters drawn from a normal distribution with mean 0.
    ///
    /// - Parameter deviation: its standard deviation; the notebook's is 1.
    public init(columns: Int, deviation: Double, using random: inout RandomSource) {
        parameters = (0..<columns * (Dataset.pixelCount + 1)).map { _ in Float(random.normal() * deviation) }
    }
}
