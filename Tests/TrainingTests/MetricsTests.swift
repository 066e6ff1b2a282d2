import Foundation
import Testing

@testable import Training
import WeightsFile

struct ConfusionMatrixTests {
    /// Log-odds of 0, and what is no number, are a seven, as in libmnist37.
    @Test func countsByDigit() {
        let logOdds: [Float] = [1, 2, -1, 0, .nan, 3, 0, -1, -2, .nan]
        let matrix = ConfusionMatrix(logOdds: logOdds, labels: [1, 1, 1, 1, 1, 0, 0, 0, 0, 0])
        #expect(matrix.firstRight == 2 && matrix.firstWrong == 3)
        #expect(matrix.secondRight == 4 && matrix.secondWrong == 1)
        #expect(matrix.total == 10 && matrix.errors == 4 && matrix.accuracy == 0.6)
        #expect(ConfusionMatrix().accuracy == 0)
    }
}

struct ReliabilityOnPaperTests {
    /// -ln 3/4 for the three that log-odds of ln 3 call a three, -ln 1/4 for the seven.
    @Test func crossEntropy() {
        let ln3 = Float(log(3.0))
        let right = Reliability(logOdds: [ln3, -ln3], labels: [1, 0])
        let half = Reliability(logOdds: [ln3, ln3], labels: [1, 0])
        let wrong = Reliability(logOdds: [-ln3, ln3], labels: [1, 0])
        #expect((right.crossEntropy - log(4.0 / 3)).magnitude < 1e-6)
        #expect((half.crossEntropy - (log(4.0 / 3) + log(4.0)) / 2).magnitude < 1e-6)
        #expect((wrong.crossEntropy - log(4.0)).magnitude < 1e-6)
    }

    /// 0 is the answer seven.
    @Test func anAnswerOfAHalfIsASeven() {
        #expect(Reliability(logOdds: [0], labels: [0]).bins[0].accuracy == 1)
        #expect(Reliability(logOdds: [0], labels: [1]).bins[0].accuracy == 0)
    }

    @Test func theHeldOutPicturesAreCounted() {
        let fit = Calibration.Fit(logOdds: [1, 1, -1, 0], labels: [1, 0, 1, 0])
        #expect(fit.pictures == 4 && fit.errors == 2)
    }
}

struct RandomSourceTests {
    /// The first numbers of Vigna's splitmix64.c from the seed 1234567.
    @Test func isSplitMix64() {
        var random = RandomSource(seed: 1_234_567)
        #expect(
            (0..<5).map { _ in random.next() } == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
                4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
            ])
    }

    /// Means of x, x^2, x^3 and x^4 of 100,000 draws: 0, 1, 0, 3, and 1/2, 1/3, 1/4, 1/5.
    @Test func distributions() {
        var random = RandomSource(seed: 5)
        func moments(_ draw: () -> Double) -> [Double] {
            let values = (0..<100_000).map { _ in draw() }
            return (1...4).map { power in values.reduce(0) { $0 + pow($1, Double(power)) } / 100_000 }
        }
        for (moment, expected) in zip(moments { random.normal() }, [0, 1, 0, 3.0]) {
            #expect((moment - expected).magnitude < 0.15)
        }
        for (moment, expected) in zip(moments { random.uniform() }, [1.0 / 2, 1.0 / 3, 1.0 / 4, 1.0 / 5]) {
            #expect((moment - expected).magnitude < 0.01)
        }
    }

    @Test func permutationsAreOfAll() {
        var random = RandomSource(seed: 6)
        let one = random.permutation(of: 500), two = random.permutation(of: 500)
        #expect(one.sorted() == Array(0..<500) && two.sorted() == one.sorted() && one != two && one != one.sorted())
    }
}

struct DescentTests {
    @Test func everyParameterGoesDownItsOwnSlope() {
        var parameters = (0..<1570).map(Float.init)
        SGD().step(&parameters, gradient: (0..<1570).map { Float($0 % 7) }, rate: 0.5)
        for (index, value) in parameters.enumerated() {
            #expect(value == Float(index) - Float(index % 7) / 2)
        }
    }

    @Test func theLossOfAnEpochIsTheMeanOfItsBatches() throws {
        let split = try DatasetSplit.carriedDigits()
        var recipe = Recipe()
        recipe.epochs = 1
        recipe.batchSize = 300
        recipe.shuffles = false
        recipe.learningRate = 0.1
        let run = try TrainingRun(recipe, on: split)
        var random = RandomSource(seed: recipe.seed)
        let start = LinearModel(columns: 1, deviation: recipe.initialDeviation, using: &random)
        let (model, losses) = start.trained(by: Loss.bce, on: split.training, batchSize: 300, learningRate: 0.1)
        #expect(run.model.parameters == model.parameters)
        #expect((run.epochs[0].loss - losses.reduce(0, +) / 3).magnitude < 1e-6)
        recipe.shuffles = true
        #expect(try TrainingRun(recipe, on: split).model.parameters != model.parameters)
    }

    /// A parameter that is no number ends a training, whichever it is.
    @Test(arguments: [0, 783, 784]) func oneNumberThatIsNoneEndsATraining(index: Int) throws {
        let split = try DatasetSplit.carriedDigits()
        var random = RandomSource(seed: 1)
        var model = LinearModel(columns: 1, deviation: 0.01, using: &random)
        model.parameters[index] = .nan
        let start = Weights(model, trainedWith: .bce, metadata: .init())
        #expect(throws: TrainingError.self) { try TrainingRun(Recipe(), on: split, from: start) }
    }

    /// An epoch's loss is that before its steps: a parameter that overflows in the last one ends a training, too.
    @Test func aParameterThatOverflowsInTheLastStepEndsATraining() throws {
        // A seven of two pixels whose weights cancel out, so that the log-odds are the bias.
        var pixels = [UInt8](repeating: 0, count: 784), weights = [Float](repeating: 0, count: 784)
        (pixels[400], pixels[401]) = (1, 1)
        (weights[400], weights[401]) = (-.greatestFiniteMagnitude, .greatestFiniteMagnitude)
        let seven = Dataset(pixels: pixels, labels: [0]), split = DatasetSplit(training: seven, validation: seven)
        let start = Weights(LinearModel(weights: weights, bias: [20]), trainedWith: .bce, metadata: .init())
        var recipe = Recipe()
        recipe.epochs = 1
        recipe.learningRate = 1
        #expect(try TrainingRun(recipe, on: split, from: start).epochs[0].loss == 20)
        recipe.learningRate = 1e38
        #expect(throws: TrainingError.diverged(epoch: 1, learningRate: 1e38)) {
            try TrainingRun(recipe, on: split, from: start)
        }
    }
}

/// How well others are told, on figures that can be checked on paper.
struct KnownFiguresTests {
    @Test func onPaper() throws {
        // Of the 4 x 3 pairs the digit has more in 9, as much in 1.
        let figures = try #require(
            KnownFigures(digits: [0.2, 0.6, 0.9, 0.7], others: [0.1, 0.6, 0.3], threshold: 0.5))
        #expect(figures.digits == 4 && figures.kept == 3 && figures.others == 3 && figures.passed == 1)
        #expect(figures.area == 9.5 / 12)
        // Without a loss the threshold is 0.2, which two others reach; a quarter lost, it is 0.6, which one reaches.
        #expect(figures.passedByLoss[0] == 2.0 / 3 && figures.passedByLoss[249] == 2.0 / 3)
        #expect(figures.passedByLoss[250] == 1.0 / 3 && figures.passedByLoss[999] == 0)
    }

    @Test func ofOneKindThereAreNone() {
        #expect(KnownFigures(digits: [], others: [1], threshold: 0) == nil)
        #expect(KnownFigures(digits: [1], others: [], threshold: 0) == nil)
    }
}

/// Wilson's interval, by the examples of R. G. Newcombe, Two-sided confidence intervals for the single proportion, Statistics in
/// Medicine 17 (1998), table I.
struct ConfidenceIntervalTests {
    @Test(arguments: [
        (81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718),
    ])
    func publishedExamples(count: Int, total: Int, lower: Double, upper: Double) {
        let interval = ConfidenceInterval(count, of: total)
        #expect((interval.lower - lower).magnitude < 5e-5 && (interval.upper - upper).magnitude < 5e-5)
        let opposite = ConfidenceInterval(total - count, of: total)
        #expect((opposite.lower - 1 + upper).magnitude < 5e-5 && (opposite.upper - 1 + lower).magnitude < 5e-5)
    }

    @Test func nothingMeasuredIsNothingKnown() {
        #expect(ConfidenceInterval(0, of: 0).lower == 0 && ConfidenceInterval(0, of: 0).upper == 1)
        #expect(ConfidenceInterval(5, of: 5).upper == 1 && ConfidenceInterval(0, of: 5).lower == 0)
    }
}
