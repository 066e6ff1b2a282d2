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

    /// What the user asks for overrules NO_COLOR, pipes and terminals that are said to have no colours.
    @Test(
        arguments: [
            (.never, ["COLORTERM": "truecolor"], true, .none),
            (.always, ["COLORTERM": "truecolor", "NO_COLOR": "1"], false, .full),
            (.always, ["TERM": "dumb"], false, .palette),
            (.always, [:], true, .palette),
        ] as [(ColorChoice, [String: String], Bool, HalfBlocks.Color)])
    func colorsThatTheUserWants(
        choice: ColorChoice, environment: [String: String], isTerminal: Bool, color: HalfBlocks.Color
    ) {
        #expect(HalfBlocks(choice, environment: environment, isTerminal: isTerminal).color == color)
    }

    @Test func twoPixelsACharacter() {
        let pixels: [UInt8] = [0, 0, 255, 255, 0, 255, 0, 255, 200, 200, 1, 1, 200, 200, 1, 1]
        #expect(HalfBlocks(color: .none).picture(pixels, side: 4) == [" ▄▀█", "██  "])
        #expect(
            HalfBlocks(color: .full).picture([0, 0, 255, 255], side: 2)
                == ["\u{1b}[38;2;0;0;0;48;2;255;255;255m▀▀\u{1b}[0m"])
        #expect(
            HalfBlocks(color: .palette).picture([0, 255, 0, 0], side: 2)
                == ["\u{1b}[38;5;232;48;5;232m▀\u{1b}[38;5;255;48;5;232m▀\u{1b}[0m"])
        #expect(HalfBlocks(color: .full).picture([1, 2, 3], side: 2) == [])
    }
}

struct PictureRowsTests {
    /// Two cells of 2 + 1 + 3 columns and a gap of 2 take 14; one column stays free.
    @Test(arguments: [(15, true), (14, false)]) func asManyAsFit(columns: Int, areTwo: Bool) {
        var rows = PictureRows(columns: columns, pictureWidth: 2, longestCaption: 3)
        let first = rows.add(["ab", "cd"], name: "x", answer: ["3"])
        #expect(first == (areTwo ? nil : "ab x\ncd 3"))
        let second = rows.add(["ef", "gh"], name: "y", answer: ["7"])
        #expect(second == (areTwo ? "ab x    ef y\ncd 3    gh 7" : "ef y\ngh 7"))
        #expect(rows.endRow() == nil)
    }

    @Test func aRowThatIsNotFull() {
        var rows = PictureRows(columns: 80, pictureWidth: 2, longestCaption: 3)
        #expect(rows.add(["ab"], name: "x", answer: []) == nil)
        #expect(rows.endRow() == "ab x")
        #expect(rows.endRow() == nil)
    }

    /// A name goes on below, and the caption stands in the middle of its picture; a narrow terminal shows one a row.
    @Test func longNames() {
        var rows = PictureRows(columns: 8, pictureWidth: 2, longestCaption: 40)
        #expect(rows.add(["a", "b", "c", "d", "e"], name: "1234567", answer: ["3"]) == "a\nb 1234\nc 567\nd 3\ne")
        // One in a row has all the room.
        var alone = PictureRows(columns: 50, pictureWidth: 2, longestCaption: 40)
        let name = String(repeating: "x", count: 40)
        #expect(alone.add(["ab"], name: name, answer: []) == "ab \(name)")
        var narrow = PictureRows(columns: 1, pictureWidth: 2, longestCaption: 40)
        #expect(narrow.add(["ab"], name: "xy", answer: []) == "ab x\n   y")
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
