import Notebook
import Training

/// What `reproduce --json` prints. A figure that is not a number is null.
struct ReproductionSummary: Encodable {
    let trainingPictures, validationPictures, runs, runsOfPrinted: Int
    /// Whether the pictures are the notebook's, so that its printed figures compare.
    let comparable: Bool
    let experiments: [Experiment]
    let debugging: Debugging
    let overflowGaps: Gaps
    let findings: [FindingReport]
    let report: String?

    struct SpreadReport: Encodable {
        let minimum, median, maximum: Double?

        init(_ spread: Spread) {
            func finite(_ value: Double) -> Double? { value.isFinite ? value : nil }
            minimum = finite(spread.minimum)
            median = finite(spread.median)
            maximum = finite(spread.maximum)
        }

        enum CodingKeys: CodingKey {
            case minimum, median, maximum
        }

        func encode(to encoder: any Encoder) throws {
            // The synthesised one would leave out what is nil.
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(minimum, forKey: .minimum)
            try container.encode(median, forKey: .median)
            try container.encode(maximum, forKey: .maximum)
        }
    }

    struct Experiment: Encodable {
        let name, title, loss: String
        let learningRate: Float
        let shuffled: Bool
        let initialStd: Double
        let readColumn, runs, brokenRuns, stuckRuns: Int
        let epochs: [Epoch]

        init(_ result: ExperimentResult) {
            let experiment = result.experiment
            name = experiment.name.rawValue
            title = experiment.title
            loss = experiment.training.loss.rawValue
            learningRate = experiment.training.learningRate
            shuffled = experiment.training.shuffles
            initialStd = experiment.training.initialDeviation
            readColumn = experiment.readColumn
            runs = result.runs.count
            brokenRuns = result.broken
            stuckRuns = result.stuck
            let accuraciesInside = result.printedAccuraciesInside, lossesInside = result.printedLossesInside
            epochs = result.epochs.enumerated().map { index, epoch in
                Epoch(
                    epoch: index + 1, loss: SpreadReport(epoch.loss), trainingAccuracy: SpreadReport(epoch.training),
                    validationAccuracy: SpreadReport(epoch.validation),
                    printedAccuracy: experiment.printed?.accuracies[index],
                    printedAccuracyInside: accuraciesInside?[index], printedLoss: experiment.printed?.losses?[index],
                    printedLossInside: lossesInside?[index])
            }
        }
    }

    struct Epoch: Encodable {
        let epoch: Int
        let loss, trainingAccuracy, validationAccuracy: SpreadReport
        let printedAccuracy: Double?
        let printedAccuracyInside: Bool?
        let printedLoss: Double?
        let printedLossInside: Bool?
    }

    struct Debugging: Encodable {
        struct Measurement: Encodable {
            let loss: String
            let value, gradientBias0, gradientWeightsMean, gradientBiasMean: SpreadReport
            let explainsPrinted: Bool
        }

        let batchAccuracy: SpreadReport
        let losses: [Measurement]
    }

    struct Gaps: Encodable {
        let probabilityIsZero, rightPictureBreaks, wrongPictureBreaks: Double
    }

    struct FindingReport: Encodable {
        struct Observation: Encodable {
            let label: String
            let spread: SpreadReport?
            let runs: Int?
            let ofRuns: Int?
        }

        struct Condition: Encodable {
            let text: String
            let met: Bool
        }

        let name, title, claim, difference: String
        let holds: Bool
        let conditions: [Condition]
        let observations: [Observation]

        init(_ finding: Finding) {
            name = finding.name.rawValue
            title = finding.title
            claim = finding.claim
            difference = finding.difference
            holds = finding.holds
            conditions = finding.conditions.map { .init(text: $0.text, met: $0.isMet) }
            observations = finding.observations.map { observation in
                switch observation.value {
                case .accuracy(let spread), .loss(let spread):
                    Observation(label: observation.label, spread: SpreadReport(spread), runs: nil, ofRuns: nil)
                case .runs(let count, let total):
                    Observation(label: observation.label, spread: nil, runs: count, ofRuns: total)
                }
            }
        }
    }

    init(_ reproduction: NotebookReproduction, report: String?) {
        trainingPictures = reproduction.split.training.count
        validationPictures = reproduction.split.validation.count
        runs = reproduction.runs
        runsOfPrinted = reproduction.runsOfPrinted
        comparable = reproduction.isComparable
        experiments = reproduction.results.map(Experiment.init)
        let cells = reproduction.debugging
        debugging = Debugging(
            batchAccuracy: SpreadReport(cells.accuracy),
            losses: cells.measurements.map {
                .init(
                    loss: $0.loss.rawValue, value: SpreadReport($0.value), gradientBias0: SpreadReport($0.bias0),
                    gradientWeightsMean: SpreadReport($0.weightsMean), gradientBiasMean: SpreadReport($0.biasMean),
                    explainsPrinted: $0.explainsPrinted)
            })
        let gaps = reproduction.gaps
        overflowGaps = Gaps(
            probabilityIsZero: gaps.probabilityIsZero, rightPictureBreaks: gaps.rightPictureBreaks,
            wrongPictureBreaks: gaps.wrongPictureBreaks)
        findings = reproduction.findings.map(FindingReport.init)
        self.report = report
    }
}
