import Foundation
import Testing

@testable import Training
@testable import Notebook

struct NotebookLossTests {
    @Test func logOfSoftmaxIsLogSoftmaxWhereItIsDefined() {
        var random = RandomSource(seed: 5)
        for _ in 0..<300 {
            let o0 = 5 * random.normal(), o1 = 5 * random.normal()
            let label = UInt8.random(in: 0...1, using: &random)
            let faulty = NotebookLoss.logOfSoftmax.evaluate(o0, o1, label: label, batchCount: 256)
            let right = NotebookLoss.logSoftmax.evaluate(o0, o1, label: label, batchCount: 256)
            #expect((faulty.loss - right.loss).magnitude < 1e-9)
            #expect((faulty.d0 - right.d0).magnitude < 1e-9 && (faulty.d1 - right.d1).magnitude < 1e-9)
        }
    }

    /// At a gap of 104 softmax gives 0 and 1, and the backward pass 0 / 0, although the picture is classified rightly.
    @Test func aSurePictureBreaksTheGradient() {
        #expect(softmaxProbabilities(0 as Float, 104) == (0, 1))
        let sure = NotebookLoss.logOfSoftmax.evaluate(0 as Float, 104, label: 1, batchCount: 256)
        #expect(sure.loss == 0 && sure.d0.isNaN && sure.d1.isNaN)
        let less = NotebookLoss.logOfSoftmax.evaluate(0 as Float, 103, label: 1, batchCount: 256)
        #expect(less.loss == 0 && less.d0.isFinite && less.d1.isFinite)
        let right = NotebookLoss.logSoftmax.evaluate(0 as Float, 104, label: 1, batchCount: 256)
        #expect(right.loss == 0 && right.d0.isFinite && right.d1.isFinite)
    }

    @Test func aWrongPictureBreaksItEarlier() {
        let gaps = OverflowGaps()
        #expect(gaps == OverflowGaps(batchCount: 256))
        #expect(gaps.probabilityIsZero == 103.98 && gaps.rightPictureBreaks == 103.98)
        // ln(256 times the largest float) = 94.2685.
        #expect(gaps.wrongPictureBreaks == 94.27)
        #expect(OverflowGaps(batchCount: 1).wrongPictureBreaks == 88.73)
    }

    @Test(arguments: [
        (NotebookLoss.logOfSoftmax, NotebookLoss.logOfSoftmaxWithoutMinus), (.logSoftmax, .logSoftmaxWithoutMinus),
    ])
    func theMinusIsAllThatDiffers(with: NotebookLoss, without: NotebookLoss) {
        let a = with.evaluate(1.5 as Float, -0.5, label: 1, batchCount: 256)
        let b = without.evaluate(1.5 as Float, -0.5, label: 1, batchCount: 256)
        #expect(a.loss == -b.loss && a.d0 == -b.d0 && a.d1 == -b.d1 && a.loss > 0)
        #expect(with.threeColumn == 1 && without.threeColumn == 0)
    }
}

struct BatchAccuracyTests {
    /// 256 threes of which 64 are wrong, then a lone seven that is right: (0.75 + 1) / 2, not 193 / 257.
    @Test func isTheMeanOverBatches() {
        let labels = [UInt8](repeating: 1, count: 256) + [0]
        let one = (0..<257).map { Float($0 < 64 || $0 == 256 ? -1 : 1) }
        #expect(batchAccuracies(one, columns: 1, labels: labels) == [0.875])
        let two = one.flatMap { [$0, -$0] }
        #expect(batchAccuracies(two, columns: 2, labels: labels) == [0.875, 0.125])
    }

    /// 1e-8 is above 0, and its probability is not above 0.5: sigmoid(1e-8) = 1/2 + 1/4 e-8 rounds to 0.5 in float32, as
    /// softmax of two outputs 1e-8 apart does.
    @Test(arguments: [(1e-8, false), (5e-8, false), (1e-6, true), (-1e-8, false)] as [(Float, Bool)])
    func aProbabilityOfAHalfIsASeven(output: Float, isThree: Bool) {
        #expect(batchAccuracies([output], columns: 1, labels: [1]) == [isThree ? 1 : 0])
        #expect(batchAccuracies([output, 0], columns: 2, labels: [1])[0] == (isThree ? 1 : 0))
        #expect(batchAccuracies([0, output], columns: 2, labels: [1])[1] == (isThree ? 1 : 0))
        #expect(batchAccuracies([output], columns: 1, labels: [0]) == [isThree ? 0 : 1])
    }

    @Test func aNaNIsASeven() {
        let outputs = [Float](repeating: .nan, count: 8)
        #expect(batchAccuracies(outputs, columns: 2, labels: [1, 0, 0, 0]) == [0.75, 0.75])
        #expect(batchAccuracies(outputs, columns: 1, labels: [UInt8](repeating: 1, count: 8)) == [0])
    }
}

struct SpreadTests {
    @Test func ofNumbers() {
        let spread = Spread([4, 1, 3, 2])
        #expect(spread.minimum == 1 && spread.lowerQuartile == 1.75 && spread.median == 2.5)
        #expect(spread.upperQuartile == 3.25 && spread.maximum == 4 && spread.range == 1...4)
        #expect(Spread([7]).middleHalf == 7...7)
    }

    /// A run in NaN is worse than any number, and no range reaches to it.
    @Test func ofBrokenRuns() {
        let spread = Spread([.nan, 2, 1])
        #expect(spread.minimum == 1 && spread.median == 2 && spread.maximum.isNaN && spread.range == nil)
        #expect(!spread.contains(printed: 1.5) && Spread([]).median.isNaN)
    }

    @Test func comparesAsPrinted() {
        let spread = Spread([0.50004, 0.60004])
        #expect(spread.contains(printed: 0.5) && spread.contains(printed: 0.6))
        #expect(!spread.contains(printed: 0.4999) && !spread.contains(printed: 0.6001))
    }
}

struct NotebookTests {
    @Test func everyNameHasItsExperiment() {
        #expect(NotebookExperiment.all.map(\.name) == NotebookExperiment.Name.allCases)
        for experiment in NotebookExperiment.all {
            #expect(experiment.readColumn < experiment.training.loss.columns)
            if let printed = experiment.printed {
                #expect(printed.accuracies.count == 10 && printed.losses?.count ?? 10 == 10)
            }
        }
    }

    /// In parallel and one after the other, the runs are the same.
    @Test func threadsChangeNothing() throws {
        let split = try DatasetSplit.carriedDigits()
        let reproduction = NotebookReproduction(on: split, runs: 2)
        #expect(!reproduction.isComparable && reproduction.runsOfPrinted == 10)
        #expect(reproduction.exceptions.count > 0)
        for result in reproduction.results {
            #expect(result.runs.count == (result.experiment.printed == nil ? 2 : 10))
            for (index, run) in result.runs.enumerated().prefix(2) {
                let again = NotebookRun(result.experiment.training, seed: UInt64(index + 1), on: split)
                #expect(run.seed == again.seed && run.epochs.map(\.training) == again.epochs.map(\.training))
                #expect(run.brokenAfterStep == again.brokenAfterStep && run.epochs.count == 10)
                #expect(run.model.weights.map(\.bitPattern) == again.model.weights.map(\.bitPattern))
            }
        }
    }

    @Test(
        .enabled(
            if: ProcessInfo.processInfo.environment["MNIST37_DATA"]?.isEmpty == false,
            "MNIST37_DATA must name the unpacked MNIST_SAMPLE folder"))
    func theAnswerHolds() throws {
        let folder = try #require(ProcessInfo.processInfo.environment["MNIST37_DATA"])
        let reproduction = NotebookReproduction(on: try DatasetSplit(folder: folder), runs: 8)
        #expect(reproduction.isComparable)
        let faulty = reproduction[.firstCrossEntropy], slow = reproduction[.firstCrossEntropySlowly]
        #expect(faulty.broken == 8 && faulty.finalTraining.allSatisfy { Spread([$0]).contains(printed: 0.5112) })
        for run in slow.runs {
            let last = try #require(run.epochs.last)
            #expect((last.training[0] + last.training[1] - 1).magnitude < 1e-12)
            #expect(last.training[0] < 0.06 && last.training[1] > 0.94)
        }
        #expect(reproduction[.rightCrossEntropy].broken == 0 && reproduction[.secondCrossEntropySlowly].broken == 8)
        for finding in reproduction.findings {
            #expect(finding.holds, "\(finding.title): \(finding.conditions.filter { !$0.isMet }.map(\.text))")
        }
        #expect(Spread(reproduction[.smallShuffledSlowly].finalValidation).median > 0.978)
        #expect(reproduction.debugging.measurements.map(\.explainsPrinted) == [true, false, false])
        for name in [NotebookExperiment.Name.oneColumn, .twoColumns, .twoColumnsSlowly] {
            #expect(reproduction[name].printedAccuraciesInside?.suffix(1) == [true], "\(name)")
        }
    }
}
