import Foundation
import Testing
import Training

struct CalibrationTests {
    /// Labels drawn with the probability that log-odds of z / 2.5 state: the temperature to find is 2.5.
    @Test func findsTheTemperature() {
        var random = RandomSource(seed: 9)
        let logOdds = (0..<20_000).map { _ in Float(6 * random.normal()) }
        let labels = logOdds.map { z -> UInt8 in random.uniform() < 1 / (1 + exp(-Double(z) / 2.5)) ? 1 : 0 }
        let temperature = Temperature.fit(logOdds: logOdds, labels: labels)
        #expect((temperature - 2.5).magnitude < 0.1)
        let before = Reliability(logOdds: logOdds, labels: labels)
        let after = Reliability(logOdds: logOdds.map { $0 / temperature }, labels: labels)
        #expect(after.expectedCalibrationError < 0.02 && before.expectedCalibrationError > 0.08)
        #expect(after.crossEntropy < before.crossEntropy)
        #expect(after.bins.count == 10 && after.bins.reduce(0) { $0 + $1.count } == 20_000)
    }

    @Test func neverSharpens() {
        #expect(Temperature.fit(logOdds: [3, -2], labels: [1, 0]) == 1)
        #expect(Temperature.fit(logOdds: [], labels: []) == 1)
        // All wrong: as flat as it gets.
        #expect((Temperature.fit(logOdds: [3, -2], labels: [0, 1]) - 8).magnitude < 1e-3)
    }

    /// Five of a thousand may be lost; the sixth lowest is the first that must stay.
    @Test(arguments: [(1000, 5), (1200, 6), (1199, 5), (200, 1), (199, 0), (1, 0)])
    func theKnownThresholdKeeps(count: Int, lost: Int) {
        var random = RandomSource(seed: 10)
        let logOdds = (0..<count).map { Float($0) - 3 }.shuffled(using: &random)
        #expect(KnownThreshold.fit(logOdds: logOdds) == Float(lost) - 3)
    }

    /// Few may lower the threshold, but not raise it.
    @Test func fewPicturesRaiseNoThreshold() {
        #expect(KnownThreshold.fit(logOdds: (0..<99).map { Float($0) + 5 }) == 0)
        #expect(KnownThreshold.fit(logOdds: (0..<99).map { Float($0) - 5 }) == -5)
        #expect(KnownThreshold.fit(logOdds: (0..<100).map { Float($0) + 5 }) == 5)
    }

    @Test func noPicturesLeaveTheKnownThreshold() { #expect(KnownThreshold.fit(logOdds: []) == 0) }

    @Test func reliabilityOfFewAndOddValues() {
        let empty = Reliability(logOdds: [], labels: [])
        #expect(empty.expectedCalibrationError == 0 && empty.crossEntropy == 0)
        // Certain and right, certain and wrong, not a number.
        let odd = Reliability(logOdds: [.infinity, -.infinity, .nan], labels: [1, 1, 0])
        #expect(odd.bins[9].count == 2 && odd.bins[9].accuracy == 0.5 && odd.bins[0].count == 1)
        let half = Reliability(logOdds: [0, 0, 0, 0], labels: [0, 0, 1, 1])
        #expect(half.expectedCalibrationError == 0)
    }
}
