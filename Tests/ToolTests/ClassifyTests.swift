import Foundation
import Imaging
import Testing
import TestSupport

/// classify as its users run it.
struct ClassifyTests {
    private let three = repository.appendingPathComponent("examples/digits/three.png").path
    private let seven = repository.appendingPathComponent("examples/digits/seven.png").path

    @Test func alignedLines() throws {
        let folder = try TemporaryFolder()
        let longer = folder.path(String(repeating: "long", count: 40) + ".png")
        #expect(try run("/usr/bin/env", ["cp", three, longer]).status == 0)
        let outcome = try run("classify", [three, longer, seven])
        #expect(outcome.status == 0 && outcome.errors.isEmpty)
        let lines = outcome.output.split(separator: "\n")
        #expect(lines.count == 3 && Set(lines.map(\.count)).count == 1)
        #expect(lines.first?.wholeMatch(of: /.*three\.png +3  [01]\.\d{4}/) != nil)
        #expect(lines.last?.wholeMatch(of: /.*seven\.png +7  [01]\.\d{4}/) != nil)
    }

    @Test func badFilesDoNotStopTheOthers() throws {
        let folder = try TemporaryFolder()
        let text = try folder.write("no picture".utf8, "text.png")
        let white = try folder.write(Data(contentsOf: URL(fileURLWithPath: three)).prefix(200), "cut.png")
        let outcome = try run("classify", ["/nowhere.png", three, text, white, seven])
        #expect(outcome.status == 65)
        #expect(outcome.output.split(separator: "\n").count == 2)
        #expect(outcome.complaints.count == 3)
        #expect(outcome.complaints.first == "classify: /nowhere.png: cannot be read: No such file or directory")
        #expect(outcome.complaints.dropFirst().first == "classify: \(text): not a PNG file; convert it to PNG first")

        let json = try run("classify", ["--json", text, three])
        #expect(json.output.split(separator: "\n").count == 2)
        #expect(json.output.contains(#""error":"\#(text): not a PNG file; convert it to PNG first""#))
        #expect(try run("classify", ["/nowhere.png"]).status == 66)
        #expect(try run("classify", [three, "/nowhere.png"]).status == 66)
    }

    @Test func wrongUsage() throws {
        for arguments in [
            [], ["--ink", "red", three], ["--min-probability", "0.4", three], ["--min-probability", "nan", three],
            ["--show", "--json", three], ["--raw", "--ink", "dark", three],
            ["--save-normalized", "/dev/null", three, seven],
        ] {
            let outcome = try run("classify", arguments)
            #expect(outcome.status == 64, "\(arguments)")
            #expect(!outcome.errors.isEmpty && outcome.output.isEmpty)
        }
    }

    /// What is neither has an answer, too: that.
    @Test func neitherIsAnAnswer() throws {
        let folder = try TemporaryFolder()
        var pixels = [UInt8](repeating: 230, count: 100 * 100)
        for index in pixels.indices {
            let x = Double(index % 100 - 50) / 24, y = Double(index / 100 - 50) / 36
            if (x * x + y * y - 1).magnitude < 0.22 { pixels[index] = 40 }
        }
        let zero = folder.path("zero.png")
        let image = try #require(GrayImage(width: 100, height: 100, pixels: pixels))
        try folder.write(image.png(file: zero), "zero.png")
        let outcome = try run("classify", [zero, three, seven])
        #expect(outcome.status == 0 && outcome.errors == "")
        let answers = outcome.output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        #expect(answers.map { $0[1] } == ["neither", "3", "7"])
        #expect((Double(answers[0][2]) ?? 0) > 0.5)
        let json = try run("classify", ["--json", zero]).output
        #expect(json.contains(#""digit":null"#) && json.contains(#""known":0."#))
        // --any asks which of the two it is all the same; a line cannot tell.
        #expect(try run("classify", ["--any", zero]).output.contains(/png +[37] +0\.\d{4}/))
        let line = repository.appendingPathComponent("Sources/classify/Weights/linear.m37").path
        #expect(try run("classify", ["--weights", line, zero]).output.contains(/png +[37] +/))
        #expect(try run("classify", ["--weights", line, "--json", zero]).output.contains(#""known":1.0"#))
    }

    @Test func unsureHasItsOwnExitCode() throws {
        let outcome = try run("classify", ["--min-probability", "1", seven])
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("unsure"))
        let json = try run("classify", ["--min-probability", "1", "--json", seven])
        #expect(json.status == 1 && json.output.contains(#""digit":null"#))
        // A failure is graver.
        #expect(try run("classify", ["--min-probability", "1", seven, "/nowhere.png"]).status == 66)
        #expect(try run("classify", ["--min-probability", "0.5", seven]).status == 0)
    }

    @Test func standardInputAndFolders() throws {
        let digits = repository.appendingPathComponent("examples/digits").path
        let input = try Data(contentsOf: URL(fileURLWithPath: three))
        let outcome = try run("classify", ["--json", "-", digits], input: input)
        #expect(outcome.status == 0)
        let lines = outcome.output.split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines.first?.hasPrefix(#"{"file":"-","digit":3,"#) == true)
        #expect(lines.dropFirst().first?.contains("seven.png") == true)
        #expect(try run("classify", ["-"]).status == 65)
    }

    @Test func savesWhatTheModelSaw() throws {
        let folder = try TemporaryFolder()
        let file = folder.path("seen.png")
        #expect(try run("classify", ["--save-normalized", file, three]).status == 0)
        // A framed picture is seen as it is, and stays so.
        let again = try run("classify", ["--json", "--raw", file]).output
        let first = try run("classify", ["--json", three]).output
        #expect(again.split(separator: ",").dropFirst() == first.split(separator: ",").dropFirst())
        #expect(try run("classify", ["--save-normalized", "/nowhere/x.png", three]).status == 73)
        #expect(try run("classify", ["--save-normalized", "/dev/full", three]).status == 74)
        #expect(try run("classify", ["--save-normalized", folder.url.path, three]).status == 73)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["seen.png"])
    }

    @Test func rawNeeds28x28() throws {
        let folder = try TemporaryFolder()
        let file = folder.path("a.png")
        #expect(try run("/usr/bin/env", ["cp", three, file]).status == 0)
        #expect(try run("classify", ["--raw", file]).status == 0)
        // 28x27 pixels.
        let png = Data(
            base64Encoded:
                "iVBORw0KGgoAAAANSUhEUgAAABwAAAAbCAAAAABKY7DwAAAAE0lEQVR42mNgoBn4zzAKRsHQAgC0eQEAtNEH9gAAAABJRU5ErkJggg=="
        )
        let outcome = try run("classify", ["--raw", folder.write(try #require(png), "b.png")])
        #expect(outcome.status == 65)
        #expect(outcome.errors.contains("b.png: 28x27 pixels; it must be 28x28"))
    }

    @Test func outputTrouble() throws {
        let classify = products.appendingPathComponent("classify").path
        let full = try run("/bin/sh", ["-c", "exec '\(classify)' '\(three)' > /dev/full"])
        #expect(full.status == 74)
        #expect(full.errors.contains("standard output: cannot be written"))
        // Without a place to complain the exit code still tells.
        #expect(try run("/bin/sh", ["-c", "exec '\(classify)' /nowhere 2> /dev/full"]).status == 66)
        #expect(try run("/bin/sh", ["-c", "exec '\(classify)' /nowhere 2>&-"]).status == 66)
    }

    @Test func wrongWeights() throws {
        let folder = try TemporaryFolder()
        #expect(try run("classify", ["--weights", "/nowhere.m37", three]).status == 66)
        let text = try folder.write("no weights".utf8, "text.m37")
        #expect(try run("classify", ["--weights", text, three]).status == 65)
    }

    @Test func drawsWhatTheModelSaw() throws {
        let outcome = try run("classify", ["--show", three])
        let lines = outcome.output.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == 1 + 14 + 1)
        #expect(lines.dropFirst().prefix(14).allSatisfy { $0.count == 28 })
        #expect(!outcome.output.contains("\u{1b}"))
    }

    /// A shell's wildcard makes thousands of arguments.
    @Test(.timeLimit(.minutes(1)))
    func manyFilesInOrder() throws {
        let files = (0..<5000).map { $0 % 3 == 0 ? seven : three }
        let outcome = try run("classify", ["--json"] + files)
        #expect(outcome.status == 0)
        let digits = outcome.output.matches(of: /"digit":(\d)/).map { String($0.1) }
        #expect(digits == (0..<5000).map { $0 % 3 == 0 ? "7" : "3" })
    }
}
