import Foundation
import Testing
import TestSupport

/// The help texts as they are printed in 80 columns. After a change that is meant, write them anew:
/// `RECORD_HELP=1 swift test --disable-xctest --filter HelpTests`, and read the difference.
struct HelpTests {
    private static let commands = [
        ["trainer"], ["trainer", "train"], ["trainer", "evaluate"], ["trainer", "inspect"], ["trainer", "export"],
        ["trainer", "import"], ["trainer", "reproduce"], ["classify"],
    ]

    private func help(_ command: [String], _ option: String) throws -> Outcome {
        let tool = products.appendingPathComponent(command[0]).path
        return try run("/usr/bin/env", ["COLUMNS=80", tool] + command.dropFirst() + [option])
    }

    @Test(arguments: commands)
    func asItWas(command: [String]) throws {
        let file = repository.appendingPathComponent("Tests/ToolTests/Help/\(command.joined(separator: "-")).txt")
        let outcome = try help(command, "--help")
        #expect(outcome.status == 0 && outcome.errors == "")
        if ProcessInfo.processInfo.environment["RECORD_HELP"] != nil {
            try outcome.output.write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(try outcome.output == String(contentsOf: file, encoding: .utf8))
        #expect(try help(command, "-h").output == outcome.output)
        for line in outcome.output.split(separator: "\n") { #expect(line.count <= 84, "\(line)") }
    }

    /// Every option of the default command stands in the help of the tool.
    @Test func theDefaultCommandsOptions() throws {
        let tool = try help(["trainer"], "--help").output, train = try help(["trainer", "train"], "--help").output
        let options = train.split(separator: "\n").filter { $0.hasPrefix("  -") }
        #expect(options.count > 15)
        for option in options where !option.contains("--version") { #expect(tool.contains(option), "\(option)") }
        #expect(try run("trainer", ["help"]).output == run("trainer", ["--help"]).output)
    }

    /// Every subcommand is in the list above.
    @Test func noCommandIsForgotten() throws {
        let text = try help(["trainer"], "--help").output
        let section = try #require(text.firstRange(of: "SUBCOMMANDS:\n")).upperBound
        let names = text[section...].split(separator: "\n", omittingEmptySubsequences: false)
            .prefix { !$0.isEmpty }.firstWords
        #expect(Set(names) == Set(HelpTests.commands.compactMap { $0.dropFirst().first }))
    }
}

extension Sequence<Substring> {
    /// The words at the beginning of a list's lines.
    fileprivate var firstWords: [String] {
        compactMap { line in line.wholeMatch(of: #/  ([a-z]+)( .*)?/#).map { String($0.1) } }
    }
}
