import Commands
import Foundation
import Testing
import TestSupport
import Training
import WeightsFile

/// What the tools make of options, and what goes to which stream.
struct CommandLineTests {
    private let folder: TemporaryFolder
    private let three = repository.appendingPathComponent("examples/digits/three.png").path

    init() throws { folder = try TemporaryFolder() }

    /// A number outside its range is answered by the option, the value and the range, which the help text has as well.
    @Test(
        arguments: [
            (["trainer"], "--epochs", ["-1", "100001", "9223372036854775807", "99999999999999999999", "x", "1.5", ""]),
            (["trainer"], "--batch-size", ["0", "-9223372036854775808", "1000001", "9223372036854775807", "nan"]),
            (["trainer"], "--seed", ["-1", "18446744073709551616"]),
            (["trainer"], "--lr", ["0", "-0.1", "nan", "inf", "-inf", "1e39", "x"]),
            (["trainer"], "--init-std", ["-1", "nan", "inf", "1e300"]),
            (["trainer", "reproduce"], "--runs", ["0", "-1", "10001", "9223372036854775807"]),
            (["classify"], "--min-probability", ["0.4", "-1", "nan", "1.1", "inf"]),
        ] as [([String], String, [String])])
    func ranges(command: [String], option: String, values: [String]) throws {
        let help = try run(command[0], command.dropFirst() + ["--help"]).output.split(whereSeparator: \.isWhitespace)
        for value in values {
            let last = command[0] == "classify" ? [three] : []
            let outcome = try run(command[0], command.dropFirst() + [option, value] + last, in: folder.url)
            #expect(outcome.status == EX_USAGE, "\(option) \(value): \(outcome.errors)")
            let pattern = try Regex(
                "Error: The value '(.*)' is invalid for '\(option) <.*>': it takes (.+)\n",
                as: (Substring, Substring, Substring).self)
            let match = try #require(try pattern.prefixMatch(in: outcome.errors), "\(outcome.errors)")
            #expect(match.output.1 == value)
            #expect(help.joined(separator: " ").contains(match.output.2), "\(match.output.2)")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
    }

    /// The ends of the ranges are taken.
    @Test(arguments: [
        ["--epochs", "0", "--seed", "18446744073709551615"],
        ["--model", "linear", "--batch-size", "1000000", "--epochs", "1"],
        ["--model", "conv-tiny", "--batch-size", "1000000", "--epochs", "1"],
        ["--model", "linear", "--lr", "1e-45", "--epochs", "1"],
        ["--init-std", "1000", "--epochs", "0"],
    ])
    func endsOfRanges(arguments: [String]) throws {
        let outcome = try run("trainer", arguments + ["--quiet", "-o", folder.path("a")])
        #expect(outcome.status == 0, "\(outcome.errors)")
    }

    /// An unknown option is what is wrong, not what is missing after it.
    @Test(arguments: [
        ["classify", "--wat"], ["trainer", "--wat"], ["trainer", "evaluate", "--wat"], ["trainer", "inspect", "--wat"],
        ["trainer", "export", "--wat"], ["trainer", "reproduce", "--wat"],
    ])
    func unknownOptionsAreNamed(command: [String]) throws {
        let outcome = try run(command[0], Array(command.dropFirst()))
        #expect(
            outcome.status == EX_USAGE && outcome.errors.hasPrefix("Error: Unknown option '--wat'"), "\(outcome.errors)"
        )
    }

    @Test(arguments: [["classify"], ["trainer", "evaluate"], ["trainer", "inspect"], ["trainer", "export"]])
    func missingFilesAreNamed(command: [String]) throws {
        let outcome = try run(command[0], Array(command.dropFirst()))
        #expect(outcome.status == EX_USAGE && outcome.errors.hasPrefix("Error: Missing expected argument '<file>"))
        #expect(outcome.errors.contains("See '\(command.joined(separator: " ")) --help'"))
    }

    /// What is about to happen is said before what happens, on the same stream.
    @Test(arguments: ["linear", "conv-tiny"])
    func inOrderWhenPiped(model: String) throws {
        let arguments = ["--model", model, "--epochs", "2", "--no-calibrate", "-o", folder.path("a")]
        let outcome = try run("trainer", arguments)
        let lines = outcome.errors.split(separator: "\n")
        #expect(lines.map { $0.prefix(9) } == ["training ", "epoch 1/2", "epoch 2/2"])
        #expect(outcome.output.hasPrefix("validation "))
        #expect(try run("trainer", arguments + ["--quiet"]).errors == "")
    }

    @Test(arguments: [20, 40, 59, 80, 200])
    func progressFitsTheTerminal(columns: Int) throws {
        let script = repository.appendingPathComponent("Tests/Terminal/run.py").path
        func terminal(_ tool: String, _ arguments: [String]) throws -> [Substring] {
            let program = products.appendingPathComponent(tool).path
            let outcome = try run("/usr/bin/env", ["python3", script, "\(columns)", program] + arguments)
            #expect(outcome.status == 0, "\(outcome.output)")
            return outcome.output.split { $0 == "\r" || $0 == "\n" || $0 == "\r\n" }.filter { $0.hasSuffix("\u{1b}[K") }
                .map { $0.dropLast(3) }
        }
        let training = try terminal("trainer", ["--model", "linear", "--epochs", "12", "-o", folder.path("a")])
        #expect(training.count == 12)
        #expect(training.first?.contains("epoch  1/12") == true)
        #expect(training.last?.contains("validation") == (columns >= 80))
        let many = try terminal("classify", [String](repeating: three, count: 3000))
        #expect(!many.isEmpty)
        for line in training + many { #expect(line.count < columns, "\(line)") }
    }

    /// In a terminal with colours two pictures stand side by side, unless the user wants none; a pipe gets a line an answer.
    @Test(
        arguments: [
            (["COLORTERM=truecolor", "NO_COLOR="], [], true), (["COLORTERM=truecolor", "NO_COLOR=1"], [], false),
            (["COLORTERM=truecolor"], ["--color", "never"], false), (["NO_COLOR=1"], ["--color", "always"], true),
        ] as [([String], [String], Bool)])
    func picturesInATerminal(environment: [String], options: [String], isSideBySide: Bool) throws {
        let script = repository.appendingPathComponent("Tests/Terminal/run.py").path
        let program = products.appendingPathComponent("classify").path
        let folder = repository.appendingPathComponent("examples/digits")
        let command = [program, "--show"] + options + ["three.png", "seven.png"]
        let terminal = try run(
            "/usr/bin/env", ["TERM=xterm"] + environment + ["python3", script, "80"] + command, in: folder)
        let names = terminal.output.split { $0.isNewline }.filter { $0.contains("three.png") }
        #expect(names.count == 1 && names.first?.contains("seven.png") == isSideBySide, "\(terminal.output)")
        #expect(terminal.output.contains("\u{1b}[38;") == isSideBySide)
        let piped = try run("/usr/bin/env", environment + [program, "--show", "three.png"], in: folder)
        #expect(piped.output.hasPrefix("three.png  3  1.0000\n") && !piped.output.contains("\u{1b}"))
    }

    @Test func whatFitsInALine() {
        func line(_ columns: Int, _ done: Int = 1) -> String {
            progressLine(done: done, of: 2, barWidth: 10, fields: ["epoch 1", "loss 2"], columns: columns)
        }
        #expect(line(100) == "█████░░░░░  epoch 1  loss 2")
        #expect(line(28) == "█████░░░░░  epoch 1  loss 2" && line(27) == "████░░░░░  epoch 1  loss 2")
        #expect(line(23) == "██░░░  epoch 1  loss 2" && line(22) == "epoch 1  loss 2")
        #expect(line(15) == "█░░░░  epoch 1".replacing("█░", with: "██") && line(14) == "epoch 1")
        #expect(line(5) == "epoc" && line(1) == "" && line(0) == "")
        #expect(line(100, 0).hasPrefix("░░░░░░░░░░") && line(100, 2).hasPrefix("██████████"))
    }

    /// A file without validation says so, not that all its answers were wrong.
    @Test func inspectionWithoutValidation() throws {
        var random = RandomSource(seed: 1)
        let model = LinearModel(columns: 1, deviation: 0.1, using: &random)
        let file = try folder.write(Weights(model, trainedWith: .bce, metadata: .init()).encoded(), "a.m37")
        let outcome = try run("trainer", ["inspect", file])
        #expect(outcome.output.hasSuffix("\n  validation    none\n"))
    }

    /// The library's float32 sums lose what these weights cancel, which the trainer's float64 sums do not: they disagree,
    /// the file is not written, and the exit code is that of a fault of the program.
    @Test func disagreementEndsWith70() throws {
        let values = (0..<784).map { Float($0 % 2 == 0 ? 3e7 : -3e7) + Float($0) }
        let model = LinearModel(weights: values, bias: [0.1])
        let file = try folder.write(Weights(model, trainedWith: .bce, metadata: .init()).encoded(), "wild.m37")
        let output = try folder.write([1, 2, 3], "out.m37")
        let outcome = try run(
            "trainer", ["--model", "linear", "--init", file, "--epochs", "0", "--quiet", "-o", output])
        #expect(outcome.status == EX_SOFTWARE)
        let pattern =
            /trainer: (.*): not written: libmnist37 answers differently from the trainer for (\d+) of 200 pictures\n/
        let match = try #require(outcome.errors.wholeMatch(of: pattern), "\(outcome.errors)")
        #expect(match.1 == output)
        #expect(FileManager.default.contents(atPath: output) == Data([1, 2, 3]))
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted() == ["out.m37", "wild.m37"])
    }
}
