import Figures
import Foundation
import Imaging
import Testing
import Training
@testable import Notebook
import WeightsFile

@testable import Pages

/// Curves, tables and pictures show the figures that they are given, where they belong.
struct DrawingTests {
    /// 0...1 is drawn over 184 units up from 194, the epochs over 324 units from 42.
    @Test func aCurveGoesThroughItsValues() {
        let curves = LearningCurves(
            title: "t", series: [.init(name: "a", style: .ours, middle: [0, 0.5, 1])],
            points: .init(name: "p", values: [1, 0, 0.25], inside: [true, true, true]), range: 0...1)
        let text = curves.html.text
        #expect(text.contains("<path class=\"ours\" d=\"M42 194L204 102L366 10\"/>"))
        #expect(text.contains("cx=\"42\" cy=\"10\"") && text.contains("cx=\"204\" cy=\"194\""))
        #expect(text.contains("cx=\"366\" cy=\"148\""))
        for (value, y) in [("0", "198"), ("1", "14")] {
            #expect(text.contains("y=\"\(y)\" text-anchor=\"end\">\(value)<"))
        }
        for (epoch, x) in [("1", "42"), ("2", "204"), ("3", "366")] {
            #expect(text.contains("<text x=\"\(x)\" y=\"210\" text-anchor=\"middle\">\(epoch)</text>"))
        }
    }

    /// A band goes along its upper ends and back along its lower ones.
    @Test func aBandHoldsItsRange() {
        let series = LearningCurves.Series(
            name: "a", style: .other, middle: [0.5, 0.5], bands: [[0.25...0.75, 0...1]])
        let text = LearningCurves(title: "t", series: [series], range: 0...1).html.text
        #expect(text.contains("<polygon class=\"band other\" points=\"42,56 366,10 366,194 42,148\"/>"))
    }

    /// Where values lie outside the range that was asked for, the axis goes on.
    @Test func theAxisReachesEveryValue() {
        let series = LearningCurves.Series(name: "a", style: .ours, middle: [0.5, 0.5], bands: [[0.1...1, 0.5...0.5]])
        let text = LearningCurves(title: "t", series: [series], range: 0.4...1).html.text
        #expect(text.contains("points=\"42,10 366,"))
        for polygon in text.matches(of: /points="([^"]*)"/) {
            for point in polygon.1.split(separator: " ") {
                let height = Double(point.split(separator: ",")[1]) ?? .nan
                #expect((10...194).contains(height), "\(point)")
            }
        }
    }

    @Test func everyCellOfTheConfusionTable() throws {
        var matrix = ConfusionMatrix()
        for (label, isThree, count) in [(1, true, 11), (1, false, 2), (0, true, 3), (0, false, 24)]
            as [(UInt8, Bool, Int)]
        {
            for _ in 0..<count { matrix.add(label: label, isFirst: isThree) }
        }
        let text = confusionTable(matrix).text
        #expect(text.contains("<th>is 3</th><td class=\"right\">11</td><td>2</td>"))
        #expect(text.contains("<th>is 7</th><td>3</td><td class=\"right\">24</td>"))
        #expect(text.contains("5 wrong of 40: 87.50 % right, with\n95 % confidence 73.89 % to 94.54 %"))
        let own = confusionTable(matrix, try ClassNames("a&b", "<i>")).text
        #expect(own.contains("<th>is a&amp;b</th>") && own.contains("<th>said &lt;i&gt;</th>"))
    }

    /// Of mistakes that are equally sure the first comes first, and a page shows 120.
    @Test func theGallery() {
        let count = 130
        let pixels = [UInt8](repeating: 0, count: count * Dataset.pixelCount)
        let labels = (0..<count).map { UInt8($0 % 2) }
        let mistakes = Dataset(pixels: pixels, labels: labels).mistakes(logOdds: labels.map { $0 == 1 ? -1 : 1 })
        #expect(mistakes.map(\.index) == Array(0..<count))
        let text = gallery(mistakes).text
        #expect(text.components(separatedBy: "<li class=\"digit\"").count == 121 && text.contains("and 10 more"))
        #expect(text.contains("7, said 3") && text.contains("p 0.731"))
        let one = gallery(Array(mistakes[1...1])).text
        #expect(one.contains("no. 2") && one.contains("3, said 7") && !one.contains("more"))
        #expect(gallery([]).text.contains("Not one picture"))
    }

    /// Digits are dark on white. Weights are blue (grey 125) above 0 and orange (grey 126) below, clear at 0.
    @Test func picturesAreOfTheRightColours() throws {
        func pixels(_ picture: EmbeddedPicture) throws -> [UInt8] {
            let match = try #require(picture.html("").text.firstMatch(of: /base64,([^"]*)"/))
            let bytes = try #require(Data(base64Encoded: String(match.1)))
            return try GrayImage(png: [UInt8](bytes), file: "").pixels
        }
        let digit = (0..<784).map { UInt8($0 % 256) }
        #expect(try pixels(EmbeddedPicture(digit: digit)) == digit.map { 255 - $0 })
        let weights = try pixels(EmbeddedPicture(weights: [2, -2, 0, .nan], side: 2, largest: 2))
        #expect(weights == [125, 126, 255, 255])
        let half = try pixels(EmbeddedPicture(weights: [1, -1, 4, 0], side: 2, largest: 2))
        #expect((188...192).contains(half[0]) && (188...192).contains(half[1]) && half[2...] == [125, 255])
    }
}

/// The pages show the curves of what they say.
struct CurvesOfReportsTests {
    @Test func aTrainingShowsBothAccuracies() throws {
        var recipe = Recipe()
        recipe.epochs = 3
        let run = try TrainingRun(recipe, on: .carriedDigits())
        let report = TrainingPage(
            title: "t", facts: [], epochs: run.epochs, weights: [], confusion: ConfusionMatrix(), mistakes: [],
            trust: Trust(logOdds: [], labels: [], calibration: .unavailable))
        let page = String(decoding: report.bytes, as: UTF8.self)
        let accuracy = LearningCurves(
            title: "Accuracy by epoch",
            series: [
                .init(name: "training", style: .ours, middle: run.epochs.map(\.training.accuracy)),
                .init(name: "validation", style: .other, middle: run.epochs.map(\.validation.accuracy)),
            ])
        let loss = LearningCurves(
            title: "Loss by epoch",
            series: [
                .init(name: "mean loss of the batches", style: .ours, middle: run.epochs.map { Double($0.loss) })
            ])
        #expect(page.contains(accuracy.html.text) && page.contains(loss.html.text))
    }

    private static let notebook = Result {
        let reproduction = NotebookReproduction(on: try .carriedDigits(), runs: 2)
        return (reproduction, String(decoding: NotebookPage(reproduction, data: nil).bytes, as: UTF8.self))
    }

    private func text(_ spread: Spread) -> String {
        [spread.minimum, spread.median, spread.maximum].map(fourDecimals).joined(separator: "\u{2002}")
    }

    @Test func everyExperimentHasItsLastEpoch() throws {
        let (reproduction, page) = try Self.notebook.get()
        for result in reproduction.results {
            let last = try #require(result.epochs.last)
            #expect(
                page.contains(
                    "<th>\(escaped(result.experiment.title))</th><td data-label=\"training\">\(text(last.training))</td>"
                ))
            #expect(page.contains("<td data-label=\"valid/\">\(text(last.validation))</td>"))
            guard let printed = result.experiment.printed else { continue }
            for (index, (epoch, value)) in zip(result.epochs, printed.accuracies).enumerated() {
                let spread = epoch.training
                let cells = [value, spread.minimum, spread.median, spread.maximum].map(fourDecimals)
                #expect(page.contains("<tr><td>\(index + 1)</td><td>\(cells.joined(separator: "</td><td>"))</td>"))
            }
        }
    }

    @Test func theFirstCrossEntropyIsReadByBothColumns() throws {
        let (reproduction, page) = try Self.notebook.get()
        func spreads(_ name: NotebookExperiment.Name, _ column: Int) -> [Spread] {
            reproduction[name].epochs(readColumn: column).map(\.training)
        }
        let columns = LearningCurves(
            title: "The same runs read by column 0 and by column 1",
            series: [
                .init(name: "read by column 1", style: .other, spreads: spreads(.firstCrossEntropySlowly, 1)),
                .init(
                    name: "read by column 0, as the notebook does", style: .ours,
                    spreads: spreads(.firstCrossEntropySlowly, 0)),
            ], range: 0...1)
        let standstill = LearningCurves(
            title: "log(softmax) against log-softmax at learning rate 1.0",
            series: [
                .init(name: "log-softmax, column 1", style: .other, spreads: spreads(.rightCrossEntropy, 1)),
                .init(name: "log(softmax), column 0", style: .ours, spreads: spreads(.firstCrossEntropy, 0)),
            ], range: 0.4...1)
        #expect(page.contains(columns.html.text) && page.contains(standstill.html.text))
    }

    /// The pictures of weights are of the log-odds of a three, and the mistakes those of the last model.
    @Test func whatTheModelsLearned() throws {
        let (reproduction, page) = try Self.notebook.get()
        func columns(_ model: LinearModel) -> [[Float]] {
            (0..<model.columns).map { Array(model.weights[$0 * 784..<($0 + 1) * 784]) }
        }
        for (name, three) in [(NotebookExperiment.Name.twoColumns, 0), (.shuffled, 1), (.smallShuffledSlowly, 1)] {
            let columns = columns(try #require(reproduction[name].medianRun).model)
            let weights = zip(columns[three], columns[1 - three]).map { $0 - $1 }
            let largest = weights.map(\.magnitude).max() ?? 0
            let picture = EmbeddedPicture(weights: weights, side: 28, largest: largest).html("").text
            let source = try #require(picture.firstMatch(of: /src="[^"]*"/))
            #expect(page.contains(String(source.0)), "\(name)")
        }
        let model = try #require(reproduction[.smallShuffledSlowly].medianRun).model
        let validation = reproduction.split.validation
        let outputs = model.outputs(for: validation)
        let logOdds = (0..<validation.count).map { outputs[2 * $0 + 1] - outputs[2 * $0] }
        #expect(page.contains(confusionTable(ConfusionMatrix(logOdds: logOdds, labels: validation.labels)).text))
        #expect(page.contains(gallery(validation.mistakes(logOdds: logOdds.map(Double.init))).text))
    }
}
