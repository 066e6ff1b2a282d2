import ArgumentParser
import Figures
import Notebook
import Training

extension ReproduceCommand {
    /// What `--only` names.
    enum Cell {
        case experiment(NotebookExperiment)
        case debugging

        @Sendable init(_ name: String) throws {
            if name == Self.debuggingName {
                self = .debugging
            } else if let experiment = NotebookExperiment.all.first(where: { $0.name.rawValue == name }) {
                self = .experiment(experiment)
            } else {
                throw ValidationError("it takes one of \(ReproduceCommand.names.joined(separator: ", "))")
            }
        }

        static let debuggingName = "debugging"
    }

    static let names = NotebookExperiment.all.map(\.name.rawValue) + [Cell.debuggingName]

    /// Runs one cell: what it prints goes to stdout, what the notebook printed there to stderr.
    func run(_ cell: Cell, on split: DatasetSplit, seed: UInt64) throws {
        switch cell {
        case .experiment(let experiment):
            tell("\(experiment.title), seed \(seed)\(experiment.printed.map { "; the notebook: \($0.text)" } ?? "")")
            print(NotebookRun(experiment.training, seed: seed, on: split).printed(by: experiment))
        case .debugging:
            typealias Printed = DebuggingCells.Printed
            tell(
                "the debugging cells, seed \(seed); the notebook: loss \(fourDecimals(Printed.loss)), dL/db0 "
                    + "\(fourDecimals(Printed.bias0)), accuracy \(fourDecimals(Printed.accuracy))")
            let count = min(NotebookTraining.batchSize, split.training.count)
            print(DebuggingCells(seeds: [seed], on: split.training).printed(count: count))
        }
    }
}

extension PrintedFigures {
    fileprivate var text: String { accuracies.map { "\($0)" }.joined(separator: " ") }
}
