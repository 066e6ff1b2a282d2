import Foundation
import Testing
import Training
import TestSupport

/// What the README shows is what happens.
struct ReadmeTests {
    private func readme() throws -> String {
        try String(contentsOf: repository.appendingPathComponent("README.md"), encoding: .utf8)
    }

    /// Its commands, in order, in a folder of their own with the files they name.
    ///
    /// - Parameters:
    ///   - data: the folder that stands for mnist_sample.
    ///   - isWanted: whether a command is to run.
    /// - Returns: how many commands ran.
    private func runCommands(data: String? = nil, where isWanted: (String) -> Bool) throws -> Int {
        let folder = try TemporaryFolder()
        let digits = repository.appendingPathComponent("examples/digits")
        try FileManager.default.copyItem(
            at: digits.appendingPathComponent("three.png"), to: folder.url.appendingPathComponent("digit.png"))
        if let data {
            try FileManager.default.createSymbolicLink(
                at: folder.url.appendingPathComponent("mnist_sample"), withDestinationURL: URL(fileURLWithPath: data))
        }
        let commands = try readme().split(separator: "\n").filter { $0.hasPrefix("    swift run ") }.map {
            $0.prefix { $0 != "#" }.trimmingCharacters(in: .whitespaces)
        }
        for command in commands.filter(isWanted) {
            let words = command.split(separator: " ").dropFirst(2).filter { !["-c", "release"].contains($0) }
            let tool = try #require(words.first)
            let outcome = try run(String(tool), words.dropFirst().map(String.init), in: folder.url)
            #expect(outcome.status == 0, "\(command): \(outcome.errors)")
            #expect(!outcome.output.isEmpty || words.contains("export"), "\(command)")
        }
        return commands.count(where: isWanted)
    }

    @Test func commandsRun() throws {
        #expect(try runCommands { !$0.contains("mnist_sample") } >= 4)
    }

    @Test(.enabled(if: notebookData != nil, "MNIST37_DATA does not name the notebook's data"))
    func commandsOnTheNotebooksDataRun() throws {
        #expect(try runCommands(data: notebookData) { $0.contains("mnist_sample") } >= 1)
    }

    /// The comments beside its first commands are what classify answers, and C the same. Tests/Install/run.sh runs both as they
    /// are written.
    @Test func answersAreThoseOfClassify() throws {
        let text = try readme()
        let shown = try #require(text.firstMatch(of: /mnist37-classify .*(examples\/digits\/\w+\.png) +# (.+)/))
        #expect(try run("classify", [String(shown.1)], in: repository).output == shown.2 + "\n")
        let ofC = try #require(text.firstMatch(of: /\.\/predict .* # (.+)/))
        #expect(shown.2 == "\(shown.1)  \(ofC.1)")
    }

    /// Its picture is drawn, and says what it shows.
    @Test func pictureIsThere() throws {
        let picture = try #require(try readme().firstMatch(of: /!\[([^\]]+)\]\((docs\/[^)]+\.svg)\)/))
        let drawing = try String(contentsOf: repository.appendingPathComponent(String(picture.2)), encoding: .utf8)
        for answer in ["three.png", "seven.png", "four.png", "neither"] {
            #expect(drawing.contains(">\(answer)</text>"), "\(answer)")
        }
        #expect(picture.1.contains("3, 7 and neither"))
    }

    /// Its C code compiles without a warning and answers: of a blank picture that it is neither.
    @Test(arguments: [true, false]) func codeForCCompiles(isBlank: Bool) throws {
        let digits = try DatasetSplit.carriedDigits().validation
        let pixels = isBlank ? "0" : digits.picture(0).map { "\($0) / 255.0f" }.joined(separator: ", ")
        let match = try #require(try readme().firstMatch(of: /```c\n(.*?)```/.dotMatchesNewlines()))
        let lines = match.1.split(separator: "\n").partition { $0.hasPrefix("#include") }
        let source = """
            #include <stdio.h>
            \(lines.matching.joined(separator: "\n"))
            int main(void) {
                static const float pixels[MNIST37_PIXELS] = {\(pixels)};
            \(lines.rest.joined(separator: "\n"))
                return 0;
            }
            """
        let folder = try TemporaryFolder()
        let file = try folder.write(source.utf8, "readme.c")
        let weights = repository.appendingPathComponent("Sources/classify/Weights/mnist37.m37")
        try FileManager.default.copyItem(at: weights, to: folder.url.appendingPathComponent("mnist37.m37"))
        let program = folder.path("readme")
        let compilation = try run(
            "/usr/bin/env",
            [
                "cc", "-Wall", "-Wextra", "-Werror", "-I", repository.appendingPathComponent("include").path, file,
                "-L", products.path, "-lmnist37", "-Wl,-rpath,\(products.path)", "-o", program,
            ])
        #expect(compilation.status == 0, "\(compilation.errors)")
        let answer = try run(program, [], in: folder.url).output
        #expect(isBlank ? answer == "neither\n" : answer.contains(/^3, \d+\.\d % sure\n/))
    }

    /// Every `make` target that it names exists.
    @Test func makeTargetsExist() throws {
        let names = Set(try readme().matches(of: /(?:`|    )make ([a-z][a-z-]+)/).map { String($0.1) })
        let files = try FileManager.default.contentsOfDirectory(
            at: repository.appendingPathComponent("mk"), includingPropertiesForKeys: nil)
        let makefiles = [repository.appendingPathComponent("Makefile")] + files.filter { $0.pathExtension == "mk" }
        let rules = try makefiles.map { try String(contentsOf: $0, encoding: .utf8) }.joined(separator: "\n")
        for name in names {
            #expect(rules.contains("\n\(name):"), "make \(name)")
        }
        #expect(names.contains("run") && names.contains("test"))
    }

    /// Its links lead somewhere.
    @Test func linksLeadSomewhere() throws {
        for link in try readme().matches(of: /\]\(([^)#]+)\)/).map({ String($0.1) }) where !link.hasPrefix("http") {
            #expect(
                FileManager.default.fileExists(atPath: repository.appendingPathComponent(link).path), "\(link)")
        }
    }
}

extension [Substring] {
    fileprivate func partition(_ matches: (Substring) -> Bool) -> (matching: [Substring], rest: [Substring]) {
        (filter(matches), filter { !matches($0) })
    }
}
