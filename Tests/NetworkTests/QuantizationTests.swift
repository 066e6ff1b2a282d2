import Testing

@testable import Training
import WeightsFile

struct QuantizationTests {
    /// The largest value of a channel over many pictures is the largest of those over each, wherever a picture lies in its
    /// group of eight.
    @Test func peaksAreOfAllPictures() throws {
        let digits = try DatasetSplit.carriedDigits().training
        let some = digits.selecting((0..<19).map { $0 * 40 })
        var random = RandomSource(seed: 3)
        let network = Network<Float>(.conv, using: &random)
        let together = network.activationPeaks(on: some)
        let singly = (0..<some.count).map { network.activationPeaks(on: some.selecting([$0])) }
        #expect(together.map(\.count) == [8, 16, 16])
        for (layer, peaks) in together.enumerated() {
            for (channel, peak) in peaks.enumerated() {
                let each = singly.map { $0[layer][channel] }
                #expect(peak == each.max())
            }
            // Not one and the same picture decides everywhere, so the maximum is one.
            let deciding = peaks.indices.map { channel in singly.firstIndex { $0[layer][channel] == peaks[channel] } }
            #expect(Set(deciding).count > 1)
        }
    }

    /// A channel's steps are as fine as its largest weight allows, and its bytes as its largest value does.
    @Test(arguments: [NetworkArchitecture.convTiny, .conv, .convTiny.tellingOthers()])
    func everyChannelUsesItsWholeRange(architecture: NetworkArchitecture) throws {
        let digits = try DatasetSplit.carriedDigits().training
        var random = RandomSource(seed: 4)
        let network = Network<Float>(architecture, using: &random)
        let exact = Weights(network, metadata: .init())
        let int8 = exact.quantized(on: digits)
        let peaks = network.activationPeaks(on: digits)
        // What a unit of each input channel stands for: the picture's 255 is 1.
        var units = [Float(1) / 255]
        for (index, layer) in int8.layers.enumerated() {
            let (weights, scales, _) = try #require(layer.int8)
            guard case .float32(let original, _) = exact.layers[index].tensors else {
                Issue.record("not float32")
                return
            }
            let outputUnits = index < peaks.count ? peaks[index].map { $0 / 255 } : [1, 1]
            for output in 0..<layer.outputs {
                let places = weights.indices.filter { layer.output(ofWeight: $0) == output }
                #expect(places.count == weights.count / layer.outputs)
                #expect(places.map { abs(Int(weights[$0])) }.max() == 127)
                // A weight in units of input and output, to half a step.
                for place in places {
                    let step = scales[output] * outputUnits[output]
                    let unit = units[layer.channel(ofWeight: place)]
                    #expect((Float(weights[place]) * step - original[place] * unit).magnitude <= 0.501 * step)
                }
            }
            units = outputUnits
        }
    }

    /// The temperature makes the log-odds of a three honest; those of a three or a seven have their own threshold.
    @Test func temperatureIsOfTheFirstOutput() throws {
        var random = RandomSource(seed: 6)
        var network = Network<Float>(.convTiny.tellingOthers(), using: &random)
        for index in network.parameters.indices { network.parameters[index] += 0.1 }
        let plain = Weights(network, metadata: .init())
        let warm = plain.calibrated(temperature: 2, knownThreshold: -0.75)
        #expect(plain.layers.dropLast() == warm.layers.dropLast())
        guard case .float32(let weights, let biases) = plain.layers[2].tensors else {
            Issue.record("not float32")
            return
        }
        let divisors = [Float](repeating: 2, count: 392) + [Float](repeating: 1, count: 392)
        #expect(
            warm.layers[2].tensors
                == .float32(weights: zip(weights, divisors).map { $0 / $1 }, biases: [biases[0] / 2, biases[1] + 0.75]))
        #expect(warm.architecture == .convTiny.tellingOthers() && warm.network()?.parameters.count == 1122)
    }

    /// Every weight is drawn with the variance of its layer, 2 / fan-in and 1 / fan-in in the end; every bias is 0.
    @Test func weightsAreDrawnByTheRuleOfHe() {
        let wide = NetworkArchitecture(channels: [32, 64])
        var random = RandomSource(seed: 5)
        let network = Network<Double>(wide, using: &random)
        for (layer, variance) in zip(network.layers, [2.0 / 9, 2.0 / 288, 1.0 / 3136]) {
            let values = network.parameters[layer.weights]
            let count = Double(values.count)
            let found = values.reduce(0) { $0 + $1 * $1 } / count
            // The standard error of a variance is sqrt(2 / n) of it.
            #expect((found / variance - 1).magnitude < 4 * (2 / count).squareRoot())
            #expect(network.parameters[layer.biases].allSatisfy { $0 == 0 })
        }
    }
}
