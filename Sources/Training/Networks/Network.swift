import WeightsFile

/// A network and its parameters.
///
/// With x a layer's input (height, width, channels), W its weights (kernel rows, kernel columns, channels, outputs), b its
/// biases, s its stride and p its padding, a convolution is
///
///     y[r, c, o] = max(0, b[o] + sum over k, l, i of x[s r + k - p, s c + l - p, i] W[k, l, i, o]),
///
/// with zeros outside of x, and the dense layer at the end is z[o] = b[o] + sum of x W[o] over all of x: the log-odds of a
/// three and, of a network that tells others, those that the picture is a three or a seven.
struct Network<Scalar: NetworkScalar>: Sendable {
    let architecture: NetworkArchitecture
    let layers: [NetworkLayer]
    /// Layer by layer, each layer's weights and then its biases.
    var parameters: [Scalar]

    /// - Parameter parameters: (architecture.parameterCount).
    init(_ architecture: NetworkArchitecture, parameters: [Scalar]) {
        self.architecture = architecture
        self.layers = architecture.layers
        self.parameters = parameters
    }

    /// Weights drawn from a normal distribution of variance 2 / fan-in (He, Zhang, Ren and Sun, "Delving deep into
    /// rectifiers", 2015), of variance 1 / fan-in for the dense layer, which no ReLU follows; biases 0.
    init(_ architecture: NetworkArchitecture, using random: inout RandomSource) {
        var parameters = [Scalar](repeating: 0, count: architecture.parameterCount)
        for layer in architecture.layers {
            let deviation = ((layer.convolution == nil ? 1 : 2) / Double(layer.fanIn)).squareRoot()
            for index in layer.weights { parameters[index] = Scalar(random.normal() * deviation) }
        }
        self.init(architecture, parameters: parameters)
    }
}

/// The memory that a network needs for eight pictures.
final class NetworkWorkspace<Scalar: NetworkScalar>: @unchecked Sendable {
    /// Of each layer, its input (height, width, channels, 8), the pictures first; at the end the output (outputs, 8).
    let values: [UnsafeMutablePointer<Scalar>]
    /// The derivatives of the loss by `values`. Those by the pictures are not computed.
    let derivatives: [UnsafeMutablePointer<Scalar>]

    init(_ layers: [NetworkLayer]) {
        func buffer(_ count: Int) -> UnsafeMutablePointer<Scalar> {
            let buffer = UnsafeMutablePointer<Scalar>.allocate(capacity: count * laneCount)
            buffer.initialize(repeating: 0, count: count * laneCount)
            return buffer
        }
        let counts = layers.map(\.inputCount) + [layers.last?.outputs ?? 0]
        values = counts.map(buffer)
        derivatives = counts.map(buffer)
    }

    deinit {
        for buffer in values + derivatives { buffer.deallocate() }
    }

    /// (784, 8): pixel by pixel, the eight pictures side by side.
    var pictures: UnsafeMutablePointer<Scalar> { values[0] }
    /// (outputs, 8): the log-odds of a three, then those of a three or a seven.
    var logOdds: UnsafeMutablePointer<Scalar> { values[values.count - 1] }
}
