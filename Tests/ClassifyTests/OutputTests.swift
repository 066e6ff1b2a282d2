import Foundation
import MNIST37
import Testing

@testable import classify

struct HalfBlocksTests {
    @Test(
        arguments: [
            (["COLORTERM": "truecolor", "TERM": "xterm"], true, .full),
            (["COLORTERM": "24bit"], true, .full),
            (["TERM": "xterm-256color"], true, .palette),
            (["TERM": "xterm"], true, .none),
            (["COLORTERM": "truecolor", "NO_COLOR": "1"], true, .none),
            (["COLORTERM": "truecolor", "NO_COLOR": ""], true, .full),
            (["COLORTERM": "truecolor", "TERM": "dumb"], true, .none),
            (["COLORTERM": "truecolor"], false, .none),
            ([:], true, .none),
        ] as [([String: String], Bool, HalfBlocks.Color)])
    func colorsThatTheTerminalHas(environment: [String: String], isTerminal: Bool, color: HalfBlocks.Color) {
        #expect(HalfBlocks(environment: environment, isTerminal: isTerminal).color == color)
    }

    @Test func twoPixelsACharacter() {
        let pixels: [UInt8] = [0, 0, 255, 255, 0, 255, 0, 255, 200, 200, 1, 1, 200, 200, 1, 1]
        #expect(HalfBlocks(color: .none).picture(pixels, side: 4) == " ▄▀█\n██  ")
        #expect(
            HalfBlocks(color: .full).picture([0, 0, 255, 255], side: 2)
                == "\u{1b}[38;2;0;0;0;48;2;255;255;255m▀▀\u{1b}[0m")
        #expect(
            HalfBlocks(color: .palette).picture([0, 255, 0, 0], side: 2)
                == "\u{1b}[38;5;232;48;5;232m▀\u{1b}[38;5;255;48;5;232m▀\u{1b}[0m")
        #expect(HalfBlocks(color: .full).picture([1, 2, 3], side: 2) == "")
    }
}

struct JSONLineTests {
    /// Whatever the name, another JSON reader reads it back.
    @Test(arguments: ["a.png", "\"quoted\"\\", "tab\tnewline\n\u{1}\u{1f}", "gr\u{fc}\u{df}e \u{1F600}", ""])
    func namesSurvive(name: String) throws {
        let line = JSONLine.failure("why", file: name)
        #expect(!line.contains("\n"))
        let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String]
        #expect(object == ["file": name, "error": "why"])
    }
}

struct OutcomeTests {
    @Test func gravestWins() {
        #expect([Outcome.unsure, .badData, .missingInput].max() == .badData)
        #expect([Outcome.done, .unsure].max()?.exitCode == 1)
        #expect(
            [Outcome.done, .missingInput, .badData, .outputNotCreated, .outputFailed].map(\.exitCode)
                == [0, 66, 65, 73, 74])
    }
}
