import Foundation
import Testing

@testable import Training

/// What one step of the training does, and that everything the recipe says reaches it.
struct NetworkTrainerTests {
    private static func recipe(_ change: (inout Recipe) -> Void = { _ in }) -> Recipe {
        var recipe = Recipe(.convTiny, epochs: 1, learningRate: 0.01, augmentation: Augmentation())
        recipe.threads = 1
        change(&recipe)
        return recipe
    }

    /// The parameters after one step on the first pictures of the carried digits.
    private func step(
        _ recipe: Recipe, epoch: Int = 1, from initial: Network<Float>? = nil
    ) throws -> [Float] {
        let dataset = try DatasetSplit.carriedDigits().training
        return step(recipe, on: dataset, batch: Array(0..<37), epoch: epoch, rate: 0.01, from: initial).parameters
    }

    private func step(
        _ recipe: Recipe, on dataset: Dataset, batch: [Int], epoch: Int = 1, rate: Float,
        from initial: Network<Float>? = nil
    ) -> (loss: Float, parameters: [Float]) {
        var random = RandomSource(seed: recipe.seed)
        var network = initial ?? Network(.convTiny, using: &random)
        let objective = NetworkObjective(recipe, network.layers)
        let gradient = objective.gradient(at: network, on: dataset, batch: batch[...], epoch: epoch)
        var optimizer = recipe.optimizer(parameterCount: network.parameters.count)
        optimizer.step(&network.parameters, gradient: gradient.parameters, rate: rate)
        return (gradient.loss, network.parameters)
    }

    @Test func theRecipesWeightDecayIsUsed() throws {
        var random = RandomSource(seed: 37)
        let start = Network<Float>(.convTiny, using: &random).parameters
        let without = try step(Self.recipe { $0.optimization = .adamW(weightDecay: 0) })
        let with = try step(Self.recipe { $0.optimization = .adamW(weightDecay: 0.5) })
        for (index, value) in start.enumerated() {
            #expect((without[index] - with[index] - 0.01 * 0.5 * value).magnitude < 1e-6)
        }
        for recipe in [Recipe.convTiny(for: 800), .conv(for: 800)] {
            #expect(recipe.optimization == .adamW(weightDecay: 0.01))
        }
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
            step(recipe, on: dataset, batch: batch, rate: 0.01).parameters
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
        let recipe = Self.recipe { $0.optimization = .adamW(weightDecay: 0) }
        let (mean, stepped) = step(recipe, on: dataset, batch: batch, rate: 1)
        #expect((Double(mean) - loss / Double(count)).magnitude < 1e-5)
        for index in 0..<parameterCount {
            let g = gradient[index] / Double(count)
            // Below, float32 has only some digits of a difference of far larger sums.
            guard g.magnitude > 1e-4 else { continue }
            // A step of AdamW from rest.
            let expected = Double(network.parameters[index]) - g / (g.magnitude + 1e-5)
            #expect((Double(stepped[index]) - expected).magnitude < 2e-2)
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
        let run = try TrainingRun(recipe, on: small)
        var random = RandomSource(seed: recipe.seed)
        var network = Network<Float>(.convTiny, using: &random)
        let objective = NetworkObjective(recipe, network.layers)
        var optimizer = recipe.optimizer(parameterCount: network.parameters.count)
        var losses: [Float] = [0, 0, 0]
        for step in 0..<9 {
            let first = step % 3 * 4
            let gradient = objective.gradient(
                at: network, on: small.training, batch: Array(0..<10)[first..<min(first + 4, 10)], epoch: step / 3 + 1)
            let rate = Schedule.oneCycle.rate(largest: recipe.learningRate, at: step, of: 9)
            optimizer.step(&network.parameters, gradient: gradient.parameters, rate: rate)
            losses[step / 3] += gradient.loss
        }
        #expect(run.model.parameters == network.parameters)
        #expect(run.epochs.map(\.loss) == losses.map { $0 / 3 } && run.epochs.map(\.epoch) == [1, 2, 3])
    }

    @Test func theScheduleOnPaper() {
        // Half way up the first quarter: (1/25 + 1) / 2; then along a half cosine at 1/6, 3/6 and 5/6 of the rest.
        let rest = [1.0, 3, 5].map { 1e-4 + (1 - 1e-4) * (1 + cos(.pi * $0 / 6)) / 2 }
        for (step, expected) in ([0.52] + rest).enumerated() {
            #expect((Double(Schedule.oneCycle.rate(largest: 2, at: step, of: 4)) - 2 * expected).magnitude < 1e-6)
        }
    }

    /// The log-odds of the file are those of the training over the temperature, bias and all.
    @Test func theTemperatureDividesTheLogOdds() throws {
        let split = try DatasetSplit.carriedDigits()
        let run = try TrainingRun(Self.recipe(), on: split)
        #expect(run.model.parameters.last != 0)
        let weights = run.weights(metadata: .init()).calibrated(temperature: 4)
        for (index, logOdds) in run.logOdds(for: split.validation).enumerated() {
            let divided = 4 * weights.logOdds(split.validation.picture(index))
            #expect((divided - Double(logOdds)).magnitude < 1e-4 * (1 + divided.magnitude))
        }
    }

    @Test func aShuffledOrderIsAnother() throws {
        let split = try DatasetSplit.carriedDigits()
        func parameters(_ shuffles: Bool) throws -> [Float] {
            try TrainingRun(Self.recipe { $0.shuffles = shuffles }, on: split).model.parameters
        }
        let shuffled = try parameters(true), inOrder = try parameters(false)
        #expect(shuffled != inOrder)
    }

    /// docs/models.md has a table of the recipes: it is that of the code.
    @Test func theRecipesAreThoseOfTheDocument() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let text = try String(contentsOf: root.appendingPathComponent("docs/models.md"), encoding: .utf8)
        for (name, recipe) in [
            ("conv-tiny", Recipe.convTiny(for: 12_396, tellsOthers: true)),
            ("conv", .conv(for: 12_396, tellsOthers: true)),
        ] {
            let changes = try #require(recipe.augmentation)
            func short(_ value: Double) -> String { String(format: "%g", value) }
            let row =
                "| `\(name)` | \(recipe.epochs) | \(recipe.learningRate) | \(short(changes.rotation)) degrees "
                + "| \(short(changes.shift)) pixel\(changes.shift == 1 ? "" : "s") | \(short(100 * changes.scaling)) % "
                + "| \(short(changes.shear)) |"
            #expect(text.contains(row), "\(row)")
            #expect(text.contains("batches of \(recipe.batchSize)") && recipe.seed == 37 && recipe.shuffles)
        }
        #expect(Recipe.convTiny(for: 800).epochs == 100 && Recipe.conv(for: 10_000).epochs == 50)
        let tiny = Recipe.convTiny(for: 12_396, tellsOthers: true), conv = Recipe.conv(for: 12_396, tellsOthers: true)
        #expect(tiny.epochs == 80 && tiny.parameterCount == 1122 && conv.epochs == 40 && conv.parameterCount == 4082)
    }
}
