import ArgumentParser
import Classification
import Commands
import FileOutput
import Foundation
import Imaging
import MNIST37

@main
struct Classify: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: toolName,
        abstract: "Says whether a handwritten digit is a three or a seven.",
        usage: "\(toolName) [<options>] <file> ...",
        discussion: """
            Takes PNGs of any size, colour and depth, of one digit each, in dark ink on light ground or light on dark. \
            Prints a line a picture: the file, 3 or 7, and the probability of that rather than the other one; or "neither" \
            and the probability of that, where the picture is probably no three or seven at all. Weights with one \
            output, such as those of a line, cannot tell and never say "neither". With weights of other classes it prints \
            the names of those.

            Exit codes: 0 every picture has an answer, 1 some are unsure, 64 wrong usage, 65 bad data, 66 missing \
            input, 73 output cannot be created, 74 output cannot be written. One bad picture does not stop the others.
            """,
        version: "1.0.0")

    // Were it required, ArgumentParser would miss it before it names an unknown option.
    @Argument(help: .init("PNG files, folders of them, or - for standard input.", valueName: "file"))
    var files: [String] = []

    @OptionGroup(title: "Reading pictures")
    var reading: ReadingOptions

    @OptionGroup(title: "Output")
    var output: OutputOptions

    static func main() {
        let arguments = LongArguments(programArguments())
        do {
            var command = try parseAsRoot(arguments.parsed)
            if var classify = command as? Classify {
                classify.files += arguments.rest
                try classify.run()
            } else {
                try command.run()
            }
        } catch {
            end(with: error)
        }
    }

    func run() throws {
        guard !files.isEmpty else { throw ValidationError("Missing expected argument '<file> ...'") }
        let sources = PictureSource.sources(named: files)
        if output.saveNormalized != nil, sources.count != 1 {
            throw ValidationError("--save-normalized takes one picture; these are \(sources.count).")
        }
        try requireOutputs(sources)
        let model = try model(), classifier = Classifier(model: model, ink: reading.framing)
        let answers = AnswerOutput(
            options: output, minimumProbability: reading.minProbability, model: model, sources: sources)
        classifier.answers(for: sources, deliver: answers.add)
        answers.finish()
        if answers.outcome != .done { throw ExitCode(answers.outcome.exitCode) }
    }

    /// Finds out before any work whether the outputs can be written.
    private func requireOutputs(_ sources: [PictureSource]) throws {
        let outputs = output.files
        var inputs: [NamedFile] {
            let weights = reading.weights.map { [NamedFile("--weights", $0)] } ?? []
            return weights
                + sources.compactMap { source in
                    switch source {
                    case .file(let path): NamedFile("a picture to read", path)
                    case .standardInput: NamedFile("standard input", "/dev/stdin")
                    case .nothing: nil
                    }
                }
        }
        do throws(OutputError) {
            try AtomicFile.requireDistinct(outputs: outputs, inputs: inputs)
            for output in outputs { try AtomicFile.requireWritable(output.file) }
        } catch {
            complain("\(error)")
            throw ExitCode(error.outcome.exitCode)
        }
    }

    private func model() throws -> Model {
        do {
            guard let file = reading.weights ?? ShippedWeights.file else { throw MissingWeights() }
            return try Model(file: file)
        } catch {
            complain("\(error)")
            let isBad = (error as? ModelError).map { !$0.isMissingInput } ?? false
            throw ExitCode(isBad ? EX_DATAERR : EX_NOINPUT)
        }
    }
}

/// How pictures become what the model sees.
struct ReadingOptions: ParsableArguments {
    @Option(help: .init("Which side is ink: dark, light, or auto to decide for each picture.", valueName: "side"))
    var ink = Ink.auto

    @Flag(help: "Give the model pictures of 28x28 pixels as they are.")
    var raw = false

    @Option(
        parsing: .unconditional,
        help: .init(
            "Answer \"unsure\" below this probability, \(probabilities.text). (default: 0.5)", valueName: "probability"),
        transform: probabilities.parse)
    var minProbability = 0.5

    @Option(
        help: .init("Weights file; by default the one that ships with the package.", valueName: "file"),
        completion: .file(extensions: ["m37"]))
    var weights: String?

    /// nil for pictures as they are.
    var framing: Ink? { raw ? nil : ink }

    func validate() throws {
        guard !raw || ink == .auto else {
            throw ValidationError("--ink is of no use with --raw, which leaves pictures as they are.")
        }
    }
}

/// The digit of the answer is the likelier one of two.
private let probabilities = NumberRange(0.5...1, text: "0.5 to 1")

extension Ink: ExpressibleByArgument {}

/// What is shown and written.
struct OutputOptions: ParsableArguments {
    @Flag(help: "Draw the 28x28 pixels that the model saw.")
    var show = false

    @Option(
        help: .init(
            "Whether pictures have colours, and stand beside the answers: auto where a terminal has colours and NO_COLOR is not set.",
            valueName: "when"))
    var color = ColorChoice.auto

    @Flag(help: "Answer with one of the two classes even where the picture is probably neither.")
    var any = false

    @Flag(help: "Print a JSON object a line: file, digit, class, probability, logit, known; or file, error.")
    var json = false

    @Option(
        help: .init("Write the 28x28 pixels that the model saw as a PNG; for one picture.", valueName: "file"),
        completion: .file(extensions: ["png"]))
    var saveNormalized: String?

    @Option(
        help: .init("Write the pixels that the model saw: 784 little-endian floats a picture.", valueName: "file"),
        completion: .file())
    var saveFloats: String?

    /// What is written.
    var files: [NamedFile] {
        let named = [("--save-normalized", saveNormalized), ("--save-floats", saveFloats)]
        return named.compactMap { role, file in file.map { NamedFile(role, $0) } }
    }

    func validate() throws {
        guard !show || !json else { throw ValidationError("--show and --json exclude each other.") }
    }
}
