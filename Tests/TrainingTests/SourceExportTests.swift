import Testing
import Training
import WeightsFile

/// A file's name stands in the comment of the source that `trainer export` writes, and may hold anything.
struct SourceExportTests {
    private static let hostile =
        [
            "\n", "\r", "\r\n", "\u{b}", "\u{c}", "\u{85}", "\u{2028}", "\u{2029}", "*/", "*/\u{301}", "**//", "/*",
            "*\\\n/",
            "\\", "??/", "*??/\n/", "\0", "\u{1b}[2J", "\u{202e}", "\u{2066}",
        ].map { "a\($0)int evil;" } + ["ends in \\", "ends in ??/", "ends in *", "*", "/", ""]

    @Test(arguments: hostile) func nothingEndsTheComment(text: String) throws {
        let export = SourceExport(bytes: [1, 2, 3, 4], name: "digits", description: [text, text])
        let plain = SourceExport(bytes: [1, 2, 3, 4], name: "digits", description: ["a", "a"])
        for (source, expected) in [(export.c, plain.c), (export.swift, plain.swift)] {
            let lines = source.unicodeScalars.split(omittingEmptySubsequences: false) {
                $0.properties.generalCategory == .control || ["\u{2028}", "\u{2029}"].contains($0)
            }
            #expect(lines.count == expected.unicodeScalars.count { $0 == "\n" } + 1)
            #expect(!source.unicodeScalars.contains { $0 == "\\" || $0.properties.generalCategory == .format })
            #expect(!source.utf8.contains("??".utf8) || !source.contains("digits"))
        }
        let ends = export.c.utf8.indices.filter { export.c.utf8[$0...].starts(with: "*/".utf8) }
        let end = try #require(ends.first)
        #expect(ends.count == 1 && export.c.utf8[end...].starts(with: "*/\n#ifndef ".utf8))
        #expect(export.c.utf8.indices.count { export.c.utf8[$0...].starts(with: "/*".utf8) } == 1)
    }

    /// The library's own header is guarded by MNIST37_H.
    @Test func guardIsNotThatOfAnotherHeader() {
        let header = SourceExport(bytes: [1, 2, 3, 4], name: "mnist37", description: []).c
        #expect(!header.contains(" MNIST37_H\n"))
    }

    @Test(arguments: [
        ("int.h", "int_"), ("let.swift", "let_"), ("class", "class_"), ("_", "weights"), ("--.h", "weights"),
        ("a\u{301}b.h", "_b"), ("a\r\nb.h", "a_b"), ("\u{37e}.h", "weights"), ("a\"b.h", "a_b"), ("٣.h", "weights"),
    ])
    func identifiers(file: String, name: String) {
        #expect(SourceExport.identifier(fromFileNamed: file) == name)
        #expect(SourceExport.identifier(fromFileNamed: name) == name)
    }
}
