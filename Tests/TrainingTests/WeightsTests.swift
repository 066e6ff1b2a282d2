import FileOutput
import Foundation
import Testing
import TestSupport
import Training

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
        #expect(exact.linearModel(for: loss) == model(loss.columns))
    }

    @Test func sizes() {
        let one = Weights(model(1), trainedWith: .bce, metadata: .init())
        #expect(one.encoded().count == 3240)
        #expect(one.quantized().encoded().count == 892)
    }

    @Test func theFirstColumnOfAFileMeansThree() {
        let model = model(2)
        let picture = [UInt8](repeating: 200, count: 784)
        let dataset = Dataset(pixels: picture, labels: [1])
        for loss in [Loss.softmax, .crossEntropy] {
            let file = Weights(model, trainedWith: loss, metadata: .init())
            let expected = model.logOdds(for: dataset, trainedWith: loss)[0]
            #expect((file.logOdds(picture[...]) - Double(expected)).magnitude < 1e-3)
        }
        #expect(Weights(model, trainedWith: .softmax, metadata: .init()).linearModel(for: .bce) == nil)
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
            let step = scales[index % 2] * 255
            #expect((Float(integers[index]) * step - weight).magnitude <= step * 0.5001)
        }
        for output in 0..<2 {
            #expect((Float(integerBiases[output]) * scales[output] - biases[output]).magnitude <= scales[output])
        }
    }

    /// Weights of zero and a huge bias still give a file that the format allows.
    @Test func quantizesExtremes() {
        for bias in [0, 1e-30, 1e6] as [Float] {
            let flat = LinearModel(weights: [Float](repeating: 0, count: 784), bias: [bias])
            let weights = Weights(flat, trainedWith: .bce, metadata: .init()).quantized()
            guard case .int8(_, let scales, let biases) = weights.layers[0].tensors else { return }
            #expect(scales[0] >= 0x1p-40 && scales[0] < 0x1p16)
            #expect(biases[0].magnitude <= 1 << 30)
            #expect((Float(biases[0]) * scales[0] - bias).magnitude <= max(1e-6, bias * 1e-6))
        }
    }
}

struct AtomicFileTests {
    private struct Refused: Error {}

    @Test func replacesWholeOrNotAtAll() throws {
        let folder = try TemporaryFolder()
        let file = folder.path("weights.m37")
        func content() -> [UInt8]? { FileManager.default.contents(atPath: file).map { [UInt8]($0) } }
        try AtomicFile.write([1, 2, 3], to: file)
        #expect(content() == [1, 2, 3])
        #expect(throws: Refused.self) {
            try AtomicFile.write([4], to: file) { temporary in
                #expect(FileManager.default.contents(atPath: temporary) == Data([4]))
                throw Refused()
            }
        }
        #expect(content() == [1, 2, 3])
        try AtomicFile.write([5], to: file)
        #expect(content() == [5])
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["weights.m37"])
        #expect(throws: OutputError.self) { try AtomicFile.write([1], to: folder.url.path) }
        #expect(throws: OutputError.self) { try AtomicFile.write([1], to: file + "/below") }
    }

    /// A device is written as it is, and never replaced by a file; what must be checked first cannot go there.
    @Test func leavesDevices() throws {
        try AtomicFile.write([1], to: "/dev/null")
        #expect(throws: OutputError.self) { try AtomicFile.write([1], to: "/dev/full") }
        #expect(throws: OutputError.self) { try AtomicFile.write([1], to: "/dev/null") { _ in } }
        try AtomicFile.requireWritable("/dev/null")
        #expect(throws: OutputError.self) { try AtomicFile.requireWritable("/dev/null", isChecked: true) }
        var status = stat()
        #expect(stat("/dev/null", &status) == 0 && status.st_mode & S_IFMT == S_IFCHR)
    }

    @Test func writesThroughALink() throws {
        let folder = try TemporaryFolder()
        let file = folder.path("weights.m37")
        let link = folder.path("link")
        try AtomicFile.write([1], to: file)
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: file)
        try AtomicFile.write([2], to: link)
        #expect(FileManager.default.contents(atPath: file) == Data([2]))
    }
}
