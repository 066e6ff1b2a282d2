// The library's own sigmoid, the very file, for every float32 that it can be asked for.

import Foundation
import Testing

/// What one part of the floats showed.
private struct Finding {
    var largestError = 0.0
    var worst: Float = 0
    /// Neighbours of which the larger got the smaller result.
    var reversals = 0
    var outOfRange = 0
}

/// The logistic function of a value that is not negative, to more digits than a float has.
private func exact(_ x: Double) -> Double {
    // Nine in ten of the floats are so small that the series' next term, x^3 / 48, is below 2^-41.
    x < 0x1p-12 ? 0.5 + x / 4 : 1 / (1 + exp(-x))
}

/// Tries every float from the one with these bits on.
///
/// The error is in units of the last place of the results, 2^-24: they lie between 0.5 and 1.
private func tryAll(_ bits: Range<UInt32>) -> Finding {
    var finding = Finding()
    var last = sigmoid(Float(bitPattern: bits.lowerBound == 0 ? 0 : bits.lowerBound - 1))
    for pattern in bits {
        let x = Float(bitPattern: pattern)
        let result = sigmoid(x)
        if result < last { finding.reversals += 1 }
        if !(result >= 0.5 && result <= 1) { finding.outOfRange += 1 }
        last = result
        let error = (Double(result) - exact(Double(x))).magnitude * 0x1p24
        if error > finding.largestError {
            finding.largestError = error
            finding.worst = x
        }
    }
    return finding
}

@Suite struct SigmoidTests {
    @Test func isExactWhereItMustBe() {
        #expect(sigmoid(0) == 0.5)
        #expect(sigmoid(17.5) == 1)
        #expect(sigmoid(.greatestFiniteMagnitude) == 1)
    }

    /// All 2,139,095,040 floats from 0 to the largest: monotonic, in range, and closer than 1.77 units in the last place.
    @Test func everyFloat() async {
        // Above 18 the result is a constant, which needs no comparison with exp: only the 1.1 thousand million below.
        let interesting = Float(18).bitPattern + 2
        let parts = 64 as UInt32
        let findings = await withTaskGroup(of: Finding.self) { group in
            for part in 0..<parts {
                let start = UInt32(UInt64(interesting) * UInt64(part) / UInt64(parts))
                let end = UInt32(UInt64(interesting) * UInt64(part + 1) / UInt64(parts))
                group.addTask { tryAll(start..<end) }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(findings.map(\.reversals).reduce(0, +) == 0)
        #expect(findings.map(\.outOfRange).reduce(0, +) == 0)
        let worst = findings.max { $0.largestError < $1.largestError }!
        #expect(worst.largestError < 1.77, "at \(worst.worst)")
        var constant = true
        for bits in interesting...Float.greatestFiniteMagnitude.bitPattern where sigmoid(Float(bitPattern: bits)) != 1 {
            constant = false
        }
        #expect(constant)
    }
}
