import Testing

@testable import Training
@testable import Notebook
import WeightsFile

/// What is measured is measured on pictures that were not trained on.
struct HeldOutTests {
    /// Validation pictures with the wrong labels: a model that has learned is wrong about them.
    private static func wrongValidation() throws -> DatasetSplit {
        let carried = try DatasetSplit.carriedDigits()
        let wrong = Dataset(pixels: carried.validation.pixels, labels: carried.validation.labels.map { 1 - $0 })
        return DatasetSplit(training: carried.training, validation: wrong)
    }

    @Test(arguments: Loss.allCases) func anEpochsReportIsOfBothSets(loss: Loss) throws {
        let split = try Self.wrongValidation()
        var recipe = Recipe()
        recipe.loss = loss
        recipe.epochs = 3
        let run = try TrainingRun(recipe, on: split)
        for report in run.epochs { #expect(report.training.total == 800 && report.validation.total == 200) }
        let last = try #require(run.epochs.last)
        #expect(last.training.accuracy > 0.9 && last.validation.accuracy < 0.1)
        func confusion(_ dataset: Dataset) -> ConfusionMatrix {
            ConfusionMatrix(logOdds: run.logOdds(for: dataset), labels: dataset.labels)
        }
        #expect(last.training == confusion(split.training) && last.validation == confusion(split.validation))
    }

    @Test func theNotebooksRunMeasuresBothSets() throws {
        let split = try Self.wrongValidation()
        let training = NotebookTraining(.logSoftmax, learningRate: 0.1, shuffles: true, initialDeviation: 0.01)
        let run = NotebookRun(training, seed: 1, on: split)
        let last = try #require(run.epochs.last)
        #expect(last.training[1] > 0.9 && last.validation[1] < 0.1)
        #expect(last.training == run.model.batchAccuracies(on: split.training))
        #expect(last.validation == run.model.batchAccuracies(on: split.validation))
        let reproduced = ExperimentResult(experiment: NotebookExperiment.all[0], runs: [run])
        #expect(reproduced.finalValidation == [last.validation[0]] && reproduced.finalTraining == [last.training[0]])
        #expect(reproduced.epochs.last?.validation.median == last.validation[0])
        #expect(reproduced.epochs.last?.training.median == last.training[0])
    }
}
