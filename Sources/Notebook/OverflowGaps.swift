import Training

/// From which distance between its two outputs on a picture breaks a training with log(softmax) in float32.
///
/// Each gap is found by trying, to 0.01, on `NotebookLoss.logOfSoftmax` itself.
public struct OverflowGaps: Equatable, Sendable {
    /// softmax gives exactly 0 for the smaller output: exp(-gap) is below half of the smallest float, 2^-150.
    public let probabilityIsZero: Double
    /// The gradient is NaN although the picture is classified rightly: 0 / 0 at the column that is not the label's.
    public let rightPictureBreaks: Double
    /// The gradient is infinite or NaN for a picture that is classified wrongly: (1/n) / p overflows while p is above 0.
    public let wrongPictureBreaks: Double

    /// - Parameter batchCount: n, the pictures of a batch.
    public init(batchCount: Int = NotebookTraining.batchSize) {
        func first(_ happens: (Float) -> Bool) -> Double {
            (0...20_000).lazy.map { Double($0) / 100 }.first { happens(Float($0)) } ?? .infinity
        }
        func breaks(_ o0: Float, _ o1: Float) -> Bool {
            let (_, d0, d1) = NotebookLoss.logOfSoftmax.evaluate(o0, o1, label: 1, batchCount: batchCount)
            return !d0.isFinite || !d1.isFinite
        }
        probabilityIsZero = first { softmaxProbabilities($0, 0).1 == 0 }
        rightPictureBreaks = first { breaks(0, $0) }
        wrongPictureBreaks = first { breaks($0, 0) }
    }
}
