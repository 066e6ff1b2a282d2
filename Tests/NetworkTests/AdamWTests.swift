import Testing

@testable import Training

struct AdamWTests {
    /// The formulas of the paper in float64, with powers and without running corrections.
    @Test(arguments: [0, 0.01, 0.3] as [Float]) func agreesWithThePaper(decay: Float) {
        var random = RandomSource(seed: 2)
        var parameters = (0..<5).map { _ in Float(random.normal()) }
        var expected = parameters.map(Double.init)
        var optimizer = AdamW(parameterCount: 5, weightDecay: decay)
        var gradients: [[Double]] = []
        for step in 1...40 {
            let gradient = (0..<5).map { _ in Float(random.normal()) }
            gradients.append(gradient.map(Double.init))
            let rate = Float(0.01 + 0.001 * Double(step))
            optimizer.step(&parameters, gradient: gradient, rate: rate)
            for index in 0..<5 {
                // m = (1 - b) sum of b^(t - i) g_i over 1 - b^t is the weighted mean of the gradients so far.
                func mean(_ b: Double, _ value: (Double) -> Double) -> Double {
                    var sum = 0.0, weight = 0.0, factor = 1.0
                    for gradient in gradients.reversed() {
                        sum += factor * value(gradient[index])
                        weight += factor
                        factor *= b
                    }
                    return sum / weight
                }
                let direction = mean(0.9) { $0 } / (mean(0.99) { $0 * $0 }.squareRoot() + 1e-5)
                expected[index] -= Double(rate) * (direction + Double(decay) * expected[index])
                #expect((Double(parameters[index]) - expected[index]).magnitude < 1e-4, "step \(step)")
            }
        }
    }

    /// Without a gradient, decay alone moves a parameter: by rate times decay of it.
    @Test func decaysWithoutAGradient() {
        var optimizer = AdamW(parameterCount: 2, weightDecay: 0.01)
        var parameters: [Float] = [1, -2]
        optimizer.step(&parameters, gradient: [0, 0], rate: 0.5)
        #expect((parameters[0] - 0.995).magnitude < 1e-6 && (parameters[1] + 1.99).magnitude < 1e-6)
        optimizer = AdamW(parameterCount: 2, weightDecay: 0)
        optimizer.step(&parameters, gradient: [0, 0], rate: 0.5)
        #expect((parameters[0] - 0.995).magnitude < 1e-6)
    }
}
