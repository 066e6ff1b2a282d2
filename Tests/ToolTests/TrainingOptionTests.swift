import Foundation
import Testing
import TestSupport

@testable import Training
import WeightsFile

/// Every option reaches the training: the file is, layer by layer, what the library trains by the same recipe.
@Suite(.serialized) struct TrainingOptionTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func train(_ arguments: [String]) throws -> [Weights.Layer] {
        let file = folder.path("a.m37")
        let outcome = try run("trainer", ["--quiet", "--output", file] + arguments)
        #expect(outcome.status == 0 && outcome.errors == "", "\(arguments): \(outcome.errors)")
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file)))
        return try #require(Weights(decoding: bytes)).layers
    }

    private static let linear: [([String], @Sendable (inout Recipe) -> Void)] = [
        ([], { _ in }),
        (["--lr", "0.25"], { $0.learningRate = 0.25 }),
        (["--batch-size", "100"], { $0.batchSize = 100 }),
        (["--seed", "5"], { $0.seed = 5 }),
        (["--no-shuffle"], { $0.shuffles = false }),
        (["--init-std", "0.5"], { $0.initialDeviation = 0.5 }),
        (["--loss", "mnist"], { $0.loss = .mnist }),
    ]

    @Test(arguments: linear.indices) func ofTheLinearModel(index: Int) throws {
        let (options, change) = Self.linear[index]
        var recipe = Recipe()
        recipe.epochs = 3
        change(&recipe)
        let run = try TrainingRun(recipe, on: .carriedDigits())
        let expected = run.weights(metadata: .init()).layers
        #expect(try train(["--model", "linear", "--epochs", "3"] + options) == expected)
    }

    private static let network: [([String], @Sendable (inout Recipe) -> Void)] = [
        ([], { _ in }),
        (["--lr", "0.005"], { $0.learningRate = 0.005 }),
        (["--batch-size", "100"], { $0.batchSize = 100 }),
        (["--seed", "5"], { $0.seed = 5 }),
        (["--no-shuffle"], { $0.shuffles = false }),
    ]

    @Test(arguments: network.indices, [true, false]) func ofANetwork(index: Int, fromAFile: Bool) throws {
        let (options, change) = Self.network[index]
        var recipe = Recipe.convTiny(for: 800)
        recipe.epochs = 2
        change(&recipe)
        var random = RandomSource(seed: 99)
        let start = Weights(Network<Float>(.convTiny, using: &random), metadata: .init())
        let file = try folder.write(start.encoded(), "start.m37")
        let run = try TrainingRun(recipe, on: .carriedDigits(), from: fromAFile ? start : nil)
        let expected = run.weights(metadata: .init()).layers
        let arguments =
            ["--model", "conv-tiny", "--no-known", "--epochs", "2"] + (fromAFile ? ["--init", file] : []) + options
        #expect(try train(arguments) == expected)
    }

    /// By default a network learns the others that the package carries, and its threshold comes from a rehearsal.
    @Test func ofANetworkThatTellsOthers() throws {
        var recipe = Recipe.convTiny(for: 800, tellsOthers: true)
        recipe.epochs = 2
        let split = try DatasetSplit.carriedDigits()
        #expect(split.others.count == 400 && split.validationOthers.count == 160)
        let rehearsal = try Rehearsal(of: recipe, on: split), run = try TrainingRun(recipe, on: split)
        let expected = run.weights(metadata: .init()).calibrated(knownThreshold: rehearsal.knownThreshold).layers
        #expect(rehearsal.knownThreshold != 0)
        #expect(try train(["--model", "conv-tiny", "--epochs", "2"]) == expected)
        let declined = run.weights(metadata: .init()).layers
        #expect(try train(["--model", "conv-tiny", "--epochs", "2", "--no-calibrate"]) == declined)
    }

    /// Data without others of its own gets those of the package; with some, it keeps to these.
    @Test func othersOfTheData() throws {
        let digits = repository.appendingPathComponent("examples/digits")
        let three = try Data(contentsOf: digits.appendingPathComponent("three.png"))
        let seven = try Data(contentsOf: digits.appendingPathComponent("seven.png"))
        for part in ["train", "valid"] {
            try folder.write(three, "data/\(part)/3/1.png")
            try folder.write(seven, "data/\(part)/7/1.png")
        }
        #expect(try DatasetSplit(folder: folder.path("data")).others.count == 0)
        let borrowed = try DatasetSplit(folder: folder.path("data")).withOthers()
        #expect(borrowed.others.count == 400 && borrowed.validationOthers.count == 160)
        try folder.write(seven, "data/train/other/1.png")
        try folder.write(three, "data/train/other/2.png")
        let own = try DatasetSplit(folder: folder.path("data")).withOthers()
        #expect(own.others.labels == [2, 2] && own.others.names == ["other/1.png", "other/2.png"])
        #expect(own.validationOthers.count == 0 && own.training.count == 2)
        #expect(Array(own.others.picture(0)) == Array(own.training.picture(1)))
    }

    /// A network that has learned nothing is near 0 everywhere, so that int8 changes many of its digits.
    @Test func whatInt8Changes() throws {
        let split = try DatasetSplit.carriedDigits()
        var random = RandomSource(seed: 99)
        var network = Network<Float>(.convTiny, using: &random)
        func answers(_ weights: Weights) -> [Bool] {
            (0..<split.validation.count).map { weights.logOdds(split.validation.picture($0)) > 0 }
        }
        func errors(_ answers: [Bool]) -> Int { zip(answers, split.validation.labels).count { $0 != ($1 == 1) } }
        // The answers change at the log-odds of some picture, where one digit more or less is wrong.
        let bias = network.parameters.count - 1, thresholds = network.logOdds(for: split.validation).sorted()
        var exact = Weights(network, metadata: .init()), int8 = exact
        for threshold in thresholds where errors(answers(exact)) == errors(answers(int8)) {
            network.parameters[bias] = -threshold
            exact = Weights(network, metadata: .init())
            int8 = exact.quantized(on: split.training)
        }
        let before = answers(exact), after = answers(int8)
        let file = try folder.write(exact.encoded(), "start.m37")
        let outcome = try run(
            "trainer", ["--init", file, "--epochs", "0", "--format", "i8", "--json", "--output", folder.path("a.m37")])
        let result = try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
        let flipped = zip(before, after).count { $0 != $1 }
        #expect(flipped > 0 && errors(before) != errors(after))
        #expect(result["flipped"] as? Int == flipped)
        #expect(result["errors_before_quantization"] as? Int == errors(before))
        #expect(result["validation_errors"] as? Int == errors(after))
    }
}
