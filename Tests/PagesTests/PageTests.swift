import Figures
import Foundation
import Testing
import Training
@testable import Notebook
import WeightsFile

@testable import Pages

struct PageTests {
    @Test func whatIsInterpolatedIsEscaped() {
        let name = "<b>\"3\" & '7'</b>"
        let html: HTML = "<p title=\"\(name)\">\(name)</p>"
        let safe = "&lt;b&gt;&quot;3&quot; &amp; &#39;7&#39;&lt;/b&gt;"
        #expect(html.text == "<p title=\"\(safe)\">\(safe)</p>")
        let nested: HTML = "<i>\(html)\([html, html])\(3)</i>"
        #expect(nested.text == "<i>\(html.text)\(html.text)\n\(html.text)3</i>")
    }

    /// A quotation mark with an accent is one Character, and none of the five that are escaped; a browser sees the mark.
    @Test(arguments: ["\"", "'", "<", ">", "&"]) func marksWithAccentsAreEscaped(mark: String) {
        for following in ["\u{301}", "\u{200d}", "\u{fe0f}", "\u{20dd}"] {
            let html: HTML = "<p title=\"\(mark + following)\">"
            let expected = "<p title=\"" + escaped(mark) + following + "\">"
            #expect(html.text.utf8.elementsEqual(expected.utf8))
            #expect(escaped(mark).hasPrefix("&") && escaped(mark).hasSuffix(";"))
        }
    }

    /// Characters that a browser drops or that turn the text round are shown as unknown.
    @Test func controlCharactersAreShown() {
        #expect(escaped("a\0b\u{1b}[31m\u{7f}\u{9b}c") == "a\u{fffd}b\u{fffd}[31m\u{fffd}\u{fffd}c")
        #expect(escaped("gnp\u{202e}.3") == "gnp\u{fffd}.3")
        #expect(escaped("a\tb\nc") == "a\tb\nc")
    }

    /// Names of files and folders, which may hold anything, stay text.
    @Test func aTrainingWithHostileNames() throws {
        let name = "<script>alert(1)</script>\"\u{301} onerror=\"alert(1)"
        let pixels = [UInt8](repeating: 255, count: Dataset.pixelCount)
        let dataset = Dataset(pixels: pixels + pixels, labels: [1, 0], names: [name, "7/1.png"])
        let mistakes = dataset.mistakes(logOdds: [-1, -2])
        #expect(mistakes.count == 1)
        let report = TrainingPage(
            title: name, facts: [("data", name)], epochs: [],
            weights: [.init(name: name, weights: [0, 1, -1, .nan], side: 2)],
            confusion: ConfusionMatrix(logOdds: [-1, -2], labels: [1, 0]), mistakes: mistakes,
            trust: Trust(logOdds: [-1, -2], labels: [1, 0], calibration: .tooFewPictures))
        let page = String(decoding: report.bytes, as: UTF8.self)
        #expect(!page.contains("<script") && page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
        #expect(page.contains("onerror=&quot;") && !page.utf8.contains("\"\u{301}".utf8))
        try expectSelfContained(page)
    }

    @Test func mistakesComeSurestFirst() {
        let pixels = [UInt8](repeating: 0, count: 5 * Dataset.pixelCount)
        let dataset = Dataset(pixels: pixels, labels: [1, 1, 0, 0, 0])
        let mistakes = dataset.mistakes(logOdds: [-1, 2, 3, -4, .nan])
        #expect(mistakes.map(\.index) == [2, 0])
        #expect(mistakes.map(\.label) == [0, 1] && mistakes[0].name == nil)
        #expect((mistakes[0].probability - 1 / (1 + exp(-3))).magnitude < 1e-12)
    }

    /// A broken model, whose log-odds are all NaN, says seven to everything.
    @Test func aBrokenModelIsNotFatal() {
        let dataset = Dataset(pixels: [UInt8](repeating: 9, count: 2 * Dataset.pixelCount), labels: [1, 0])
        let mistakes = dataset.mistakes(logOdds: [.nan, .nan])
        #expect(mistakes.map(\.index) == [0])
        #expect(gallery(mistakes).text.contains("p NaN"))
    }

    @Test func theNotebookOnTheCarriedDigits() throws {
        let reproduction = NotebookReproduction(on: try .carriedDigits(), runs: 1)
        let page = String(decoding: NotebookPage(reproduction, data: "a<b").bytes, as: UTF8.self)
        try expectSelfContained(page)
        #expect(page.contains("a&lt;b: 800 training pictures") && page.contains("not comparable"))
        for experiment in NotebookExperiment.all { #expect(page.contains(escaped(experiment.title))) }
        for finding in reproduction.findings { #expect(page.contains(escaped(finding.title))) }
        #expect(page.components(separatedBy: "<svg class=\"chart\"").count == 7)
    }

    /// The contents name every section, and lead to it.
    @Test func contentsLeadToSections() throws {
        let reproduction = NotebookReproduction(on: try .carriedDigits(), runs: 1)
        let report = TrainingPage(
            title: "t", facts: [], epochs: [], weights: [], confusion: ConfusionMatrix(), mistakes: [],
            trust: Trust(logOdds: [], labels: [], calibration: .unavailable))
        for bytes in [NotebookPage(reproduction, data: nil).bytes, report.bytes] {
            let page = String(decoding: bytes, as: UTF8.self)
            let targets = page.matches(of: /<a href="#([a-z0-9-]+)">([^<]+)<\/a>/).map { "\($0.1) \($0.2)" }
            let headings = page.matches(of: /<h2 id="([a-z0-9-]+)">([^<]+)<\/h2>/).map { "\($0.1) \($0.2)" }
            #expect(targets == headings && targets.count >= 4 && Set(targets).count == targets.count)
            #expect(!page.contains("<h2>"))
        }
    }

    /// A point that the runs do not show says which conditions they miss, where it says so.
    @Test func missedConditionsAreNamed() throws {
        let reproduction = NotebookReproduction(on: try .carriedDigits(), runs: 1)
        let page = String(decoding: NotebookPage(reproduction, data: nil).bytes, as: UTF8.self)
        let missed = reproduction.findings.filter { !$0.holds }
        #expect(!missed.isEmpty)
        for finding in missed {
            let conditions = finding.conditions.filter { !$0.isMet }.map { escaped($0.text) }.joined(separator: "; ")
            #expect(page.contains("badge bad\">not shown by these runs; not met: \(conditions)</span>"))
        }
    }

    /// Nothing is fetched and nothing runs.
    private func expectSelfContained(_ page: String) throws {
        for forbidden in ["http:", "https:", "<script", "<link", "@import", "onload", "javascript:"] {
            #expect(!page.lowercased().contains(forbidden), "\(forbidden)")
        }
        for source in page.matches(of: /(?:src|href)="([^"]*)"/) {
            #expect(source.1.hasPrefix("#") || source.1.hasPrefix("data:image/png;base64,iVBORw0KGgo"))
        }
        #expect(!page.lowercased().contains("\"nan") && page.hasSuffix("</html>\n"))
    }
}

struct WeightPictureTests {
    /// The picture is of the log-odds of a three, whichever column a loss trains to mean that.
    @Test(arguments: [Loss.softmax, .crossEntropy]) func showsWhatSpeaksForAThree(loss: Loss) {
        let three = [Float](repeating: 2, count: Dataset.pixelCount)
        let seven = [Float](repeating: -1, count: Dataset.pixelCount)
        let weights = loss.threeColumn == 0 ? three + seven : seven + three
        let model = LinearModel(weights: weights, bias: [0, 0])
        #expect(
            model.evidencePicture(name: "", threeColumn: loss.threeColumn).weights == zip(three, seven).map { $0 - $1 })
        let file = Weights(model, trainedWith: loss, metadata: .init())
        #expect(file.pictures.map(\.weights) == [zip(three, seven).map { $0 - $1 }])
        let rounded = file.quantized().pictures
        for (exact, rounded) in zip(file.pictures, rounded) {
            #expect(zip(exact.weights, rounded.weights).allSatisfy { ($0 - $1).magnitude < 0.01 })
        }
    }
}

struct LearningCurvesTests {
    @Test func fitsTheAxisAndMarksWhatLiesOutside() {
        let curves = LearningCurves(
            title: "t",
            series: [.init(name: "ours", style: .ours, spreads: [Spread([0.5, 0.6]), Spread([0.7, 0.9])])],
            points: .init(name: "printed", values: [0.55, 0.95], inside: [true, false]))
        let text = curves.html.text
        #expect(text.components(separatedBy: "<circle class=\"theirs").count == 4)
        #expect(text.components(separatedBy: "theirs outside").count == 2)
        for mark in ["0.5", "0.6", "0.7", "0.8", "0.9", "1"] { #expect(text.contains(">\(mark)</text>")) }
        #expect(text.components(separatedBy: "<polygon").count == 3)
    }

    /// A run in NaN leaves a gap; nothing of it reaches the drawing.
    @Test(arguments: [[Double.nan, .nan], [1, .nan], [.infinity, 2], []])
    func leavesGaps(values: [Double]) {
        let spreads = values.map { Spread([$0]) }
        let curves = LearningCurves(title: "t", series: [.init(name: "ours", style: .ours, spreads: spreads)])
        let text = curves.html.text.lowercased()
        #expect(!text.contains("nan") && !text.contains("inf"))
    }

    @Test func oneEpochIsInTheMiddle() {
        let curves = LearningCurves(title: "t", series: [.init(name: "ours", style: .ours, middle: [0.5])])
        #expect(!curves.html.text.contains("nan"))
    }
}

struct NumberTests {
    @Test func readsWell() {
        #expect(grouped(0) == "0" && grouped(999) == "999" && grouped(1000) == "1,000")
        #expect(grouped(12_396) == "12,396" && grouped(1_000_000) == "1,000,000")
        #expect(fourDecimals(0.9699) == "0.9699" && fourDecimals(-1129.7258) == "-1129.7")
        #expect(fourDecimals(.nan) == "NaN" && percent(0.98484) == "98.48 %" && short(0.30000004) == "0.3")
    }
}
