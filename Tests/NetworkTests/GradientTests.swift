import Testing

@testable import Training

/// The analytic gradients, against central differences in float64.
struct GradientTests {
    private static let architectures = [
        NetworkArchitecture(channels: [2, 3]),
        NetworkArchitecture(stages: [
            .init(.init(kernelSize: 5, stride: 3, padding: 2), outputs: 5),
            .init(.init(kernelSize: 3, stride: 1, padding: 1), outputs: 2),
            .init(.init(kernelSize: 2, stride: 2, padding: 0), outputs: 6),
        ]),
    ]

    @Test(arguments: architectures)
    func agreesWithDifferences(architecture: NetworkArchitecture) {
        var random = RandomSource(seed: 11)
        var network = Network<Double>(architecture, using: &random)
        // Biases as well as weights, so that no derivative is 0 by chance.
        for index in network.parameters.indices { network.parameters[index] += 0.1 * random.normal() }
        let workspace = NetworkWorkspace<Double>(network.layers)
        for index in 0..<784 * laneCount { workspace.pictures[index] = random.uniform() }
        let labels: [UInt8] = [1, 0, 0, 1, 1, 0, 1]

        func loss(_ network: Network<Double>, _ gradient: inout [Double]) -> Double {
            gradient.withUnsafeMutableBufferPointer {
                network.addGradient(workspace, labels: labels[...], to: $0.baseAddress!)
            }
        }
        var gradient = [Double](repeating: 0, count: network.parameters.count)
        _ = loss(network, &gradient)
        var ignored = gradient
        let step = 1e-5
        for index in network.parameters.indices {
            var above = network, below = network
            above.parameters[index] += step
            below.parameters[index] -= step
            let difference = (loss(above, &ignored) - loss(below, &ignored)) / (2 * step)
            // A ReLU between the two points makes an error of the order of the step.
            #expect(
                (difference - gradient[index]).magnitude < 1e-4 * (1 + difference.magnitude),
                "parameter \(index): \(gradient[index]), by differences \(difference)")
        }
    }

    /// Float and Double are the same code: they differ by rounding only.
    @Test func floatAgreesWithDouble() {
        var random = RandomSource(seed: 12)
        let network = Network<Float>(.convTiny, using: &random)
        let double = Network<Double>(.convTiny, parameters: network.parameters.map(Double.init))
        let workspace = NetworkWorkspace<Float>(network.layers), doubles = NetworkWorkspace<Double>(network.layers)
        for index in 0..<784 * laneCount {
            workspace.pictures[index] = Float(random.uniform())
            doubles.pictures[index] = Double(workspace.pictures[index])
        }
        var gradient = [Float](repeating: 0, count: 729), exact = [Double](repeating: 0, count: 729)
        let labels: [UInt8] = [1, 0, 0, 1, 1, 0, 1, 0]
        _ = gradient.withUnsafeMutableBufferPointer {
            network.addGradient(workspace, labels: labels[...], to: $0.baseAddress!)
        }
        _ = exact.withUnsafeMutableBufferPointer {
            double.addGradient(doubles, labels: labels[...], to: $0.baseAddress!)
        }
        for (a, b) in zip(gradient, exact) { #expect((Double(a) - b).magnitude < 1e-4 * (1 + b.magnitude)) }
    }
}
