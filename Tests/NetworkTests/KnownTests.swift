import CMNIST37
import Foundation
import Testing

@testable import Training

/// Networks that tell others, from the training to what libmnist37 says of a file.
struct KnownTests {
    private static func recipe(epochs: Int) -> Recipe {
        var recipe = Recipe.convTiny(for: 800, tellsOthers: true)
        recipe.epochs = epochs
        return recipe
    }

    /// Others of another seed are told from digits that the network did not learn, and the file says what the network says.
    @Test func learnsFromSyntheticOthers() throws {
        let split = try DatasetSplit.carriedDigits()
        let run = try TrainingRun(Self.recipe(epochs: 30), on: split)
        let others = SyntheticNegatives.bank(from: split.validation, seed: 99, count: 500)
        let known = run.knownLogOdds(for: split.validation), unknown = run.knownLogOdds(for: others)
        let above = known.reduce(0) { sum, digit in sum + unknown.count { $0 < digit } }
        #expect(Double(above) / Double(known.count * unknown.count) > 0.96)
        #expect(run.epochs[29].validation.total == 200 && run.epochs[29].validation.accuracy >= 0.97)

        // The file's answer, moved by the threshold.
        let threshold = KnownThreshold.fit(logOdds: known)
        let weights = run.weights(metadata: .init()).calibrated(temperature: 2, knownThreshold: threshold)
        let int8 = weights.quantized(on: split.training)
        #expect(int8.encoded().count == 1416)
        let exact = OpenModel(weights.encoded()), small = OpenModel(int8.encoded())
        var kept = 0
        for index in 0..<split.validation.count {
            let picture = Array(split.validation.picture(index))
            let answer = try #require(exact.prediction(picture)), other = try #require(small.prediction(picture))
            #expect((answer.known - 1 / (1 + exp(threshold - known[index]))).magnitude < 1e-5)
            #expect((answer.known - other.known).magnitude < 0.2)
            if answer.known >= 0.5 - 1e-6 { kept += 1 }
        }
        #expect(kept == 199)
    }

    /// The others that are given reach the training, whoever shares the work.
    @Test func learnsFromGivenOthers() throws {
        let split = try DatasetSplit.carriedDigits()
        let blank = Dataset(
            pixels: [UInt8](repeating: 0, count: 100 * Dataset.pixelCount),
            labels: [UInt8](repeating: Dataset.otherLabel, count: 100))
        let withBlank = DatasetSplit(training: split.training, validation: split.validation, others: blank)
        var recipe = Self.recipe(epochs: 5)
        recipe.threads = 1
        let without = try TrainingRun(recipe, on: split)
        let with = try TrainingRun(recipe, on: withBlank)
        recipe.threads = 3
        let again = try TrainingRun(recipe, on: withBlank)
        #expect(with.model.parameters == again.model.parameters)
        #expect(with.model.parameters != without.model.parameters)
        #expect(with.knownLogOdds(for: blank)[0] < without.knownLogOdds(for: blank)[0])
        #expect(with.knownLogOdds(for: blank)[0] < 0)
        // A network of one output learns threes and sevens only.
        recipe.model = .network(.convTiny)
        let one = try TrainingRun(recipe, on: withBlank)
        #expect(one.model.parameters == (try TrainingRun(recipe, on: split)).model.parameters)
        #expect(one.knownLogOdds(for: blank).isEmpty)
    }
}
