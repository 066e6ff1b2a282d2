import CMNIST37
import Foundation
import Imaging
import Testing
import TestSupport
import Training
import WeightsFile

@testable import Classification
@testable import MNIST37

/// libmnist37 as the tools see it.
struct ModelTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func model(_ weight: Float) throws -> Model {
        let line = LinearModel(weights: [Float](repeating: weight, count: 784), bias: [-1])
        let bytes = Weights(line, trainedWith: .bce, metadata: .init()).encoded()
        return try Model(path: try folder.write(bytes, "a.m37"))
    }

    @Test func answersAndTheirProbability() throws {
        let model = try model(0.01)
        let white = try model.predict([UInt8](repeating: 255, count: 784))
        #expect(white.digit == 3 && (white.logit - 6.84).magnitude < 1e-4)
        #expect((white.probability - 1 / (1 + exp(-6.84))).magnitude < 1e-6)
        let black = try model.predict([UInt8](repeating: 0, count: 784))
        #expect(black.digit == 7 && black.logit == -1 && (black.probability - 1 / (1 + exp(-1))).magnitude < 1e-6)
    }

    @Test(arguments: [0, 783, 785, 1568]) func anotherNumberOfPixelsHasNoAnswer(count: Int) throws {
        let model = try model(0.01)
        #expect(throws: PredictionError.pixelCount(count)) { try model.predict([UInt8](repeating: 9, count: count)) }
        #expect(throws: PredictionError.pixelCount(count)) { try model.predict([Float](repeating: 1, count: count)) }
    }

    @Test func bytesInMemoryAndAFileAnswerTheSame() throws {
        let file = try String(contentsOfFile: #filePath, encoding: .utf8)
        let pixels = Array(file.utf8.prefix(784))
        let line = LinearModel(weights: pixels.map { Float($0) / 1000 }, bias: [-1])
        let bytes = Weights(line, trainedWith: .bce, metadata: .init()).encoded()
        let opened = try Model(path: try folder.write(bytes, "b.m37"))
        let kept = try Model(bytes)
        #expect(try opened.predict(pixels) == kept.predict(pixels))
        // At an odd address.
        let shifted = [0] + bytes
        let odd = try shifted.withUnsafeBytes { try Model(RawSpan(_unsafeBytes: $0).extracting(1...)) }
        #expect(try odd.predict(pixels) == kept.predict(pixels))
        #expect(kept.info.file_bytes == bytes.count)
    }

    @Test func aBatchAnswersAsOneByOne() throws {
        let model = try model(0.01)
        let bytes = (0..<3 * 784).map { UInt8(truncatingIfNeeded: $0 * $0 / 7) }
        let floats = bytes.map { Float($0) / 255 }
        let pictures = (0..<3).map { Array(bytes[784 * $0..<784 * $0 + 784]) }
        let expected = try pictures.map { try model.predict($0) }
        #expect(try model.predictBatch(bytes) == expected && model.predictBatch(floats) == expected)
        #expect(Set(expected.map(\.logit)).count == 3)
        #expect(try model.predictBatch([UInt8]()).isEmpty)
        #expect(throws: PredictionError.pixelCount(785)) { try model.predictBatch([Float](repeating: 0, count: 785)) }
    }

    /// The others of the batch keep their answer.
    @Test func onePictureOfABatchHasNoAnswer() throws {
        var floats = [Float](repeating: 0.5, count: 3 * 784)
        floats[784] = .nan
        let answers = try model(0.01).predictBatch(floats)
        #expect(answers.map { $0 == nil } == [false, true, false] && answers[0] == answers[2])
        #expect(throws: PredictionError.pixelValue) { try model(0.01).predict(Array(floats[784..<2 * 784])) }
    }

    @Test func theClassesHaveTheirNames() throws {
        #expect(try model(0.01).classNames == ("3", "7"))
        let line = LinearModel(weights: [Float](repeating: 1, count: 784), bias: [-1])
        var weights = Weights(line, trainedWith: .bce, metadata: .init())
        weights.classes = try ClassNames("fünfzehn Bytes", "o")
        let model = try Model(weights.encoded())
        #expect(model.classNames == ("fünfzehn Bytes", "o"))
        #expect(try model.predict([UInt8](repeating: 0, count: 784)).digit == 0)
        #expect(try model.predict([UInt8](repeating: 255, count: 784)).digit == 1)
    }

    @Test func bytesThatAreNoModel() throws {
        #expect(throws: ModelError.self) { try Model([UInt8]()) }
        let error = #expect(throws: ModelError.self) { try Model([UInt8](repeating: 7, count: 4000)) }
        #expect(error?.status == MNIST37_ERROR_MAGIC && error?.file == nil && error?.isMissingInput == false)
        #expect(error?.description == "not a weights file: its first 8 bytes are wrong")
        let missing = #expect(throws: ModelError.self) { try Model(path: "/nowhere/a.m37") }
        #expect(missing?.isMissingInput == true)
        #expect(missing?.description.hasPrefix("/nowhere/a.m37: ") == true)
        #expect(missing?.description.hasSuffix(": No such file or directory") == true)
    }

    /// 784 times 3e38 is no float: there is no answer, and classify says so.
    @Test func aSumThatOverflowsHasNoAnswer() throws {
        let model = try model(3e38)
        let white = [UInt8](repeating: 255, count: 784)
        #expect(throws: PredictionError.pixelValue) { try model.predict(white) }
        #expect(throws: Never.self) { try model.predict([UInt8](repeating: 0, count: 784)) }
        let image = try #require(GrayImage(width: 28, height: 28, pixels: white))
        let picture = try folder.write(try image.png(file: ""), "a.png")
        let answer = Classifier(model: model, ink: nil).answer(for: .file(picture))
        #expect(answer == .failure(.refused(file: picture)))
    }
}

struct ClassificationErrorTests {
    /// What is missing ends classify with 66, what is bad with 65.
    @Test func missingOrBad() {
        let missing: [ClassificationError] = [
            .picture(.unreadable(file: "a", reason: "b")), .unreadableFolder(folder: "a", reason: "b"),
            .noPictures(folder: "a"),
        ]
        let bad: [ClassificationError] = [.picture(.notPNG(file: "a", format: nil)), .refused(file: "a")]
        #expect(missing.allSatisfy(\.isMissingInput) && !bad.contains(where: \.isMissingInput))
        for error in missing + bad { #expect(error.file == "a" && error.description.hasPrefix("a: ")) }
    }
}
