// bench [--json | --plot FILE.svg] [--only WORD] [--repetitions N] --baselines libbaselines.so --weights FOLDER

import Foundation

/// What the command line asks for.
struct Arguments {
    var json = false
    var only: String?
    var repetitions = 31
    var baselines: String?
    var weights: String?
    var plot: String?

    init(_ words: [String]) throws {
        var words = words[...]
        func value(of option: String) throws -> String {
            guard let word = words.popFirst() else { throw BenchError.usage("\(option) needs a value") }
            return word
        }
        while let word = words.popFirst() {
            switch word {
            case "--json": json = true
            case "--plot": plot = try value(of: word)
            case "--only": only = try value(of: word)
            case "--baselines": baselines = try value(of: word)
            case "--weights": weights = try value(of: word)
            case "--repetitions":
                guard let number = Int(try value(of: word)), number > 0 else {
                    throw BenchError.usage("--repetitions needs a number")
                }
                repetitions = number
            default: throw BenchError.usage("unknown option \(word)")
            }
        }
    }
}

enum BenchError: Error, CustomStringConvertible {
    case usage(String)
    case baselines(String)
    case weights(String)
    case disagreement(String)

    var description: String {
        switch self {
        case .usage(let text): text
        case .baselines(let text): "cannot load the baselines: \(text); `make bench` builds them"
        case .weights(let text): text
        case .disagreement(let text): text
        }
    }
}

@main
struct Bench {
    static func main() {
        do {
            try run()
        } catch {
            FileHandle.standardError.write(Data("bench: \(error)\n".utf8))
            exit(error is BenchError ? 64 : 70)
        }
    }

    private static func run() throws {
        let arguments = try Arguments(Array(CommandLine.arguments.dropFirst()))
        let workload = Workload(count: 12_396)
        let baselines = try Baselines(arguments.baselines)
        try baselines.checkAgreement(workload)
        let harness = Harness(repetitions: arguments.repetitions, only: arguments.only)
        if let file = arguments.plot {
            let growth = Growth(harness: Harness(repetitions: 9), workload: workload)
            try Data(growth.svg().utf8).write(to: URL(fileURLWithPath: file), options: .atomic)
            return
        }
        guard let weights = arguments.weights else {
            throw BenchError.usage("--weights names the folder of the weights files")
        }
        let rows =
            Inference(harness: harness, workload: workload, baselines: baselines).rows()
            + Batches(harness: harness, workload: workload, baselines: baselines).rows()
            + (try Networks(harness: harness, baselines: baselines, weights: weights).rows())
            + Epochs(harness: harness, workload: workload, baselines: baselines.sets).rows()
        let report = Report(repetitions: arguments.repetitions, rows: rows.compactMap { $0 })
        print(arguments.json ? report.json : report.table)
    }
}
