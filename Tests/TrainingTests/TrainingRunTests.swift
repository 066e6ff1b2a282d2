import Testing
import Training
import WeightsFile

struct TrainingRunTests {
    private func recipe(_ loss: Loss, seed: UInt64 = 1) -> Recipe {
        var recipe = Recipe()
        recipe.loss = loss
        recipe.seed = seed
        recipe.epochs = 3
        return recipe
    }

    @Test(arguments: Loss.allCases) func learnsTheCarriedDigits(loss: Loss) throws {
        let run = try TrainingRun(recipe(loss), on: .carriedDigits())
        #expect(run.epochs.count == 3)
        #expect((run.epochs.last?.validation.accuracy ?? 0) >= 0.95)
        #expect(run.epochs[0].loss > run.epochs[2].loss)
    }

    @Test func sameSeedSameFile() throws {
        let split = try DatasetSplit.carriedDigits()
        func file(_ seed: UInt64) throws -> [UInt8] {
            let run = try TrainingRun(recipe(.crossEntropy, seed: seed), on: split)
            return run.weights(metadata: .init()).encoded()
        }
        let first = try file(5)
        #expect(try file(5) == first)
        #expect(try file(6) != first)
    }

    /// The short last batch counts: with 800 pictures in batches of 300 there are three steps.
    @Test func keepsTheShortLastBatch() throws {
        let dataset = try DatasetSplit.carriedDigits().training
        var random = RandomSource(seed: 2)
        let start = LinearModel(columns: 1, deviation: 0.01, using: &random)
        let (model, losses) = start.trained(by: Loss.bce, on: dataset, batchSize: 300, learningRate: 0.1)
        #expect(losses.count == 3)
        var byHand = start
        for batch in [0..<300, 300..<600, 600..<800] {
            let gradient = byHand.gradient(of: Loss.bce, on: dataset, batch: batch)
            SGD().step(&byHand.parameters, gradient: gradient.parameters, rate: 0.1)
        }
        #expect(model == byHand)
        #expect(start.trained(by: Loss.bce, on: dataset, batchSize: 5000, learningRate: 0.1).losses.count == 1)
    }

    /// A training starts only from weights of its own model.
    @Test func weightsOfAnotherModelAreRefused() throws {
        let split = try DatasetSplit.carriedDigits()
        let line = try TrainingRun(recipe(.bce), on: split).weights(metadata: .init())
        var network = Recipe.convTiny(for: 800)
        network.epochs = 0
        #expect(throws: TrainingError.unsuitableInitialWeights) { try TrainingRun(network, on: split, from: line) }
        let start = try TrainingRun(network, on: split).weights(metadata: .init())
        #expect(throws: TrainingError.unsuitableInitialWeights) {
            try TrainingRun(recipe(.bce), on: split, from: start)
        }
        #expect(!Recipe.conv(for: 800).accepts(start) && network.accepts(start) && !network.accepts(start.quantized()))
    }

    @Test func divergenceIsReported() throws {
        var wild = recipe(.bce)
        wild.learningRate = 1e38
        #expect(throws: TrainingError.diverged(epoch: 1, learningRate: 1e38)) {
            _ = try TrainingRun(wild, on: .carriedDigits())
        }
    }

    @Test func lossesStayFiniteFarOut() {
        for loss in Loss.allCases {
            for logit in [-1e30, -1000, -104, 0, 104, 1000, 1e30] as [Float] {
                for label in [0, 1] as [UInt8] {
                    let value = loss.evaluate(logit, -logit, label: label)
                    #expect(value.loss.isFinite && value.d0.isFinite && value.d1.isFinite)
                }
            }
        }
    }
}
