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
        let others = Dataset(pixels: valid.pixels, labels: [Dataset.otherLabel])
        let rehearsal = DatasetSplit(training: training, validation: valid, others: others).rehearsal
        #expect(rehearsal.others.pixels == others.pixels && rehearsal.others.labels == others.labels)
        func numbers(_ dataset: Dataset) -> [Int] { (0..<dataset.count).map { Int(dataset.picture($0).first ?? 255) } }
        #expect(numbers(rehearsal.validation) == Array(stride(from: 5, to: count, by: 6)))
        #expect(numbers(rehearsal.training) == (0..<count).filter { $0 % 6 != 5 })
        for part in [rehearsal.training, rehearsal.validation] {
            #expect(part.labels == numbers(part).map { UInt8($0 % 2) })
        }
    }

    /// The threshold is that of pictures that the rehearsed network did not learn; few pictures suffice for it, but not for a
    /// temperature.
    @Test func theRehearsalFitsTheKnownThreshold() throws {
        let carried = try DatasetSplit.carriedDigits()
        let split = DatasetSplit(
            training: carried.training.selecting((0..<400).map { $0 * 2 }), validation: carried.validation)
        var recipe = Recipe.convTiny(for: 400, tellsOthers: true)
        recipe.epochs = 8
        let rehearsal = try Rehearsal(of: recipe, on: split)
        let run = try TrainingRun(recipe, on: split.rehearsal)
        let lowest = try #require(run.knownLogOdds(for: split.rehearsal.validation).min())
        #expect(rehearsal.knownThreshold == lowest && rehearsal.calibration == .tooFewPictures)
        // So many are kept of the pictures that it was fitted on: all.
        let kept = run.weights(metadata: .init()).calibrated(knownThreshold: lowest)
        let open = OpenModel(kept.encoded())
        for index in 0..<split.rehearsal.validation.count {
            let answer = try #require(open.prediction(Array(split.rehearsal.validation.picture(index))))
            #expect(answer.known > 0.4999)
        }
    }

    @Test func nothingIsRehearsedInVain() throws {
        let split = try DatasetSplit.carriedDigits()
        var untrained = Recipe.convTiny(for: 800, tellsOthers: true)
        untrained.epochs = 0
        for (recipe, reason) in [
            (Recipe(), Calibration.unavailable), (.convTiny(for: 800), .tooFewPictures), (untrained, .untrained),
        ] {
            let rehearsal = try Rehearsal(of: recipe, on: split) { _ in Issue.record("\(reason)") }
            #expect(rehearsal == Rehearsal(skippedFor: reason) && rehearsal.knownThreshold == 0)
        }
    }
}
