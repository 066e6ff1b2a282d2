import CZlib
import Foundation
import Testing
import TestSupport
import Training

/// The C example, classify, trainer evaluate and the independent reader in Python say the same of every picture.
struct AgreementTests {
    private func compile(_ folder: TemporaryFolder) throws -> String {
        let program = folder.path("predict")
        let outcome = try run(
            "/usr/bin/env",
            [
                "cc", "-O1", "-I", repository.appendingPathComponent("include").path,
                repository.appendingPathComponent("examples/c/predict.c").path,
                "-L", products.path, "-lmnist37", "-Wl,-rpath,\(products.path)", "-o", program,
            ])
        try #require(outcome.status == 0, "\(outcome.errors)")
        return program
    }

    @Test func exampleRefusesWrongInput() throws {
        let folder = try TemporaryFolder()
        let program = try compile(folder)
        let weights = folder.path("w.m37")
        #expect(try run("trainer", ["--quiet", "--epochs", "1", "-o", weights]).status == 0)
        #expect(try run(program, []).status == 64)
        #expect(try run(program, ["/nowhere.m37"]).status == 1)
        #expect(try run(program, [weights, "/nowhere.f32"]).status == 1)
        let short = try run(program, [weights], input: Data(count: 100))
        #expect(short.status == 1 && short.errors.contains("784"))
        var bytes = [UInt8](repeating: 0, count: 4 * 784)
        #expect(try run(program, [weights], input: Data(bytes)).status == 0)
        bytes.replaceSubrange(0..<4, with: [0, 0, 0xc0, 0x7f])
        let notANumber = try run(program, [weights], input: Data(bytes))
        #expect(notANumber.status == 1 && notANumber.errors.contains("NaN"))
    }

    @Test(
        arguments: ["f32", "i8"],
        [
            ["--loss", "bce"], ["--loss", "softmax"], ["--model", "conv-tiny", "--no-calibrate"],
            ["--model", "conv-tiny", "--no-known", "--no-calibrate"],
        ])
    func allAgree(format: String, model: [String]) throws {
        let folder = try TemporaryFolder()
        let program = try compile(folder)
        let split = try notebookData.map { try DatasetSplit(folder: $0) } ?? DatasetSplit.carriedDigits()
        let dataset = split.validation
        let weights = folder.path("w.m37")
        let data = notebookData.map { ["--data", $0] } ?? []
        #expect(
            try run(
                "trainer",
                ["--quiet", "--epochs", "3", "--format", format, "-o", weights] + model + data
            ).status == 0)

        let floats = dataset.pixels.flatMap { byte in
            withUnsafeBytes(of: (Float(byte) / 255).bitPattern.littleEndian) { Array($0) }
        }
        let fromC = try run(program, [weights], input: Data(floats))
        #expect(fromC.status == 0, "\(fromC.errors)")
        func answers(_ text: String) -> [String] {
            text.split(separator: "\n").map { String($0.prefix { $0 != " " }) }
        }
        let expected = answers(fromC.output)
        #expect(expected.count == dataset.count)
        #expect(expected.contains("neither") == (model == ["--model", "conv-tiny", "--no-calibrate"]))

        // The reader takes 10 ms a picture, so it sees 200, spread over the threes and the sevens.
        let spread = Array(stride(from: 0, to: dataset.count, by: dataset.count / 200).prefix(200))
        let reader = repository.appendingPathComponent("Tests/Reader/read_m37.py").path
        let input = Data(spread.flatMap { dataset.picture($0) })
        let fromPython = try run("/usr/bin/env", ["python3", reader, weights], input: input)
        #expect(fromPython.status == 0, "\(fromPython.errors)")
        #expect(Set(spread.map { dataset.labels[$0] }).count == 2)
        #expect(answers(fromPython.output) == spread.map { expected[$0] })

        let names = try (0..<dataset.count).map { index in
            try folder.write(try encodedPNG(Array(dataset.picture(index))), "\(index).png")
        }
        func classified(_ options: [String]) throws -> [String] {
            let output = try run("classify", ["--json", "--weights", weights] + options + names).output
            return output.matches(of: /"digit":(\w+)/).map { $0.1 == "null" ? "neither" : String($0.1) }
        }
        #expect(try classified([]) == expected)

        // trainer evaluate counts a digit that is called neither as what it would have been.
        let right = zip(try classified(["--any"]), dataset.labels).count { $0 == ($1 == 1 ? "3" : "7") }
        let evaluation = try run("trainer", ["evaluate", weights, "--json"] + data).output
        #expect(evaluation.contains("\"errors\":\(dataset.count - right),"))
    }
}

/// A picture of 784 bytes as a PNG of 28x28, 8-bit grey.
private func encodedPNG(_ pixels: [UInt8]) throws -> [UInt8] {
    func word(_ value: UInt32) -> [UInt8] { withUnsafeBytes(of: value.bigEndian) { Array($0) } }
    func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
        let named = Array(name.utf8) + content
        return word(UInt32(content.count)) + named + word(UInt32(crc32_z(0, named, named.count)))
    }
    let rows = (0..<28).flatMap { [0] + pixels[$0 * 28..<($0 + 1) * 28] }
    var size = compressBound(UInt(rows.count))
    var compressed = [UInt8](repeating: 0, count: Int(size))
    try #require(compress(&compressed, &size, rows, UInt(rows.count)) == Z_OK)
    let header = word(28) + word(28) + [8, 0, 0, 0, 0]
    return [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] + chunk("IHDR", header)
        + chunk("IDAT", Array(compressed.prefix(Int(size)))) + chunk("IEND", [])
}
