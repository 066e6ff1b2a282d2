import Testing

@testable import Training
@testable import Notebook
import WeightsFile

/// Every analytic gradient against central differences in float64: f'(x) = (f(x + h) - f(x - h)) / 2h + O(h^2).
struct GradientTests {
    private static let step = 1e-5

    /// Random outputs, from close together to far apart.
    private static func outputs(_ random: inout RandomSource) -> (Double, Double) {
        let size = Double.random(in: 0.01...12, using: &random)
        return (size * random.normal(), size * random.normal())
    }

    private func expectGradient(
        _ o0: Double, _ o1: Double, columns: Int,
        _ evaluate: (Double, Double) -> (loss: Double, d0: Double, d1: Double),
        _ comment: Comment
    ) {
        let h = GradientTests.step
        let (_, d0, d1) = evaluate(o0, o1)
        let n0 = (evaluate(o0 + h, o1).loss - evaluate(o0 - h, o1).loss) / (2 * h)
        let n1 = (evaluate(o0, o1 + h).loss - evaluate(o0, o1 - h).loss) / (2 * h)
        #expect((d0 - n0).magnitude < 1e-8, comment)
        #expect((d1 - (columns == 2 ? n1 : 0)).magnitude < 1e-8, comment)
    }

    @Test(arguments: Loss.allCases) func lossesHaveTheirDerivatives(loss: Loss) {
        var random = RandomSource(seed: 3)
        for _ in 0..<500 {
            let (o0, o1) = GradientTests.outputs(&random)
            let label = UInt8.random(in: 0...1, using: &random)
            expectGradient(
                o0, o1, columns: loss.columns, { loss.evaluate($0, $1, label: label) },
                "\(loss) of \(o0), \(o1) for label \(label)")
        }
    }

    @Test(arguments: NotebookLoss.allCases) func notebookLossesHaveTheirDerivatives(loss: NotebookLoss) {
        var random = RandomSource(seed: 7)
        for _ in 0..<500 {
            let (o0, o1) = GradientTests.outputs(&random)
            let label = UInt8.random(in: 0...1, using: &random)
            let count = Int.random(in: 1...300, using: &random)
            expectGradient(
                o0, o1, columns: loss.columns, { loss.evaluate($0, $1, label: label, batchCount: count) },
                "\(loss) of \(o0), \(o1) for label \(label) in a batch of \(count)")
        }
    }

    /// The linear layer: random pictures, batches of random size in random order, one column and two, each loss. The
    /// float32 gradient is held against differences of the float64 mean loss.
    @Test(arguments: Loss.allCases) func linearLayerHasItsGradient(loss: Loss) {
        var random = RandomSource(seed: 11)
        for size in [1, 2, 3, 4, 5, 8, 61] {
            let pictures = size + Int.random(in: 0...5, using: &random)
            let dataset = GradientTests.dataset(pictures, &random)
            let batch = random.permutation(of: pictures).prefix(size)
            let model = LinearModel(
                columns: loss.columns, deviation: Double.random(in: 0.001...0.2, using: &random), using: &random)
            let gradient = model.gradient(of: loss, on: dataset, batch: batch)
            let parameters = model.parameters.map(Double.init)
            let analytic = gradient.parameters

            func meanLoss(_ parameters: [Double]) -> Double {
                GradientTests.meanLoss(loss, parameters, dataset, batch)
            }
            #expect((Double(gradient.loss) - meanLoss(parameters)).magnitude < 1e-5)
            let someWeights = (0..<25).map { _ in Int.random(in: 0..<model.weights.count, using: &random) }
            for index in someWeights + Array(model.weights.count..<parameters.count) {
                var above = parameters, below = parameters
                above[index] += GradientTests.step
                below[index] -= GradientTests.step
                let numeric = (meanLoss(above) - meanLoss(below)) / (2 * GradientTests.step)
                #expect(
                    (Double(analytic[index]) - numeric).magnitude < 1e-5 * (1 + numeric.magnitude),
                    "\(loss), batch of \(size), parameter \(index)")
            }
        }
    }

    /// Pictures of which about a fifth of the pixels are ink, as in MNIST.
    private static func dataset(_ count: Int, _ random: inout RandomSource) -> Dataset {
        let pixels = (0..<count * Dataset.pixelCount).map { _ in
            random.uniform() < 0.2 ? UInt8.random(in: 0...255, using: &random) : 0
        }
        return Dataset(pixels: pixels, labels: (0..<count).map { _ in UInt8.random(in: 0...1, using: &random) })
    }

    /// The mean loss of a linear model in float64.
    ///
    /// - Parameter parameters: (columns, 784) weights, then (columns) biases.
    private static func meanLoss(
        _ loss: Loss, _ parameters: [Double], _ dataset: Dataset, _ batch: some Collection<Int>
    ) -> Double {
        let biases = loss.columns * Dataset.pixelCount
        let total = batch.reduce(0.0) { total, index in
            let outputs = (0..<loss.columns).map { column in
                dataset.picture(index).enumerated().reduce(parameters[biases + column]) { sum, pixel in
                    sum + Double(pixel.element) / 255 * parameters[column * Dataset.pixelCount + pixel.offset]
                }
            }
            let o1 = loss.columns == 2 ? outputs[1] : 0
            return total + loss.evaluate(outputs[0], o1, label: dataset.labels[index]).loss
        }
        return total / Double(batch.count)
    }
}
