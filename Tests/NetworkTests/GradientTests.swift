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

    @Test(arguments: architectures, [false, true])
    func agreesWithDifferences(architecture: NetworkArchitecture, tellsOthers: Bool) {
        let architecture = architecture.tellingOthers(tellsOthers)
        var random = RandomSource(seed: 11)
        var network = Network<Double>(architecture, using: &random)
        // Biases as well as weights, so that no derivative is 0 by chance.
        for index in network.parameters.indices { network.parameters[index] += 0.1 * random.normal() }
        let workspace = NetworkWorkspace<Double>(network.layers)
        for index in 0..<784 * laneCount { workspace.pictures[index] = random.uniform() }
        let labels: [UInt8] = [1, 0, 2, 1, 1, 2, 0]

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

    /// Softplus of 0 is ln 2: a network that knows nothing has as much loss for each picture and each output that counts.
    @Test func othersCountForTheSecondOutputOnly() {
        let nothing = NetworkArchitecture(channels: [2])
        func loss(_ tellsOthers: Bool, _ labels: [UInt8]) -> (loss: Double, biases: [Double]) {
            let architecture = nothing.tellingOthers(tellsOthers)
            let network = Network<Double>(
                architecture, parameters: [Double](repeating: 0, count: architecture.parameterCount))
            var gradient = network.parameters
            let loss = gradient.withUnsafeMutableBufferPointer {
                network.addGradient(NetworkWorkspace(network.layers), labels: labels[...], to: $0.baseAddress!)
            }
            return (loss / 0.6931471805599453, Array(gradient.suffix(tellsOthers ? 2 : 1)))
        }
        func expect(_ found: (loss: Double, biases: [Double]), _ loss: Double, _ biases: [Double]) {
            #expect((found.loss - loss).magnitude < 1e-12)
            for (a, b) in zip(found.biases, biases) { #expect((a - b).magnitude < 1e-12) }
        }
        // A derivative is 0.5 - target: -0.5 for a three, 0.5 for a seven; times 0.3 of the second output.
        expect(loss(false, [1, 1, 0]), 3, [-0.5])
        expect(loss(false, [1, 1, 0, 2, 2]), 3, [-0.5])
        expect(loss(true, [1, 1, 0]), 3 * 1.3, [-0.5, -0.45])
        expect(loss(true, [1, 1, 0, 2, 2]), 3 + 5 * 0.3, [-0.5, -0.15])
        expect(loss(true, [2]), 0.3, [0, 0.15])
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
