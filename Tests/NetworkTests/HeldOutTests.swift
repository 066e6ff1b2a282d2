import Testing

@testable import Training

/// What is measured is measured on pictures that were not trained on.
struct HeldOutTests {
    private func shortRecipe() -> Recipe {
        var recipe = Recipe.convTiny(for: 800)
        recipe.epochs = 8
        return recipe
    }

    /// Validation pictures with the wrong labels: a model that has learned is wrong about them.
    @Test func anEpochsReportIsOfBothSets() throws {
        let carried = try DatasetSplit.carriedDigits()
        let wrong = Dataset(pixels: carried.validation.pixels, labels: carried.validation.labels.map { 1 - $0 })
        let split = DatasetSplit(training: carried.training, validation: wrong)
        let run = try TrainingRun(shortRecipe(), on: split)
        for report in run.epochs { #expect(report.training.total == 800 && report.validation.total == 200) }
        let last = try #require(run.epochs.last)
        #expect(last.training.accuracy > 0.9 && last.validation.accuracy < 0.1)
        func confusion(_ dataset: Dataset) -> ConfusionMatrix {
            ConfusionMatrix(logOdds: run.logOdds(for: dataset), labels: dataset.labels)
        }
        #expect(last.training == confusion(split.training) && last.validation == confusion(wrong))
    }

    /// Nothing of the validation pictures reaches the weights.
    @Test func validationPicturesAreOnlyMeasured() throws {
        let carried = try DatasetSplit.carriedDigits()
        let other = DatasetSplit(training: carried.training, validation: carried.training.selecting([0]))
        let one = try TrainingRun(shortRecipe(), on: carried).model.parameters
        let two = try TrainingRun(shortRecipe(), on: other).model.parameters
        #expect(one == two)
    }

    /// Every sixth picture is held out and no other, and none of them is trained on.
    @Test(arguments: [0, 5, 6, 7, 12, 25]) func theRehearsalGoesWithoutWhatItIsMeasuredOn(count: Int) {
        // Each picture is filled with its own number.
        let pixels = (0..<count).flatMap { [UInt8](repeating: UInt8($0), count: Dataset.pixelCount) }
        let training = Dataset(pixels: pixels, labels: (0..<count).map { UInt8($0 % 2) })
        let valid = Dataset(pixels: [UInt8](repeating: 255, count: Dataset.pixelCount), labels: [1])
        let rehearsal = DatasetSplit(training: training, validation: valid).rehearsal
        func numbers(_ dataset: Dataset) -> [Int] { (0..<dataset.count).map { Int(dataset.picture($0).first ?? 255) } }
        #expect(numbers(rehearsal.validation) == Array(stride(from: 5, to: count, by: 6)))
        #expect(numbers(rehearsal.training) == (0..<count).filter { $0 % 6 != 5 })
        for part in [rehearsal.training, rehearsal.validation] {
            #expect(part.labels == numbers(part).map { UInt8($0 % 2) })
        }
    }
}
