import ArgumentParser
import Foundation
import Training

struct ReproduceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reproduce", abstract: "Rerun every experiment of the notebook.")
    @OptionGroup var dataOptions: DataOptions
    @Option var runs = 20
    func run() throws {
        try reportingFailures {
            let split = try dataOptions.load()
            let start = Date()
            let r = NotebookReproduction(on: split, runs: runs)
            for x in r.results {
                print(x.experiment.name.rawValue, "broken", x.broken, "stuck", x.stuck, x.runs.compactMap(\.brokenAfterStep).max() ?? 0)
                func f(_ d: Double) -> String { String(format: "%.4f", d) }
                for (n, k) in [("loss", \ExperimentResult.Epoch.loss), ("train", \.training), ("valid", \.validation)] as [(String, KeyPath<ExperimentResult.Epoch, Spread>)] {
                    print("  ", n, "max", x.epochs.map { f($0[keyPath: k].maximum) }.joined(separator: " "))
                    print("  ", n, "med", x.epochs.map { f($0[keyPath: k].median) }.joined(separator: " "))
                    print("  ", n, "min", x.epochs.map { f($0[keyPath: k].minimum) }.joined(separator: " "))
                }
                if let p = x.printedAccuraciesInside { print("   in", p) }
                if let p = x.printedLossesInside { print("   in", p) }
            }
            print(r.gaps)
            for f in r.findings { print(f.holds, f.title); for o in f.observations { print("    ", o.label, o.value) } }
            print(Date().timeIntervalSince(start))
        }
    }
}
