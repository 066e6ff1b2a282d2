import Testing

@testable import Training

struct NetworkTrainingTests {
    private func recipe(threads: Int, seed: UInt64 = 4) -> Recipe {
        var recipe = Recipe.convTiny(for: 800)
        recipe.epochs = 4
        // The last batch is shorter than the others, and its last group of eight shorter than eight.
        recipe.batchSize = 67
        recipe.threads = threads
        recipe.seed = seed
        return recipe
    }

    @Test func theSameSeedGivesTheSameBytesOnAnyNumberOfThreads() throws {
        let split = try DatasetSplit.carriedDigits()
        func bytes(_ recipe: Recipe) throws -> [UInt8] {
            try TrainingRun(recipe, on: split).weights(metadata: .init()).encoded()
        }
        let one = try bytes(recipe(threads: 1))
        #expect(try bytes(recipe(threads: 1)) == one)
        #expect(try bytes(recipe(threads: 2)) == one)
        #expect(try bytes(recipe(threads: 5)) == one)
        #expect(try bytes(recipe(threads: 1, seed: 5)) != one)
    }

    @Test func learnsTheCarriedDigits() throws {
        let split = try DatasetSplit.carriedDigits()
        var recipe = Recipe.convTiny(for: 800)
        recipe.epochs = 60
        let run = try TrainingRun(recipe, on: split)
        #expect(run.epochs.count == 60)
        #expect(run.epochs[59].validation.accuracy >= 0.98)
        #expect(run.epochs[59].loss < run.epochs[0].loss / 4)

        // Eight bits for a weight and for an activation change little.
        let exact = run.weights(metadata: .init())
        let int8 = exact.quantized(on: split.training)
        #expect(int8.encoded().count < 1200)
        let flipped = (0..<split.validation.count).count {
            (exact.logOdds(split.validation.picture($0)) > 0) != (int8.logOdds(split.validation.picture($0)) > 0)
        }
        #expect(flipped <= 2)
        #expect(int8.quantized(on: split.training) == int8)
    }

    @Test func startsFromAFile() throws {
        let split = try DatasetSplit.carriedDigits()
        let first = try TrainingRun(recipe(threads: 2), on: split).weights(metadata: .init())
        var none = recipe(threads: 2)
        none.epochs = 0
        let again = try TrainingRun(none, on: split, from: first).weights(metadata: .init())
        #expect(again == first)
    }

    @Test func aRateThatIsTooLargeIsReported() throws {
        var wild = recipe(threads: 2)
        wild.learningRate = 1e30
        #expect(throws: TrainingError.self) { try TrainingRun(wild, on: try .carriedDigits()) }
    }

    @Test func oneCycleRisesAndFalls() {
        let rates = (0..<1000).map { Schedule.oneCycle.rate(largest: 2, at: $0, of: 1000) }
        let peak = rates.indices.max { rates[$0] < rates[$1] } ?? 0
        #expect((240...260).contains(peak))
        #expect(rates[0] < 0.09 && rates[peak] > 1.99 && rates[999] < 0.001)
        for step in 1..<1000 { #expect(step <= peak ? rates[step] >= rates[step - 1] : rates[step] <= rates[step - 1]) }
    }

    @Test func aPictureThatIsNotChangedStaysWhatItIs() {
        var random = RandomSource(seed: 1)
        let picture = (0..<784).map { _ in UInt8.random(in: 0...255, using: &random) }
        var lanes = [Float](repeating: -1, count: 784 * laneCount)
        let map = PictureMap(Augmentation(), using: &random)
        lanes.withUnsafeMutableBufferPointer { map.apply(to: picture, $0.baseAddress! + 3) }
        for index in 0..<784 { #expect((lanes[index * laneCount + 3] - Float(picture[index]) / 255).magnitude < 1e-5) }
        #expect(lanes[0] == -1)
    }

    @Test func aShiftMovesThePicture() {
        var random = RandomSource(seed: 2)
        var picture = [UInt8](repeating: 0, count: 784)
        picture[14 * 28 + 14] = 255
        let map = PictureMap(Augmentation(shift: 6), using: &random)
        var lanes = [Float](repeating: 0, count: 784 * laneCount)
        lanes.withUnsafeMutableBufferPointer { map.apply(to: picture, $0.baseAddress!) }
        func mean(_ coordinate: (Int) -> Int) -> Float {
            (0..<784).reduce(0) { $0 + Float(coordinate($1)) * lanes[$1 * laneCount] }
        }
        // Pixel p shows the place p + (c, f), so the ink moves by -(c, f); its sum stays 1.
        #expect((mean { _ in 1 } - 1).magnitude < 1e-4)
        #expect((mean { $0 % 28 } - (14 - map.xOffset)).magnitude < 1e-3)
        #expect((mean { $0 / 28 } - (14 - map.yOffset)).magnitude < 1e-3)
        #expect(map.xOffset != 0 && map.yOffset != 0)
    }
}
