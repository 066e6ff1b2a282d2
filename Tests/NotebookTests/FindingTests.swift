import Testing

@testable import Training
@testable import Notebook

/// Each finding is said when the figures bear its title out, and not said when they only just do not.
struct FindingTests {
    /// What an experiment came to, the same in every run: accuracies by column 0 on both sets.
    private struct Figures {
        /// On the training pictures.
        var training = 0.9
        /// On other pictures.
        var validation = 0.9
        /// Of each epoch.
        var losses = [Double](repeating: 0.2, count: 10)
        var broken = 0
        /// Runs at 0.5 on the training pictures.
        var stuck = 0
        var runs = 20

        func result(_ experiment: NotebookExperiment) -> ExperimentResult {
            let columns = experiment.training.loss.columns
            let runs = (0..<runs).map { run in
                func accuracies(_ read: Double) -> [Double] {
                    guard columns == 2 else { return [read] }
                    return experiment.readColumn == 0 ? [read, 1 - read] : [1 - read, read]
                }
                let training = run < stuck ? 0.5 : training
                let epochs = losses.map {
                    NotebookRun.Epoch(
                        loss: $0, training: accuracies(training), validation: accuracies(validation),
                        weightsGradientMean: 0, biasGradientMean: 0)
                }
                return NotebookRun(
                    seed: UInt64(run + 1), model: LinearModel(weights: [], bias: []), epochs: epochs,
                    brokenAfterStep: run < broken ? 1 : nil)
            }
            return ExperimentResult(experiment: experiment, runs: runs)
        }
    }

    /// Figures that bear out every title.
    private static let convincing: [NotebookExperiment.Name: Figures] = [
        .oneColumn: Figures(stuck: 1, runs: 100),
        .twoColumns: Figures(validation: 0.965, stuck: 3, runs: 100),
        .twoColumnsSlowly: Figures(training: 0.9, runs: 100),
        .firstCrossEntropy: Figures(broken: 20),
        .firstCrossEntropySlowly: Figures(training: 0.05),
        .secondCrossEntropy: Figures(broken: 20), .secondCrossEntropySlowly: Figures(broken: 20),
        .rightCrossEntropy: Figures(validation: 0.96),
        .shuffled: Figures(training: 0.985, validation: 0.98),
        .shuffledSlowly: Figures(validation: 0.95),
        .smallShuffledSlowly: Figures(validation: 0.98),
        .smallFirstCrossEntropy: Figures(broken: 20),
        .rightWithoutMinus: Figures(losses: (1...10).map { -100 * Double($0) }, stuck: 20),
        .shuffledSoftmax: Figures(validation: 0.969),
    ]

    private static func reproduction(
        _ changes: [(NotebookExperiment.Name, (inout Figures) -> Void)] = []
    ) -> NotebookReproduction {
        var figures = convincing
        for (name, change) in changes { change(&figures[name, default: Figures()]) }
        let results = NotebookExperiment.all.map { (figures[$0.name] ?? Figures()).result($0) }
        let nothing = DatasetSplit(
            training: Dataset(pixels: [], labels: []), validation: Dataset(pixels: [], labels: []))
        return NotebookReproduction(
            split: nothing, runs: 20, runsOfPrinted: 100, results: results,
            debugging: DebuggingCells(seeds: [], on: nothing.training))
    }

    @Test func everyNameHasItsFinding() {
        let findings = Self.reproduction().findings
        #expect(findings.map(\.name) == Finding.Name.allCases)
        for finding in findings {
            #expect(finding.observations.count > 1 && !finding.conditions.isEmpty)
            #expect(finding.holds, "\(finding.conditions.filter { !$0.isMet })")
        }
    }

    /// One figure that does not bear out one title, and the findings that must then not be said. Each threshold is tried
    /// from both sides.
    private struct Case: CustomTestStringConvertible {
        let experiment: NotebookExperiment.Name
        let testDescription: String
        let lost: Set<Finding.Name>
        let change: @Sendable (inout Figures) -> Void

        init(
            _ experiment: NotebookExperiment.Name, _ description: String, _ lost: Set<Finding.Name>,
            _ change: @escaping @Sendable (inout Figures) -> Void
        ) {
            self.experiment = experiment
            testDescription = "\(experiment): \(description)"
            self.lost = lost
            self.change = change
        }
    }

    private static let cases: [Case] = [
        .init(.twoColumnsSlowly, "barely right", []) { $0.training = 0.801 },
        .init(.twoColumnsSlowly, "above a half only", [.twoSigns]) { $0.training = 0.799 },
        .init(.firstCrossEntropySlowly, "barely wrong by column 0", []) { $0.training = 0.199 },
        .init(.firstCrossEntropySlowly, "below a half only", [.twoSigns]) { $0.training = 0.201 },
        .init(.firstCrossEntropySlowly, "one run learns nothing", [.twoSigns]) { $0.stuck = 1 },
        .init(.firstCrossEntropySlowly, "one run in NaN", [.learningRate]) { $0.broken = 1 },
        .init(.firstCrossEntropy, "one run survives", [.logarithm, .learningRate, .initialization]) { $0.broken = 19 },
        .init(.rightCrossEntropy, "one run in NaN", [.logarithm]) { $0.broken = 1 },
        .init(.smallFirstCrossEntropy, "one run survives", [.initialization]) { $0.broken = 19 },
        .init(.smallRightCrossEntropy, "one run in NaN", [.initialization]) { $0.broken = 1 },
        .init(.rightCrossEntropySlowly, "a loss below a coin's", []) { $0.losses[9] = 0.69 },
        .init(.rightCrossEntropySlowly, "a coin's loss", [.minus]) { $0.losses[9] = 0.694 },
        .init(.rightCrossEntropySlowly, "a loss below 0", [.minus]) { $0.losses[9] = -0.001 },
        .init(.rightWithoutMinus, "falls a little less in the end", []) { $0.losses[9] = -992 },
        .init(.rightWithoutMinus, "comes to rest", [.minus]) { $0.losses[9] = -987 },
        .init(.rightWithoutMinus, "rises in the end", [.minus]) { $0.losses[9] = -850 },
        .init(.rightWithoutMinus, "never falls", [.minus]) { $0.losses = [Double](repeating: -1, count: 10) },
        .init(.rightWithoutMinus, "nearly every run gives one digit", []) { $0.stuck = 18 },
        .init(.rightWithoutMinus, "some runs tell both digits apart", [.minus]) { $0.stuck = 17 },
        .init(.secondCrossEntropy, "one run survives", [.minus]) { $0.broken = 19 },
        .init(.secondCrossEntropySlowly, "one run survives", [.minus]) { $0.broken = 19 },
        .init(.shuffled, "worse by more than a fifth of a point", []) { $0.training = 0.9821 },
        .init(.shuffled, "worse, but by less", [.sameFolder]) { $0.training = 0.9819 },
        .init(.rightCrossEntropy, "a little more than a point", []) { $0.validation = 0.9699 },
        .init(.rightCrossEntropy, "a point at most", [.order]) { $0.validation = 0.9701 },
        .init(.rightCrossEntropy, "two points", []) { $0.validation = 0.9551 },
        .init(.rightCrossEntropy, "more than the initial weights", [.deviation]) { $0.validation = 0.9499 },
        .init(.shuffledSoftmax, "less than half of cross entropy's", []) { $0.validation = 0.9749 },
        .init(.shuffledSoftmax, "more than half of cross entropy's", [.orderOfSoftmax]) { $0.validation = 0.9751 },
        .init(.shuffledSoftmax, "nothing", [.orderOfSoftmax]) { $0.validation = 0.965 },
        .init(.smallShuffledSlowly, "more than the order", []) { $0.validation = 0.9701 },
        .init(.smallShuffledSlowly, "less than the order", [.deviation]) { $0.validation = 0.9699 },
        .init(.oneColumn, "none of a hundred", []) { $0.stuck = 0 },
        .init(.twoColumns, "one of two hundred", [.stuck]) { $0.stuck = 0 },
        .init(.twoColumns, "ten of two hundred", []) { $0.stuck = 9 },
        .init(.twoColumns, "eleven of two hundred", [.stuck]) { $0.stuck = 10 },
        .init(.rightCrossEntropy, "one run is stuck", [.stuck]) { $0.stuck = 1 },
    ]

    @Test(arguments: cases) private func eachTitleHasItsThreshold(example: Case) {
        let findings = Self.reproduction([(example.experiment, example.change)]).findings
        let lost = Set(findings.filter { !$0.holds }.map(\.name))
        #expect(lost == example.lost)
        for finding in findings where lost.contains(finding.name) {
            #expect(finding.conditions.contains { !$0.isMet && !$0.text.isEmpty })
        }
    }

    /// Runs in NaN bear nothing out.
    @Test func figuresThatAreNoNumbers() {
        func breakAll(_ figures: inout Figures) {
            figures.training = .nan
            figures.validation = .nan
            figures.losses = [Double](repeating: .nan, count: 10)
        }
        let broken = NotebookExperiment.Name.allCases.map { ($0, breakAll) }
        let said = Self.reproduction(broken).findings.filter(\.holds).map(\.name)
        #expect(said == [.logarithm, .learningRate, .initialization, .stuck])
    }

    /// Seed by seed: the median of the differences, not the difference of the medians; and seeds that only one side has
    /// count for nothing.
    @Test func pairsBySeed() throws {
        let findings = Self.reproduction([(.twoColumns, { $0.stuck = 0 })]).findings
        let softmax = try #require(findings.first { $0.name == .orderOfSoftmax })
        guard case .accuracy(let difference) = softmax.observations[2].value else {
            Issue.record("the third observation is the difference")
            return
        }
        #expect((difference.median - 0.004).magnitude < 1e-12 && (difference.maximum - 0.004).magnitude < 1e-12)
    }
}
