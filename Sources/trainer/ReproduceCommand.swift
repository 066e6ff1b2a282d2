import ArgumentParser
import FileOutput
import Foundation
import Report
import Training

struct ReproduceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reproduce",
        abstract: "Rerun every experiment of the notebook and show why its cross entropy did not work.",
        discussion: """
            Each experiment runs from several seeds with the notebook's settings. Its printed figures are comparable only \
            on its own pictures, fastai's MNIST_SAMPLE: https://s3.amazonaws.com/fast-ai-sample/mnist_sample.tgz, \
            unpacked, as --data. docs/notebook.md tells what comes out.
            """)

    @OptionGroup var dataOptions: DataOptions

    @Option(
        help: .init(
            "Seeds an experiment; the three that the notebook printed get five times as many, up to 100.",
            valueName: "n"))
    var runs = 20

    @Flag(help: "Print one JSON object and nothing else on stdout.")
    var json = false

    @Option(help: .init("Write a page with curves, weights and wrong pictures.", valueName: "file.html"))
    var report: String?

    func validate() throws {
        guard (1...10_000).contains(runs) else { throw ValidationError("--runs must be from 1 to 10000") }
    }

    func run() throws {
        try reportingFailures {
            let split = try dataOptions.load()
            let counter = RunCounter()
            let reproduction = NotebookReproduction(on: split, runs: runs) { counter.show($0, of: $1) }
            counter.clear()
            if let report {
                try AtomicFile.write(NotebookReport(reproduction, data: dataOptions.data).bytes, to: report)
            }
            if json {
                try printJSON(ReproductionReport(reproduction, report: report))
            } else {
                print(reproduction.text)
                if let report { print("\nwritten: \(report)") }
            }
        }
    }
}

/// Counts finished trainings on stderr when that is a terminal.
private struct RunCounter {
    private let isTerminal = isatty(STDERR_FILENO) == 1

    func show(_ done: Int, of total: Int) {
        guard isTerminal, done % 10 == 0 else { return }
        write("\r\(done) of \(total) trainings\u{1b}[K")
    }

    func clear() {
        if isTerminal { write("\r\u{1b}[K") }
    }

    private func write(_ text: String) {
        writeError(text)
    }
}
