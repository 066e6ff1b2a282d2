import Foundation
import Imaging
import Testing
import TestSupport
import Training
import WeightsFile

@testable import Classification
@testable import Inference

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
        let white = try #require(model.predict([UInt8](repeating: 255, count: 784)))
        #expect(white.digit == 3 && (white.logit - 6.84).magnitude < 1e-4)
        #expect((white.probability - 1 / (1 + exp(-6.84))).magnitude < 1e-6)
        let black = try #require(model.predict([UInt8](repeating: 0, count: 784)))
        #expect(black.digit == 7 && black.logit == -1 && (black.probability - 1 / (1 + exp(-1))).magnitude < 1e-6)
    }

    @Test(arguments: [0, 783, 785, 1568]) func anotherNumberOfPixelsHasNoAnswer(count: Int) throws {
        #expect(try model(0.01).predict([UInt8](repeating: 9, count: count)) == nil)
    }

    /// 784 times 3e38 is no float: there is no answer, and classify says so.
    @Test func aSumThatOverflowsHasNoAnswer() throws {
        let model = try model(3e38)
        let white = [UInt8](repeating: 255, count: 784)
        #expect(model.predict(white) == nil && model.predict([UInt8](repeating: 0, count: 784)) != nil)
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
