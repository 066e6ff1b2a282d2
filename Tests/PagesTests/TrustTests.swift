import Foundation
import Testing
import Training

@testable import Pages

struct TrustTests {
    /// Four answers with a probability of 0.78, two of them right, and one of 0.96 that is right.
    private static let sure = Float(log(39.0 / 11)), surer = Float(log(24.0))
    private static let logOdds = [sure, sure, -sure, -sure, surer]
    private static let labels: [UInt8] = [1, 0, 0, 1, 1]

    private func html(_ calibration: Calibration) -> String {
        Trust(logOdds: Self.logOdds, labels: Self.labels, calibration: calibration).html.text
    }

    /// 4/5 |0.5 - 0.78| + 1/5 |1 - 0.96| = 0.224 + 0.008.
    @Test func theExpectedCalibrationErrorIsThatOnPaper() {
        let reliability = Reliability(logOdds: Self.logOdds, labels: Self.labels)
        #expect((reliability.expectedCalibrationError - 0.232).magnitude < 1e-6)
        #expect(reliability.bins.map(\.count) == [0, 0, 0, 0, 0, 4, 0, 0, 0, 1])
        let text = html(.tooFewPictures)
        #expect(text.contains("Expected calibration error: 23.20 %") && text.contains("with 10 bins of equal width"))
        #expect(text.contains("<th>0.75 to 0.8</th><td>4</td><td>0.7800</td><td>0.5000</td>"))
        #expect(text.contains("<th>0.95 to 1</th><td>1</td><td>0.9600</td><td>1.0000</td>"))
        #expect(text.components(separatedBy: "<tr>").count == 4)
    }

    /// 0.5...1 is drawn over 324 units from 42, 0...1 over 184 units up from 210.
    @Test func binsAreDrawnWhereTheyBelong() {
        let text = html(.tooFewPictures)
        #expect(text.contains("<circle class=\"ours\" cx=\"223.44\" cy=\"118\""))
        #expect(text.contains("<circle class=\"ours\" cx=\"340.08\" cy=\"26\""))
        #expect(text.contains("d=\"M204.648 210V118H235.752V210Z\""))
        #expect(text.contains("d=\"M334.248 210V26H365.352V210Z\""))
        #expect(text.contains("x=\"220.2\" y=\"14\" text-anchor=\"middle\">4</text>"))
        #expect(text.contains("x=\"349.8\" y=\"14\" text-anchor=\"middle\">1</text>"))
        // Two bins with pictures, one circle in the legend.
        #expect(text.components(separatedBy: "<path class=\"band").count == 3)
        #expect(text.components(separatedBy: "<circle").count == 4)
    }

    /// Wilson's interval of 2 of 4, of 1 of 1 and of none.
    @Test func fewPicturesReachFar() {
        let bins = Reliability(logOdds: Self.logOdds, labels: Self.labels).bins
        #expect((bins[5].accuracyInterval.lowerBound - 0.1500).magnitude < 1e-4)
        #expect((bins[5].accuracyInterval.upperBound - 0.8500).magnitude < 1e-4)
        #expect((bins[9].accuracyInterval.lowerBound - 0.2065).magnitude < 1e-4)
        #expect(bins[9].accuracyInterval.upperBound == 1 && bins[0].accuracyInterval == 0...1)
    }

    @Test func saysWhatTheTemperatureWasFittedOn() {
        // sigmoid(3 / T) is 0.75, the share of right answers, at T = 3 / ln 3.
        let fit = Calibration.Fit(logOdds: [3, 3, 3, -3], labels: [1, 1, 0, 0])
        #expect((fit.temperature - 3 / Float(log(3.0))).magnitude < 1e-3 && fit.pictures == 4 && fit.errors == 1)
        let text = html(.fitted(fit))
        #expect(text.contains("Temperature: 2.73") && text.contains("on 4 held-out training pictures"))
        #expect(text.contains("got 1 of them wrong") && !text.contains("Not calibrated"))
        // Undivided, 0.78 is sigmoid(2.73 * 1.2657) = 0.9694 and 0.96 is sigmoid(2.73 * 3.178) = 0.9998: both in the last
        // bin, where 3 of 5 are right, so |0.6 - (4 * 0.9694 + 0.9998) / 5| = 0.3755.
        #expect(text.contains("here is 37.55 %"))
    }

    @Test func saysWhyThereIsNoTemperature() {
        #expect(html(.tooFewPictures).contains("fewer than 6,000 training pictures"))
        #expect(html(.declined).contains("Not calibrated, as asked"))
        #expect(html(.untrained).contains("Nothing was trained"))
        #expect(html(.unavailable).contains("for networks only"))
        for reason in [Calibration.tooFewPictures, .declined, .untrained, .unavailable] {
            #expect(!html(reason).contains("Temperature:"))
        }
    }

    /// Without pictures there are no figures to show: the page says so, and draws no empty card.
    @Test func withoutPictures() {
        let text = Trust(logOdds: [], labels: [], calibration: .declined).html.text
        #expect(text.contains("There are no validation pictures") && !text.contains("In figures"))
    }

    @Test func warnsOfFewErrors() {
        // One of five is a fifth.
        #expect(html(.declined).contains("rests on 2 wrong answers among 5.") && html(.declined).contains("20.00 %"))
        let one = Trust(logOdds: [1, 1], labels: [1, 0], calibration: .declined).html.text
        #expect(one.contains("rests on 1 wrong answer among 2."))
    }

    /// Certainty, log-odds that are no number, and no pictures at all.
    @Test(arguments: [[Float.infinity, -.infinity, .nan], [0, -0, .greatestFiniteMagnitude], []])
    func nothingOddReachesThePage(logOdds: [Float]) {
        let fit = Calibration.Fit(logOdds: [1], labels: [1])
        let labels = [UInt8](repeating: 1, count: logOdds.count)
        let text = Trust(logOdds: logOdds, labels: labels, calibration: .fitted(fit)).html.text.lowercased()
        #expect(!text.contains("nan") && !text.contains("inf"))
    }
}

/// What a page says of others, on figures that can be checked on paper.
struct NeitherTests {
    private static func dataset(_ count: Int) -> Dataset {
        Dataset(pixels: [UInt8](repeating: 9, count: 784 * count), labels: [UInt8](repeating: 1, count: count))
    }

    @Test func figuresAndBothKindsOfMistakes() throws {
        let neither = Neither(
            digits: Self.dataset(4), others: Self.dataset(3), knownOfDigits: [0.9, 0.4, 0.8, 0.7],
            knownOfOthers: [0.1, 0.6, 0.2])
        let text = try #require(neither.html).text
        #expect(text.contains("of 2 of 3 other pictures") && text.contains("of 1 of 4 pictures of the two classes"))
        // 11 of the 12 pairs are right way round.
        #expect(text.contains("characteristics is 0.9167"))
        let galleries = text.components(separatedBy: "<ul class=\"gallery\">")
        #expect(galleries.count == 3)
        #expect(galleries[1].contains("no. 2") && galleries[1].contains("known 0.600"))
        #expect(galleries[2].contains("no. 2") && galleries[2].contains("known 0.400"))
        // No digit lost: the threshold is 0.4, which one of three others reaches, 184 / 3 above 196.
        #expect(text.contains("d=\"M42 134.667H48.48V134.667H"))
        #expect(text.contains("<tr><th>0.5 %</th><td>33.33 %</td></tr>"))
        #expect(Neither(digits: Self.dataset(1), others: .none, knownOfDigits: [1], knownOfOthers: []).html == nil)
    }
}
