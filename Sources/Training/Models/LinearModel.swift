/// A linear layer on the pixels: o = x W + b, with pixels x = byte / 255.
public struct LinearModel: Equatable, Sendable {
    /// Number of outputs: 1 or 2.
    public let columns: Int
    /// (columns, 784): one column of W after the other.
    public var weights: [Float]
    /// (columns).
    public var bias: [Float]

    /// - Parameters:
    ///   - weights: (columns, 784), one column after the other.
    ///   - bias: (columns).
    public init(weights: [Float], bias: [Float]) {
        columns = bias.count
        self.weights = weights
        self.bias = bias
    }

    /// All parameters drawn from a normal distribution with mean 0.
    ///
    /// - Parameter deviation: its standard deviation; the notebook's is 1.
    public init(columns: Int, deviation: Double, using random: inout RandomSource) {
        func draw() -> Float { Float(random.normal() * deviation) }
        let weights = (0..<columns * Dataset.pixelCount).map { _ in draw() }
        self.init(weights: weights, bias: (0..<columns).map { _ in draw() })
    }

    public var parameterCount: Int { weights.count + bias.count }
}
