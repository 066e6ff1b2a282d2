import Foundation
import Testing
import TestSupport

/// Names of files that are not UTF-8 and names that would control a terminal.
struct FileNameTests {
    private let folder: TemporaryFolder
    private let three = repository.appendingPathComponent("examples/digits/three.png").path

    init() throws { folder = try TemporaryFolder() }

    /// Runs a shell's script in the folder; `$bad` is a name that is not UTF-8 and holds ESC, CR, BEL and a newline.
    private func shell(_ script: String) throws -> Outcome {
        let setUp = """
            cd '\(folder.url.path)' && bad=$(printf 'b\\377\\033[31m\\r\\a\\nx') && three='\(three)'
            trainer='\(products.appendingPathComponent("trainer").path)'
            classify='\(products.appendingPathComponent("classify").path)'
            """
        return try run("/bin/sh", ["-c", setUp + "\n" + script])
    }

    private let shown = #"b\xff\x1b[31m\r\x07\nx"#

    private func expectClean(_ outcome: Outcome, lines: Int, _ text: String) {
        let all = outcome.output + outcome.errors
        #expect(all.contains(text), "\(all)")
        #expect(all.unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control }, "\(all)")
        #expect(all.split(separator: "\n").count == lines, "\(all)")
    }

    @Test func classifyReadsAndWritesThem() throws {
        let outcome = try shell(
            """
            mkdir "$bad" && cp "$three" "$bad/$bad.png" && cp "$three" "$bad.png"
            "$classify" "$bad.png" "$bad" --save-floats "$bad.f32" && test -s "$bad.f32"
            """)
        #expect(outcome.status == 0, "\(outcome.errors)")
        expectClean(outcome, lines: 2, "\(shown).png")
        #expect(outcome.output.contains("\(shown)/\(shown).png"))
        let saved = try shell(#""$classify" "$bad.png" --save-normalized "$bad.28.png" && test -s "$bad.28.png""#)
        #expect(saved.status == 0)
    }

    @Test func classifyComplainsAboutThem() throws {
        expectClean(try shell(#""$classify" "none$bad" "$three""#), lines: 2, "none\(shown): cannot be read")
        expectClean(try shell(#""$classify" --weights "none$bad" "$three""#), lines: 1, "none\(shown)")
        expectClean(try shell(#""$classify" --save-floats "none/$bad" "$three""#), lines: 1, "none/\(shown): cannot be")
        let json = try shell(#""$classify" --json "none$bad""#)
        expectClean(json, lines: 2, #""file":"noneb\\xff\u001b[31m\u000d\u0007\nx""#)
        // The name is no option, and the usage that follows is our own.
        let usage = try shell(#""$classify" "--$bad" "$three""#)
        #expect(usage.status == EX_USAGE && !usage.errors.contains("\u{1b}") && !usage.errors.contains("\r"))
    }

    @Test func trainerReadsAndWritesThem() throws {
        let outcome = try shell(
            """
            "$trainer" --model linear --epochs 1 -o "$bad" --report "$bad.html" 2>/dev/null && test -s "$bad.html" || exit 1
            "$trainer" evaluate "$bad" >/dev/null || exit 2
            "$trainer" inspect "$bad" || exit 3
            "$trainer" export "$bad" --c "$bad.h" && grep -q "b.*31m" "$bad.h" || exit 4
            "$trainer" --init "$bad" --epochs 0 --quiet -o "again$bad" && test -s "again$bad" || exit 5
            """)
        #expect(outcome.status == 0, "\(outcome.errors)")
        expectClean(outcome, lines: 14, "written: \(shown) (3272 bytes)")
        #expect(outcome.output.contains("written: \(shown).html\n") && outcome.output.contains("\n\(shown)\n"))
    }

    @Test func trainerComplainsAboutThem() throws {
        for arguments in ["evaluate", "inspect", "--init", "--data", "reproduce --data"] {
            let outcome = try shell(#""$trainer" \#(arguments) "none$bad""#)
            #expect(outcome.status == EX_NOINPUT)
            expectClean(outcome, lines: 1, "none\(shown)")
        }
        expectClean(try shell(#""$trainer" --output "none/$bad""#), lines: 1, "none/\(shown): cannot be created")
    }

    /// Folders of data with such names, of pictures and of MNIST's own files, and pictures with such names.
    @Test func dataOfSuchNames() throws {
        let digits = repository.appendingPathComponent("Sources/Training/Digits").path
        let outcome = try shell(
            """
            mkdir -p "$bad/train/3" "$bad/train/7" "$bad/valid/3" "$bad/valid/7" "idx$bad"
            "$classify" --save-normalized small.png "$three" >/dev/null || exit 1
            for class in train/3 train/7 valid/3 valid/7; do cp small.png "$bad/$class/$bad.png"; done
            "$trainer" --data "$bad" --model linear --epochs 1 --quiet -o a || exit 2
            cp '\(digits)'/*.gz "idx$bad" && "$trainer" --data "idx$bad" --model linear --epochs 1 --quiet -o a || exit 3
            printf x > "$bad/train/3/$bad.png"; "$trainer" --data "$bad"
            """)
        #expect(outcome.status == EX_DATAERR)
        expectClean(outcome, lines: 1, "\(shown)/train/3/\(shown).png: not a PNG file")
    }
}
