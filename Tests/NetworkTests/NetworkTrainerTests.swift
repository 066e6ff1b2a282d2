import Foundation
import Testing

@testable import Training

/// What one step of the training does, and that everything the recipe says reaches it.
struct NetworkTrainerTests {
    private static func recipe(_ change: (inout NetworkRecipe) -> Void = { _ in }) -> NetworkRecipe {
        var recipe = NetworkRecipe(.convTiny, epochs: 1, learningRate: 0.01, augmentation: Augmentation())
        recipe.threads = 1
        change(&recipe)
        return recipe
    }

    /// The parameters after one step on the first pictures of the carried digits.
    private func step(
        _ recipe: NetworkRecipe, epoch: Int = 1, from initial: Network<Float>? = nil
    ) throws -> [Float] {
        let trainer = NetworkTrainer(recipe, from: initial)
        let dataset = try DatasetSplit.carriedDigits().training
        _ = trainer.step(on: dataset, batch: Array(0..<37)[...], epoch: epoch, rate: 0.01)
        return trainer.network.parameters
    }

    @Test func theRecipesWeightDecayIsUsed() throws {
        var random = RandomSource(seed: 37)
        let start = Network<Float>(.convTiny, using: &random).parameters
        let without = try step(Self.recipe { $0.weightDecay = 0 })
        let with = try step(Self.recipe { $0.weightDecay = 0.5 })
        for (index, value) in start.enumerated() {
            #expect((without[index] - with[index] - 0.01 * 0.5 * value).magnitude < 1e-6)
        }
        for recipe in [NetworkRecipe.convTiny(for: 800), .conv(for: 800)] { #expect(recipe.weightDecay == 0.01) }
    }

    /// Each time a picture is seen it is changed in another way, fixed by seed, epoch and picture.
    @Test(arguments: [
        Augmentation(rotation: 10), Augmentation(shift: 1), Augmentation(scaling: 0.1), Augmentation(shear: 0.1),
    ])
    func everyChangeReachesTheTraining(augmentation: Augmentation) throws {
        var random = RandomSource(seed: 1)
        let initial = Network<Float>(.convTiny, using: &random)
        func after(_ epoch: Int, _ seed: UInt64, _ augmentation: Augmentation) throws -> [Float] {
            let recipe = Self.recipe {
                $0.augmentation = augmentation
                $0.seed = seed
            }
            return try step(recipe, epoch: epoch, from: initial)
        }
        let plain = try after(1, 1, Augmentation()), changed = try after(1, 1, augmentation)
        let again = try after(1, 1, augmentation), plainAgain = try after(2, 2, Augmentation())
        #expect(changed != plain && changed == again && plain == plainAgain)
        let nextEpoch = try after(2, 1, augmentation), nextSeed = try after(1, 2, augmentation)
        #expect(nextEpoch != changed && nextSeed != changed)
    }

    /// Two pictures that are the same are not changed alike, unless they are one picture seen twice.
    @Test(arguments: [true, false]) func everyPictureIsChangedOnItsOwn(isChanged: Bool) throws {
        let dataset = try DatasetSplit.carriedDigits().training.selecting([0, 0])
        let recipe = Self.recipe { $0.augmentation = isChanged ? .handwriting : Augmentation() }
        func parameters(_ batch: [Int]) -> [Float] {
            let trainer = NetworkTrainer(recipe, from: nil)
            _ = trainer.step(on: dataset, batch: batch[...], epoch: 1, rate: 0.01)
            return trainer.network.parameters
        }
        #expect((parameters([0, 1]) != parameters([0, 0])) == isChanged)
    }

    /// The gradient of a batch is the mean over its pictures, whatever the groups and shards it falls into.
    @Test(arguments: [1, 7, 8, 9, 64, 65, 128]) func aBatchIsTheMeanOfItsPictures(count: Int) throws {
        let dataset = try DatasetSplit.carriedDigits().training
        var random = RandomSource(seed: 37)
        let network = Network<Float>(.convTiny, using: &random)
        let parameterCount = network.parameters.count
        var gradient = [Double](repeating: 0, count: parameterCount)
        var loss = 0.0
        let exact = Network<Double>(.convTiny, parameters: network.parameters.map(Double.init))
        let workspace = NetworkWorkspace<Double>(exact.layers)
        // From both digits.
        let batch = (0..<count).map { $0 * 799 / max(1, count - 1) }
        for index in batch {
            for (pixel, byte) in dataset.picture(index).enumerated() {
                workspace.pictures[pixel * laneCount] = Double(byte) / 255
            }
            gradient.withUnsafeMutableBufferPointer { gradient in
                guard let start = gradient.baseAddress else { return }
                loss += exact.addGradient(
                    workspace, labels: [dataset.labels[index]], to: start)
            }
        }
        let trainer = NetworkTrainer(Self.recipe { $0.weightDecay = 0 }, from: nil)
        let mean = trainer.step(on: dataset, batch: batch[...], epoch: 1, rate: 1)
        #expect((Double(mean) - loss / Double(count)).magnitude < 1e-5)
        for index in 0..<parameterCount {
            let g = gradient[index] / Double(count)
            // Below, float32 has only some digits of a difference of far larger sums.
            guard g.magnitude > 1e-4 else { continue }
            // A step of AdamW from rest.
            let expected = Double(network.parameters[index]) - g / (g.magnitude + 1e-5)
            #expect((Double(trainer.network.parameters[index]) - expected).magnitude < 2e-2)
        }
    }

    /// The rate goes from a 25th of the largest through the largest to nearly 0, over all steps of all epochs.
    @Test func theScheduleSpansAllEpochs() throws {
        let split = try DatasetSplit.carriedDigits()
        let small = DatasetSplit(training: split.training.selecting(0..<10), validation: split.validation)
        let recipe = Self.recipe {
            $0.epochs = 3
            $0.batchSize = 4
            $0.shuffles = false
        }
        let run = try NetworkTrainingRun(recipe, on: small)
        let trainer = NetworkTrainer(recipe, from: nil)
        let schedule = OneCycle(largest: recipe.learningRate, steps: 9)
        var losses: [Float] = [0, 0, 0]
        for step in 0..<9 {
            let first = step % 3 * 4
            losses[step / 3] += trainer.step(
                on: small.training, batch: Array(0..<10)[first..<min(first + 4, 10)], epoch: step / 3 + 1,
                rate: schedule.rate(at: step))
        }
        #expect(run.network.parameters == trainer.network.parameters)
        #expect(run.epochs.map(\.loss) == losses.map { $0 / 3 } && run.epochs.map(\.epoch) == [1, 2, 3])
    }

    @Test func theScheduleOnPaper() {
        let schedule = OneCycle(largest: 2, steps: 4)
        // Half way up the first quarter: (1/25 + 1) / 2; then along a half cosine at 1/6, 3/6 and 5/6 of the rest.
        let rest = [1.0, 3, 5].map { 1e-4 + (1 - 1e-4) * (1 + cos(.pi * $0 / 6)) / 2 }
        for (step, expected) in ([0.52] + rest).enumerated() {
            #expect((Double(schedule.rate(at: step)) - 2 * expected).magnitude < 1e-6)
        }
    }

    /// The log-odds of the file are those of the training over the temperature, bias and all.
    @Test func theTemperatureDividesTheLogOdds() throws {
        let split = try DatasetSplit.carriedDigits()
        let run = try NetworkTrainingRun(Self.recipe(), on: split)
        let last = try #require(run.network.layers.last)
        #expect(run.network.parameters[last.biases].allSatisfy { $0 != 0 })
        let weights = run.weights(temperature: 4, metadata: .init())
        for (index, logOdds) in run.logOdds(for: split.validation).enumerated() {
            let divided = 4 * weights.logOdds(split.validation.picture(index))
            #expect((divided - Double(logOdds)).magnitude < 1e-4 * (1 + divided.magnitude))
        }
    }

    @Test func aShuffledOrderIsAnother() throws {
        let split = try DatasetSplit.carriedDigits()
        func parameters(_ shuffles: Bool) throws -> [Float] {
            try NetworkTrainingRun(Self.recipe { $0.shuffles = shuffles }, on: split).network.parameters
        }
        let shuffled = try parameters(true), inOrder = try parameters(false)
        #expect(shuffled != inOrder)
    }

    /// docs/models.md has a table of the recipes: it is that of the code.
    @Test func theRecipesAreThoseOfTheDocument() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let text = try String(contentsOf: root.appendingPathComponent("docs/models.md"), encoding: .utf8)
        for (name, recipe) in [("conv-tiny", NetworkRecipe.convTiny(for: 12_396)), ("conv", .conv(for: 12_396))] {
            let changes = recipe.augmentation
            func short(_ value: Double) -> String { String(format: "%g", value) }
            let row =
                "| `\(name)` | \(recipe.epochs) | \(recipe.learningRate) | \(short(changes.rotation)) degrees "
                + "| \(short(changes.shift)) pixel\(changes.shift == 1 ? "" : "s") | \(short(100 * changes.scaling)) % "
                + "| \(short(changes.shear)) |"
            #expect(text.contains(row), "\(row)")
            #expect(text.contains("batches of \(recipe.batchSize)") && recipe.seed == 37 && recipe.shuffles)
        }
        #expect(NetworkRecipe.convTiny(for: 800).epochs == 100 && NetworkRecipe.conv(for: 10_000).epochs == 50)
    }
}
