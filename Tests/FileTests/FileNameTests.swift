import FileNames
import Foundation
import Testing

struct FileNameTests {
    @Test(
        arguments: [
            Array("plain.png".utf8), Array("gr\u{fc}\u{df}e \u{1F600}".utf8), [0x61, 0xff, 0x62], [0xc3], [0xc3, 0x28],
            [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xf0, 0x9f, 0x98], [], [1, 10, 13, 27, 127],
            // Scalars that stand for bytes themselves.
            Array("\u{10ff80}\u{10ffff}".utf8), Array("\u{10ff7f}".utf8) + [0xff],
        ] as [[UInt8]])
    func bytesSurvive(bytes: [UInt8]) {
        let name = String(fileName: bytes)
        #expect(name.fileNameBytes == bytes)
        #expect(name.withFileName { String(cString: $0) } == String(decoding: bytes, as: UTF8.self))
    }

    @Test func anyBytesSurviveAndNoTwoNamesAreOne() {
        var names: Set<Unicode.Scalar> = []
        for first in UInt8.min ... .max {
            for second in UInt8.min ... .max {
                let bytes = [first, second]
                #expect(String(fileName: bytes).fileNameBytes == bytes)
            }
            if let scalar = String(fileName: [first]).unicodeScalars.first { names.insert(scalar) }
        }
        #expect(names.count == 256)
        var random = SystemRandomNumberGenerator()
        for _ in 0..<20_000 {
            let bytes = (0..<8).map { _ in UInt8.random(in: 0x70...0xff, using: &random) }
            #expect(String(fileName: bytes).fileNameBytes == bytes)
        }
    }

    @Test func validNamesStayAsTheyAre() {
        #expect(String(fileName: "gr\u{fc}\u{df}e\n".utf8) == "gr\u{fc}\u{df}e\n")
        #expect(String(fileName: [0x61, 0xff]) == "a\u{10ffff}")
    }
}

struct VisibleTextTests {
    @Test(
        arguments: [
            ("plain \u{1F600}.png", "plain \u{1F600}.png"), ("a\u{1b}[31m", "a\\x1b[31m"),
            ("a\nb\rc\td", "a\\nb\\rc\\td"),
            ("\r\n", "\\r\\n"), ("\u{7}\u{7f}\0", "\\x07\\x7f\\x00"), ("\u{9b}31m", "\\u{9b}31m"),
            ("\u{202e}gnp.\u{2066}", "\\u{202e}gnp.\\u{2066}"), ("\u{2028}\u{2029}", "\\u{2028}\\u{2029}"),
            (String(fileName: [0x61, 0xff, 0x9b]), "a\\xff\\x9b"), ("a\\x1b", "a\\x1b"),
            ("\u{1b}\u{301}", "\\x1b\u{301}"),
        ])
    func nothingHides(text: String, visible: String) {
        #expect(text.visible == visible)
        #expect(text.visible.visible == visible)
    }

    @Test func linesOfOurOwnStay() {
        #expect("Error: \u{1b}\nUsage: x".visibleLines == "Error: \\x1b\nUsage: x")
    }

    /// Who reads the JSON gets the text back, and a terminal gets no control character.
    @Test(arguments: ["\u{9b}31m", "\u{7f}", "\u{202e}x", "\u{2028}", "plain"])
    func jsonHoldsTheText(text: String) throws {
        let json = try String(decoding: JSONEncoder().encode([text]), as: UTF8.self).visibleJSON
        #expect(
            json.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control && !$0.properties.isBidiControl }
        )
        #expect(try JSONDecoder().decode([String].self, from: Data(json.utf8)) == [text])
        let bytes = try String(decoding: JSONEncoder().encode([String(fileName: [0xff])]), as: UTF8.self).visibleJSON
        #expect(try JSONDecoder().decode([String].self, from: Data(bytes.utf8)) == ["\\xff"])
    }
}
