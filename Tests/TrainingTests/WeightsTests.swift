import Foundation
import Testing
import TestSupport
import Training
import WeightsFile

struct WeightsTests {
    private func model(_ columns: Int) -> LinearModel {
        var random = RandomSource(seed: 11)
        return LinearModel(columns: columns, deviation: 0.5, using: &random)
    }

    @Test(arguments: Loss.allCases, Weights.ElementType.allCases)
    func encodesAndDecodes(loss: Loss, elementType: Weights.ElementType) throws {
        var metadata = Weights.Metadata()
        metadata.loss = loss
        metadata.epochs = 12
        metadata.seed = .max
        metadata.dataFingerprint = 0x8000_0000_0000_0001
        metadata.learningRate = 0.125
        metadata.validationCount = 10
        metadata.validationErrors = 1
        metadata.batchSize = 99
        let exact = Weights(model(loss.columns), trainedWith: loss, metadata: metadata)
        let weights = elementType == .int8 ? exact.quantized() : exact
        #expect(Weights(decoding: weights.encoded()) == weights)
        // One column comes back as it was; of two, their difference.
        let restored = try #require(exact.linearModel(for: loss))
        #expect(restored.columns == loss.columns)
        if loss.columns == 1 { #expect(restored == model(1)) }
        #expect(Weights(restored, trainedWith: loss, metadata: metadata) == exact)
    }

    @Test func sizes() {
        let one = Weights(model(1), trainedWith: .bce, metadata: .init())
        #expect(one.encoded().count == 3272)
        #expect(one.quantized().encoded().count == 924)
    }

    @Test func twoColumnsAreFolded() {
        let model = model(2)
        let picture = [UInt8](repeating: 200, count: 784)
        let dataset = Dataset(pixels: picture, labels: [1])
        for loss in [Loss.softmax, .crossEntropy] {
            let file = Weights(model, trainedWith: loss, metadata: .init())
            let expected = model.logOdds(for: dataset, trainedWith: loss)[0]
            #expect((file.logOdds(picture[...]) - Double(expected)).magnitude < 1e-3)
        }
    }

    /// The comparison before a file is written: of the folded weights with the columns as they were trained.
    @Test(arguments: [Loss.softmax, .crossEntropy]) func foldedWeightsAreComparedWithTheirColumns(loss: Loss) {
        let model = model(2)
        let dataset = Dataset(pixels: (0..<4 * 784).map { UInt8($0 * 37 % 256) }, labels: [1, 0, 1, 0])
        let folded = Weights(model, trainedWith: loss, metadata: .init())
        #expect(folded.disagreements(with: model, trainedWith: loss, on: dataset) == 0)
        // Folded the wrong way round, of one column only, and with a weight that is not the difference.
        let other: Loss = loss == .softmax ? .crossEntropy : .softmax
        let reversed = Weights(model, trainedWith: other, metadata: .init())
        let single = LinearModel(weights: Array(model.weights.prefix(784)), bias: [model.bias[0]])
        let half = Weights(single, trainedWith: .bce, metadata: .init())
        var changed = model
        changed.parameters[400] += 0.5
        let spoiled = Weights(changed, trainedWith: loss, metadata: .init())
        for wrong in [half, spoiled] + (loss.threeColumn == other.threeColumn ? [] : [reversed]) {
            #expect(wrong.disagreements(with: model, trainedWith: loss, on: dataset) > 0)
        }
        var broken = model
        broken.parameters[1568] = .nan
        #expect(folded.disagreements(with: broken, trainedWith: loss, on: dataset) == 4)
    }

    @Test func quantizationStaysWithinHalfAStep() throws {
        let exact = Weights(model(2), trainedWith: .softmax, metadata: .init())
        guard case .float32(let weights, let biases) = exact.layers[0].tensors,
            case .int8(let integers, let scales, let integerBiases) = exact.quantized().layers[0].tensors
        else {
            Issue.record("not the expected element types")
            return
        }
        #expect(integers.contains(127) || integers.contains(-127))
        for (index, weight) in weights.enumerated() {
            let step = scales[0] * 255
            #expect((Float(integers[index]) * step - weight).magnitude <= step * 0.5001)
        }
        #expect((Float(integerBiases[0]) * scales[0] - biases[0]).magnitude <= scales[0])
    }

    /// Weights of zero and a huge bias still give a file that the format allows.
    @Test func quantizesExtremes() {
        for bias in [0, 1e-30, 1e6] as [Float] {
            let flat = LinearModel(weights: [Float](repeating: 0, count: 784), bias: [bias])
            let weights = Weights(flat, trainedWith: .bce, metadata: .init()).quantized()
            guard case .int8(_, let scales, let biases) = weights.layers[0].tensors else {
                Issue.record("not int8 after quantization")
                return
            }
            #expect(scales[0] >= 0x1p-40 && scales[0] < 0x1p16)
            #expect(biases[0].magnitude <= 1 << 30)
            #expect((Float(biases[0]) * scales[0] - bias).magnitude <= max(1e-6, bias * 1e-6))
        }
    }
}
