import Foundation
import Testing
import TestSupport

@testable import Training
import WeightsFile

/// What the trainer says of a model is measured on pictures that it did not learn from, and by the library.
@Suite(.serialized) struct HeldOutTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func json(_ text: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    /// Writes MNIST's own four files.
    private func write(_ split: DatasetSplit) throws -> String {
        func word(_ value: Int) -> [UInt8] { withUnsafeBytes(of: UInt32(value).bigEndian) { Array($0) } }
        for (part, digits) in [("train", split.training), ("t10k", split.validation)] {
            let header = word(0x803) + word(digits.count) + word(28) + word(28)
            try folder.write(header + digits.pixels, "data/\(part)-images-idx3-ubyte")
            let values = digits.labels.map { $0 == 1 ? 3 : 7 as UInt8 }
            try folder.write(word(0x801) + word(digits.count) + values, "data/\(part)-labels-idx1-ubyte")
        }
        return folder.path("data")
    }

    /// Validation pictures with the wrong labels: every figure must be that of a model that is wrong nearly always.
    @Test(arguments: ["linear", "conv-tiny"], ["f32", "i8"])
    func everyFigureIsOfTheValidationPictures(model: String, format: String) throws {
        let carried = try DatasetSplit.carriedDigits()
        let wrong = Dataset(pixels: carried.validation.pixels, labels: carried.validation.labels.map { 1 - $0 })
        let data = try write(DatasetSplit(training: carried.training, validation: wrong))
        let file = folder.path("a.m37"), page = folder.path("a.html")
        let outcome = try run(
            "trainer",
            ["--data", data, "--model", model, "--epochs", "8", "--format", format, "--json", "--report", page]
                + ["--output", file])
        let result = try json(outcome.output)
        #expect(result["compared"] as? Int == 200 && result["validation_errors"] as? Int ?? 0 > 180)
        let last = try #require((result["epochs"] as? [[String: Any]])?.last)
        #expect(last["training_accuracy"] as? Double ?? 0 > 0.9 && last["validation_accuracy"] as? Double ?? 1 < 0.1)
        if format == "i8" { #expect(result["errors_before_quantization"] as? Int ?? 0 > 180) }
        let errors = try #require(result["validation_errors"] as? Int)
        #expect(try String(contentsOfFile: page, encoding: .utf8).contains("\(errors) wrong of 200"))
        let inspection = try json(try run("trainer", ["inspect", file, "--json"]).output)
        #expect(inspection["validation_errors"] as? Int == errors && inspection["validation_count"] as? Int == 200)
        let evaluation = try json(try run("trainer", ["evaluate", file, "--data", data, "--json"]).output)
        #expect(evaluation["errors"] as? Int == errors && evaluation["total"] as? Int == 200)
    }

    /// The temperature is that of a training without every sixth picture, on these, and of no other.
    @Test func theTemperatureComesFromTheRehearsal() throws {
        let carried = try DatasetSplit.carriedDigits(), training = carried.training
        // 6,400 pictures, of which every sixtieth has the wrong label: all of them are held out.
        let many = Dataset(
            pixels: (0..<8).flatMap { _ in training.pixels },
            labels: (0..<8 * training.count).map { training.labels[$0 % training.count] ^ ($0 % 60 == 59 ? 1 : 0) })
        let split = DatasetSplit(training: many, validation: carried.validation)
        let page = folder.path("a.html")
        let outcome = try run(
            "trainer",
            ["--data", try write(split), "--no-known", "--epochs", "2", "--json", "--quiet", "--report", page]
                + ["--output", folder.path("a.m37")])
        let temperature = try #require(try json(outcome.output)["temperature"] as? Double)
        var recipe = Recipe.convTiny(for: many.count)
        recipe.epochs = 2
        let rehearsal = split.rehearsal
        let run = try TrainingRun(recipe, on: rehearsal)
        let fit = Calibration.Fit(
            logOdds: run.logOdds(for: rehearsal.validation), labels: rehearsal.validation.labels)
        #expect(fit.pictures == 1066 && fit.errors > 100)
        #expect(Float(temperature) == fit.temperature && temperature > 1)
        let text = try String(contentsOfFile: page, encoding: .utf8)
        #expect(text.contains("on 1,066 held-out training pictures"))
        #expect(text.contains("got \(fit.errors) of them wrong"))
    }

    /// Weights whose sum cancels for one picture: float64 finds the rest, float32 what its roundings left. The trainer
    /// says so, ends with 70 and writes nothing.
    @Test func aLibraryThatDisagreesIsReported() throws {
        let carried = try DatasetSplit.carriedDigits()
        var random = RandomSource(seed: 1)
        let weights = (0..<784).map { _ in Float(1e7 * (1 + random.uniform())) }
        let sum = zip(carried.validation.picture(0), weights).reduce(0.0) { $0 + Double($1.0) / 255 * Double($1.1) }
        let model = LinearModel(weights: weights, bias: [Float(-sum)])
        let start = try folder.write(Weights(model, trainedWith: .bce, metadata: .init()).encoded(), "start.m37")
        let output = try folder.write(Array("before".utf8), "out.m37")
        let outcome = try run("trainer", ["--init", start, "--epochs", "0", "--quiet", "--output", output])
        #expect(outcome.status == 70 && outcome.output == "" && outcome.complaints.count == 1)
        #expect(outcome.errors.contains(output) && outcome.errors.contains("answers differently"))
        #expect(outcome.errors.contains("of 200 pictures"))
        #expect(FileManager.default.contents(atPath: output) == Data("before".utf8))
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
        #expect(files == ["out.m37", "start.m37"])
    }
}
