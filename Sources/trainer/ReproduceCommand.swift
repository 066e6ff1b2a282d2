import Notebook
import ArgumentParser
import Commands
import FileNames
import FileOutput
import Foundation
import Pages
import Training

struct ReproduceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reproduce",
        abstract: "Rerun every experiment of the notebook and show why its cross entropy did not work.",
        usage: """
            \(toolName) reproduce [--data <dir>] [--runs <n>] [--json] [--report <file.html>]
            \(toolName) reproduce --only <name> [--seed <seed>] [--data <dir>]
            """,
        discussion: """
            Each experiment runs from several seeds with the notebook's settings. Its printed figures are comparable only \
            on its own pictures, fastai's MNIST_SAMPLE: https://s3.amazonaws.com/fast-ai-sample/mnist_sample.tgz, \
            unpacked, as --data. docs/notebook.md tells what comes out.
            """)

    @OptionGroup var dataOptions: DataOptions

    @Option(
        parsing: .unconditional,
        help: .init(
            """
            Seeds an experiment, \(Ranges.runs.text); the three that the notebook printed get five times as many, up to \
            100. (default: 20)
            """, valueName: "n"), transform: Ranges.runs.parse)
    var runs = 20

    @Option(
        help: .init(
            """
            Run one cell and print what the notebook prints there: \(names.joined(separator: ", ")). The first three and \
            debugging are the notebook's own.
            """, valueName: "name"), transform: Cell.init)
    var only: Cell?

    @Option(
        parsing: .unconditional, help: "Of --only: the seed of the initial weights, \(Ranges.seed.text). (default: 1)",
        transform: Ranges.seed.parse)
    var seed: UInt64?

    @Flag(help: "Print one JSON object and nothing else on stdout.")
    var json = false

    @Option(help: .init("Write a page with curves, weights and wrong pictures.", valueName: "file.html"))
    var report: String?

    func validate() throws {
        guard only == nil else {
            guard !json, report == nil else {
                throw ValidationError("--only prints one cell: no --json and no --report.")
            }
            return
        }
        guard seed == nil else {
            throw ValidationError("--seed is for --only NAME; without it seeds are 1, 2, 3 and so on.")
        }
    }

    func run() throws {
        if let only {
            return try reportingFailures { try run(only, on: try dataOptions.load(.threesAndSevens), seed: seed ?? 1) }
        }
        try reportingFailures {
            try requireOutputs(report.map { [NamedFile("--report", $0)] } ?? [], inputs: dataOptions.inputs)
            let split = try dataOptions.load(.threesAndSevens)
            let counter = RunCounter()
            let reproduction = NotebookReproduction(on: split, runs: runs) { counter.show($0, of: $1) }
            counter.clear()
            if let report {
                try AtomicFile.write(NotebookPage(reproduction, data: dataOptions.data?.visible).bytes, to: report)
            }
            if json {
                try printJSON(ReproductionSummary(reproduction, report: report))
            } else {
                print(reproduction.text)
                if let report { print("\nwritten: \(report.visible)") }
            }
        }
    }
}

/// Counts finished trainings on stderr when that is a terminal.
private struct RunCounter {
    private let line = StatusLine()

    func show(_ done: Int, of total: Int) {
        if done % 10 == 0 { line.show(done: done, of: total, barWidth: 0, fields: ["\(done) of \(total) trainings"]) }
    }

    func clear() { line.clear() }
}
