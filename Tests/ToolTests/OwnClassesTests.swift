import Foundation
import TestSupport
import Testing

/// What somebody sees who comes with pictures of two kinds of his own.
struct OwnClassesTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private var data: String { folder.path("data") }

    /// Pictures of draw.py, which examples/your-own shows.
    private func draw(_ count: Int) throws {
        let script = repository.appendingPathComponent("examples/your-own/draw.py").path
        #expect(try run("/usr/bin/env", ["python3", script, data, String(count)]).status == 0)
    }

    private func train(_ arguments: String...) throws -> Outcome {
        try run("trainer", ["--data", data, "--model", "conv-tiny", "-o", folder.path("own.m37")] + arguments)
    }

    @Test func twentyOfEachAreEnough() throws {
        try draw(20)
        let outcome = try train("--json", "--report", folder.path("own.html"))
        #expect(outcome.status == 0)
        let summary = try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
        #expect(summary["class_names"] as? [String] == ["cross", "tick"])
        #expect(summary["validation_errors"] as? Int == 0 && summary["compared"] as? Int == 8)
        // No error in eight says no more than this.
        let interval = try #require(summary["accuracy_interval"] as? [Double])
        #expect(interval[1] == 1 && (interval[0] - 0.6756).magnitude < 1e-4)
        let page = try String(contentsOfFile: folder.path("own.html"), encoding: .utf8)
        #expect(
            page.contains("<title>cross and tick: one training") && page.contains("is cross") && !page.contains("three")
        )
        let weights = folder.path("own.m37")
        let inspected = try run("trainer", ["inspect", weights])
        #expect(inspected.output.contains("classes       cross and tick"))
        // Of others one may pass.
        for (kind, said, least) in [("tick", "tick ", 4), ("cross", "cross ", 4), ("other", "neither ", 3)] {
            let pictures = (0..<4).map { "\(data)/new/\(kind)-\($0).png" }
            let answers = try run("classify", ["--weights", weights] + pictures)
            #expect(answers.output.components(separatedBy: "png  \(said)").count > least, "\(answers.output)")
        }
        let line = try run("classify", ["--json", "--weights", weights, "\(data)/new/tick-0.png"])
        #expect(line.output.contains(#""digit":0,"class":"tick","probability":"#))
        let evaluated = try run("trainer", ["evaluate", weights, "--data", data])
        #expect(evaluated.output.contains("every fifth") && evaluated.output.contains("0 errors in 8 pictures"))
        let foreign = try run("trainer", ["evaluate", weights])
        #expect(foreign.status == EX_DATAERR)
        #expect(foreign.errors.contains("\(weights): tells cross and tick apart, and the package holds 3 and 7"))
    }

    /// Without others there is no "neither", unless it is asked for in vain.
    @Test func withoutOthers() throws {
        try draw(5)
        try FileManager.default.removeItem(atPath: "\(data)/train/other")
        let asked = try train("--known")
        #expect(asked.status == EX_DATAERR && asked.errors.contains("\(data): no pictures of neither class"))
        #expect(!FileManager.default.fileExists(atPath: folder.path("own.m37")))
        let outcome = try train("--epochs", "1")
        #expect(outcome.status == 0 && !outcome.output.contains("neither"))
    }

    @Test func whatIsWrongIsSaid() throws {
        try draw(5)
        func expect(_ status: Int32, _ text: String, _ arguments: [String] = []) throws {
            let outcome = try run(
                "trainer", ["--data", data, "--epochs", "1", "-o", folder.path("own.m37")] + arguments)
            #expect(outcome.status == status && outcome.errors.contains(text), "\(outcome.errors)")
            #expect(outcome.errors.split(separator: "\n").count == 1 || status == EX_USAGE, "\(outcome.errors)")
        }
        let files = FileManager.default
        try expect(EX_DATAERR, "it must be 28x28", ["--raw"])
        try expect(EX_NOINPUT, "\(data)/train/3: no such folder", ["--classes", "3,7"])
        try expect(EX_USAGE, "The value 'tick' is invalid for '--classes", ["--classes", "tick"])
        try files.copyItem(atPath: "\(data)/train/other", toPath: "\(data)/train/round")
        try expect(
            EX_DATAERR,
            "\(data)/train: 3 folders of pictures: cross, round, tick; name the two classes by --classes cross,round")
        try files.removeItem(atPath: "\(data)/train/round")
        try files.removeItem(atPath: "\(data)/train/cross/000.png")
        try expect(EX_DATAERR, "\(data)/train/cross: 4 pictures; at least 5 are needed")
        try files.removeItem(atPath: "\(data)/train/cross")
        try expect(EX_DATAERR, "\(data)/train: one folder of pictures, tick; two are needed")
        let reproduced = try run("trainer", ["reproduce", "--data", data])
        #expect(reproduced.status == EX_NOINPUT && reproduced.errors.contains("train/3: no such folder"))
    }
}
