// bench [--json | --plot FILE.svg] [--only WORD] [--repetitions N] --baselines libbaselines.so --weights FOLDER

import CBaselines
import CMNIST37
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
        let sets = try loadBaselines(arguments.baselines)
        try checkAgreement(workload, sets)
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
            Inference(harness: harness, workload: workload, baselines: sets).rows()
            + (try Networks(harness: harness, baselines: sets, weights: weights).rows())
            + Epochs(harness: harness, workload: workload, baselines: sets).rows()
        let report = Report(repetitions: arguments.repetitions, rows: rows.compactMap { $0 })
        print(arguments.json ? report.json : report.table)
    }

    /// The sets of C functions, compiled by the makefile into a library of their own.
    private static func loadBaselines(_ path: String?) throws -> [baseline] {
        guard let path else { throw BenchError.usage("--baselines names the library of C baselines") }
        guard let library = dlopen(path, RTLD_NOW), let symbol = dlsym(library, "baselines") else {
            throw BenchError.baselines(String(cString: dlerror()))
        }
        let function = unsafeBitCast(symbol, to: (@convention(c) () -> UnsafePointer<baseline>).self)
        var sets: [baseline] = []
        var set = function()
        while set.pointee.name != nil {
            sets.append(set.pointee)
            set += 1
        }
        return sets
    }

    /// A contestant that computes something else wins nothing.
    private static func checkAgreement(_ workload: Workload, _ sets: [baseline]) throws {
        let one = workload.model(columns: 1), two = workload.model(columns: 2)
        var prediction = mnist37_prediction()
        let probabilities = UnsafeMutablePointer<Float>.allocate(capacity: 2 * 64)
        defer { probabilities.deallocate() }
        func three() -> Float { prediction.digit == 3 ? prediction.probability : 1 - prediction.probability }
        for set in sets {
            let name = String(cString: set.name)
            func check(_ value: Float, _ picture: Int, _ what: String) throws {
                guard (value - three()).magnitude < 4e-6 else {
                    throw BenchError.disagreement("\(name), \(what), picture \(picture): \(value), not \(three())")
                }
            }
            for picture in 0..<64 {
                let pixels = workload.floats + picture * 784
                _ = mnist37_predict(one, pixels, &prediction)
                try check(set.one_column(pixels, workload.weights1, workload.bias1), picture, "one column")
                set.batch_one_column(workload.floats, 64, workload.weights1, workload.bias1, probabilities)
                try check(probabilities[picture], picture, "batch")
                if let bytes = set.bytes {
                    try check(
                        bytes(workload.bytes + picture * 784, workload.byteWeights, workload.bias1), picture, "bytes")
                }
                _ = mnist37_predict(two, pixels, &prediction)
                set.two_columns(pixels, workload.weights2, workload.bias2, probabilities)
                try check(probabilities[0], picture, "two columns")
                set.batch_two_columns(workload.floats, 64, workload.weights2, workload.bias2, probabilities)
                try check(probabilities[2 * picture], picture, "batch of two columns")
            }
        }
    }
}
