import Foundation
import Testing
import TestSupport
import Training

@Suite(.serialized) struct TrainerTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// A trained file in the test's folder.
    private func train(_ arguments: String...) throws -> String { try train(arguments) }

    private func train(_ arguments: [String]) throws -> String {
        let file = folder.path("weights.m37")
        let outcome = try run("trainer", ["--quiet", "--epochs", "3", "--output", file] + arguments)
        #expect(outcome.status == 0 && outcome.output == "" && outcome.errors == "")
        return file
    }

    private func json(_ text: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    @Test func trainsOnTheCarriedDigits() throws {
        let file = folder.path("a.m37")
        let outcome = try run("trainer", ["--output", file])
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("libmnist37 agrees on all 200 validation pictures"))
        #expect(outcome.output.contains("written: \(file)"))
        let result = try json(try run("trainer", ["evaluate", file, "--json"]).output)
        #expect(result["total"] as? Int == 200)
        #expect((result["accuracy"] as? Double ?? 0) >= 0.96)
        let confusion = try #require(result["confusion"] as? [[String: Any]])
        #expect(confusion.map { $0["class"] as? String } == ["3", "7"])
        #expect(confusion.map { ($0["right"] as? Int ?? 0) + ($0["wrong"] as? Int ?? 0) } == [100, 100])
        let wrong = confusion.compactMap { $0["wrong"] as? Int }.reduce(0, +)
        #expect(result["errors"] as? Int == wrong)
        let interval = ConfidenceInterval(200 - wrong, of: 200)
        let printed = try #require(result["accuracy_interval"] as? [Double])
        #expect((printed[0] - interval.lower).magnitude < 1e-9 && (printed[1] - interval.upper).magnitude < 1e-9)
    }

    @Test(arguments: ["mnist", "bce", "softmax", "cross-entropy"], ["f32", "i8"])
    func everyLossAndFormat(loss: String, format: String) throws {
        let file = folder.path("a.m37")
        let outcome = try run(
            "trainer", ["--json", "--epochs", "4", "--loss", loss, "--format", format, "--output", file])
        #expect(outcome.status == 0)
        let result = try json(outcome.output)
        #expect(result["agreed"] as? Bool == true)
        #expect((result["epochs"] as? [[String: Any]])?.count == 4)
        #expect(result["file"] as? String == file)
        #expect(result["bytes"] as? Int == (try Data(contentsOf: URL(fileURLWithPath: file))).count)
        let inspection = try json(try run("trainer", ["inspect", file, "--json"]).output)
        #expect(inspection["loss"] as? String == loss)
        #expect(inspection["element_type"] as? String == (format == "i8" ? "int8" : "float32"))
        #expect(inspection["epochs"] as? Int == 4)
    }

    /// A file has one column: whoever trains two is told what became of them, and nobody else is.
    @Test func saysThatTwoColumnsAreFolded() throws {
        let file = folder.path("a.m37")
        for (loss, columns) in [("softmax", 2), ("cross-entropy", 2), ("bce", 1), ("mnist", 1)] {
            let outcome = try run("trainer", ["--epochs", "1", "--loss", loss, "--output", file])
            #expect(outcome.status == 0)
            let lines = outcome.output.split(separator: "\n").map(String.init)
            let folded = lines.firstIndex { $0.hasPrefix("folded: ") && $0.contains(loss) }
            #expect((folded != nil) == (columns == 2), "\(loss)")
            if let folded {
                let written = try #require(lines.firstIndex { $0.hasPrefix("written: ") })
                #expect(folded < written && lines[folded].contains("all 200 validation pictures"))
            }
        }
        _ = try train("--loss", "softmax")
    }

    @Test func sameSeedSameBytes() throws {
        func bytes(_ seed: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: train("--seed", seed))) }
        let first = try bytes("1")
        #expect(try bytes("1") == first)
        #expect(try bytes("2") != first)
    }

    /// The page says how sure the model is, and why no temperature was fitted.
    @Test(arguments: [
        ("linear", [], "for networks only"), ("conv-tiny", [], "fewer than 6,000 training pictures"),
        ("conv-tiny", ["--no-calibrate"], "as asked"),
    ])
    func thePageSaysHowSure(model: String, options: [String], reason: String) throws {
        let page = folder.path("page.html")
        _ = try train(["--model", model, "--report", page] + options)
        let text = try String(contentsOfFile: page, encoding: .utf8)
        #expect(text.contains(">How sure, and how often right</h2>"))
        #expect(text.contains("Expected calibration error: "))
        #expect(text.contains("among 200.") && text.contains(reason))
        #expect(text.contains("aria-label=\"Share of right answers"))
    }

    /// `--json` and the page say the same of one file, of int8 weights too, which are not those that were trained.
    @Test(arguments: ["f32", "i8"])
    func thePageAndJSONAgree(format: String) throws {
        let data = try writeManyDigits(), page = folder.path("page.html")
        let outcome = try run(
            "trainer",
            ["--data", data, "--epochs", "2", "--format", format, "--report", page, "--json", "--quiet"]
                + ["--output", folder.path("weights.m37")])
        let result = try json(outcome.output)
        func percentage(_ key: String) throws -> String {
            String(format: "%.2f %%", 100 * (try #require(result[key] as? Double)))
        }
        let text = try String(contentsOfFile: page, encoding: .utf8)
        #expect(text.contains("Expected calibration error: \(try percentage("calibration_error"))."))
        #expect(text.contains("error here is \(try percentage("calibration_error_before"))."))
        let temperature = try #require(result["temperature"] as? Double)
        #expect(temperature > 1 && text.contains(String(format: "Temperature: %.2f.", temperature)))
    }

    /// A folder with the carried digits, those of the training eight times: 6,400 are enough for a temperature. Every
    /// sixtieth has the wrong label: a tenth of those that the rehearsal goes without, so that it is found too sure.
    private func writeManyDigits() throws -> String {
        func word(_ value: Int) -> [UInt8] { withUnsafeBytes(of: UInt32(value).bigEndian) { Array($0) } }
        let carried = try DatasetSplit.carriedDigits(), training = carried.training
        let pixels = (0..<8).flatMap { _ in training.pixels }
        let labels = (0..<8 * training.count).map { training.labels[$0 % training.count] ^ ($0 % 60 == 59 ? 1 : 0) }
        let many = Dataset(pixels: pixels, labels: labels)
        for (part, digits) in [("train", many), ("t10k", carried.validation)] {
            let header = word(0x803) + word(digits.count) + word(28) + word(28)
            _ = try folder.write(header + digits.pixels, "\(part)-images-idx3-ubyte")
            let values = digits.labels.map { $0 == 1 ? 3 : 7 as UInt8 }
            _ = try folder.write(word(0x801) + word(digits.count) + values, "\(part)-labels-idx1-ubyte")
        }
        return folder.url.path
    }

    @Test func continuesFromAFile() throws {
        let file = try train("--loss", "cross-entropy")
        let again = folder.path("again.m37")
        let zero = try run(
            "trainer", ["--quiet", "--init", file, "--loss", "cross-entropy", "--epochs", "0", "-o", again])
        #expect(zero.status == 0)
        func tensors(_ file: String) throws -> Data {
            try Data(contentsOf: URL(fileURLWithPath: file))[96...].dropLast(4)
        }
        #expect(try tensors(file) == tensors(again))
        // A file has one column, so every loss can go on from it.
        let other = ["--quiet", "--init", file, "--loss", "bce", "--epochs", "1", "-o", again]
        #expect(try run("trainer", other).status == 0)
    }

    /// A line is no network, and a network no line.
    @Test(arguments: [("linear", "conv-tiny"), ("conv-tiny", "linear"), ("conv-tiny", "conv")])
    func startsFromNoOtherModel(of: String, with: String) throws {
        let file = try train("--model", of, "--epochs", "1"), again = folder.path("again.m37")
        let misfit = try run("trainer", ["--quiet", "--init", file, "--model", with, "--epochs", "1", "-o", again])
        #expect(misfit.status == 65 && misfit.complaints.count == 1 && misfit.errors.contains(file))
        #expect(!FileManager.default.fileExists(atPath: again))
    }

    @Test(.enabled(if: notebookData != nil, "skipped: MNIST37_DATA does not name a folder with MNIST_SAMPLE"))
    func defaultRecipeOnTheNotebooksData() throws {
        let data = try #require(notebookData)
        let file = folder.path("sample.m37")
        let outcome = try run("trainer", ["--data", data, "--json", "-o", file])
        #expect(outcome.status == 0)
        let result = try json(try run("trainer", ["evaluate", file, "--data", data, "--json"]).output)
        #expect(result["total"] as? Int == 2038)
        #expect((result["errors"] as? Int ?? 2038) <= 34)
    }
}
