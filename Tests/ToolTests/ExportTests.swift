import Foundation
import Testing
import TestSupport
import Training
import WeightsFile

/// `trainer export`: what it writes compiles, as C, as C++ and as Swift, and holds the very file.
@Suite struct ExportTests {
    private let folder: TemporaryFolder
    private let weights = repository.appendingPathComponent("Tests/Conformance/weights/linear-i8.m37").path

    init() throws { folder = try TemporaryFolder() }

    private func export(_ arguments: String...) throws -> Outcome {
        try run("trainer", ["export", weights] + arguments)
    }

    /// The bytes that a program prints as hexadecimal words, little-endian.
    private func bytes(_ output: String) -> [UInt8] {
        output.split(separator: "\n").compactMap { UInt32($0, radix: 16) }.flatMap { word in
            (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) }
        }
    }

    @Test(arguments: [("cc", "c99", "c"), ("c++", "c++11", "cpp")])
    func headerHoldsTheFile(compiler: String, standard: String, suffix: String) throws {
        let header = folder.path("my-digits.h")
        let outcome = try export("--c", header)
        #expect(outcome.status == 0 && outcome.output == "" && outcome.errors == "")
        let program = try folder.write(
            Array(
                """
                #include "my-digits.h"
                #include <stdio.h>
                int main(void) {
                    for (unsigned i = 0; i < MY_DIGITS_SIZE; i += 4)
                        printf("%02x%02x", my_digits[i + 3], my_digits[i + 2]),
                        printf("%02x%02x\\n", my_digits[i + 1], my_digits[i]);
                    return sizeof my_digits != MY_DIGITS_SIZE || (size_t)my_digits % 4 != 0;
                }
                """.utf8), "program.\(suffix)")
        let options = [
            "-std=\(standard)", "-Wall", "-Wextra", "-Wpedantic", "-Werror", program, "-o", folder.path("a"),
        ]
        let compilation = try run("/usr/bin/env", [compiler] + options)
        #expect(compilation.status == 0, Comment(rawValue: compilation.errors))
        let result = try run(folder.path("a"), [])
        #expect(result.status == 0)
        #expect(bytes(result.output) == [UInt8](try Data(contentsOf: URL(fileURLWithPath: weights))))
    }

    @Test func swiftSourceHoldsTheFile() throws {
        let source = folder.path("digits.swift")
        #expect(try export("--swift", source).status == 0)
        let program = try folder.write(
            Array(
                """
                @main struct Program {
                    static func main() {
                        for index in digits.indices { print(String(digits[index], radix: 16)) }
                    }
                }
                """.utf8), "program.swift")
        let options = ["-parse-as-library", source, program, "-o", folder.path("a")]
        let compilation = try run("/usr/bin/env", ["swiftc"] + options)
        #expect(compilation.status == 0, Comment(rawValue: compilation.errors))
        let result = try run(folder.path("a"), [])
        #expect(bytes(result.output) == [UInt8](try Data(contentsOf: URL(fileURLWithPath: weights))))
    }

    @Test func wrongUse() throws {
        #expect(try export().status == 64)
        #expect(try export("--c", folder.path("a.h"), "--name", "3digits").status == 64)
        #expect(try run("trainer", ["export", folder.path("none.m37"), "--c", folder.path("a.h")]).status == 66)
        let foreign = try folder.write(Array("no weights".utf8), "foreign.m37")
        let outcome = try run("trainer", ["export", foreign, "--c", folder.path("a.h")])
        #expect(outcome.status == 65 && outcome.complaints.count == 1)
        #expect(try export("--c", folder.path("no/such/folder.h")).status == 73)
        #expect(!FileManager.default.fileExists(atPath: folder.path("a.h")))
    }

    @Test(arguments: [
        ("weights.h", "weights"), ("a/b/two-column.h", "two_column"), ("3.h", "_3"), ("", "weights"),
        ("ä.h", "weights"),
        ("digits.v2.h", "digits"),
    ])
    func identifiers(file: String, name: String) {
        #expect(SourceExport.identifier(fromFileNamed: file) == name)
    }
}
