import Foundation
import Testing
import TestSupport
import Training
@testable import Notebook

@Suite(.serialized) struct ReproduceTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func json(_ text: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    @Test func carriedDigitsAreNotComparable() throws {
        let page = folder.path("a.html")
        let outcome = try run("trainer", ["reproduce", "--runs", "1", "--report", page])
        #expect(outcome.status == 0 && outcome.errors == "")
        #expect(outcome.output.replacing("\n", with: " ").contains("its printed figures are not comparable"))
        #expect(outcome.output.contains("written: \(page)"))
        #expect(try String(contentsOfFile: page, encoding: .utf8).contains("not comparable"))
        for line in outcome.output.split(separator: "\n") { #expect(line.count <= 92, "\(line)") }
        // So few pictures do not show every point, and what is asked stands beside the figures.
        let unmet = outcome.output.components(separatedBy: "\n   NOT MET: ").count - 1
        #expect(outcome.output.contains("(not shown by these runs)") && unmet > 0)
        let text = try String(contentsOfFile: page, encoding: .utf8)
        #expect(text.components(separatedBy: ">not met<").count - 1 == unmet && text.contains(">met<"))
    }

    @Test func jsonIsOneObject() throws {
        let outcome = try run("trainer", ["reproduce", "--runs", "1", "--json"])
        #expect(outcome.status == 0 && outcome.errors == "")
        let result = try json(outcome.output)
        #expect(result["comparable"] as? Bool == false && result["runs"] as? Int == 1)
        let experiments = try #require(result["experiments"] as? [[String: Any]])
        #expect(experiments.count == 16)
        for experiment in experiments {
            let epochs = try #require(experiment["epochs"] as? [[String: Any]])
            #expect(epochs.count == 10)
            for epoch in epochs {
                let accuracy = try #require(epoch["training_accuracy"] as? [String: Any])
                #expect(accuracy["median"] is Double && (epoch["loss"] as? [String: Any])?.count == 3)
            }
        }
        let findings = try #require(result["findings"] as? [[String: Any]])
        #expect(findings.count == 10)
        for finding in findings {
            let conditions = try #require(finding["conditions"] as? [[String: Any]])
            #expect(conditions.allSatisfy { $0["met"] as? Bool == true } == (finding["holds"] as? Bool))
            #expect(conditions.allSatisfy { ($0["text"] as? String)?.isEmpty == false } && finding["name"] is String)
        }
    }

    /// What is printed, as text and as JSON, is what the library finds: minimum, median and maximum in that order.
    @Test func everyFigureIsTheLibrarys() throws {
        let reproduction = NotebookReproduction(on: try .carriedDigits(), runs: 1)
        let text = try run("trainer", ["reproduce", "--runs", "1"]).output
        let result = try json(try run("trainer", ["reproduce", "--runs", "1", "--json"]).output)
        let experiments = try #require(result["experiments"] as? [[String: Any]])
        for (printed, expected) in zip(experiments, reproduction.results) {
            #expect(printed["name"] as? String == expected.experiment.name.rawValue)
            let epochs = try #require(printed["epochs"] as? [[String: Any]])
            for (printed, expected) in zip(epochs, expected.epochs) {
                for (key, spread) in [
                    ("loss", expected.loss), ("training_accuracy", expected.training),
                    ("validation_accuracy", expected.validation),
                ] {
                    let figures = try #require(printed[key] as? [String: Any])
                    for (name, value) in [
                        ("minimum", spread.minimum), ("median", spread.median), ("maximum", spread.maximum),
                    ] {
                        // Foundation reads the last of 17 digits wrongly at times.
                        let distance = (figures[name] as? Double).map { ($0 - value).magnitude }
                        #expect(
                            value.isFinite ? distance ?? 1 < 1e-12 * (1 + value.magnitude) : distance == nil,
                            "\(key), \(name)")
                    }
                }
            }
            for (name, path) in [("max", \Spread.maximum), ("median", \.median), ("min", \.minimum)] {
                let figures = expected.epochs.map { String(format: "%7.4f", $0.training[keyPath: path]) }.joined()
                #expect(text.contains("    \(name)".padding(toLength: 14, withPad: " ", startingAt: 0) + figures))
            }
        }
        for case .accuracy(let spread) in reproduction.findings.flatMap(\.observations).map(\.value) {
            let figures = [spread.minimum, spread.median, spread.maximum].map { String(format: "%.4f", $0) }
            #expect(text.contains(figures.joined(separator: "  ")))
        }
    }

    @Test func wrongUseAndMissingFolders() throws {
        #expect(try run("trainer", ["reproduce", "--runs", "0"]).status == EX_USAGE)
        let missing = try run("trainer", ["reproduce", "--runs", "1", "--data", folder.path("none")])
        #expect(missing.status == EX_NOINPUT && missing.output == "" && missing.complaints.count == 1)
        let unwritable = try run("trainer", ["reproduce", "--runs", "1", "--report", folder.path("none/a.html")])
        #expect(unwritable.status == EX_CANTCREAT && unwritable.output == "" && unwritable.complaints.count == 1)
    }

    @Test(arguments: ["cross-entropy", "mnist"]) func trainWritesAPage(loss: String) throws {
        let page = folder.path("<a>.html"), weights = folder.path("<b>.m37")
        let outcome = try run(
            "trainer", ["--loss", loss, "--epochs", "2", "--json", "--output", weights, "--report", page])
        #expect(outcome.status == 0)
        #expect(try json(outcome.output)["report"] as? String == page)
        let text = try String(contentsOfFile: page, encoding: .utf8)
        #expect(text.contains("&lt;b&gt;.m37") && !text.contains("<b>"))
        #expect(text.contains("log-odds of 3") && text.contains("Learning curves"))
    }

    @Test func onePathForTwoFilesIsRefused() throws {
        let file = folder.path("a")
        #expect(try run("trainer", ["--output", file, "--report", file]).status == EX_USAGE)
        #expect(!FileManager.default.fileExists(atPath: file))
    }
}
