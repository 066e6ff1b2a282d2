import Foundation
import MNIST37
import Training
import WeightsFile

extension Model {
    /// (count) what libmnist37 answers; nil where it refuses a picture.
    func predictions(on dataset: Dataset) -> [Prediction?] {
        (0..<dataset.count).map { try? predict(dataset.picture($0).span) }
    }

    /// How well it tells others, where it does and there are some to measure on.
    func knownSummary(_ predictions: [Prediction?], others: Dataset) -> KnownSummary? {
        guard info.outputs == 2 else { return nil }
        return KnownSummary(digits: predictions.known, others: self.predictions(on: others).known)
    }
}

extension [Prediction?] {
    /// (count) of either class at all; 0 where libmnist37 refused a picture.
    var known: [Float] { map { $0?.known ?? 0 } }

    /// (count) of the first class; NaN where libmnist37 refused a picture.
    var logOdds: [Float] { map { $0?.logit ?? .nan } }

    /// For how many pictures an answer differs from that of the weights computed in float64, by more than the rounding of a
    /// float32 sum.
    func disagreements(with weights: Weights, on dataset: Dataset) -> Int {
        enumerated().count { index, prediction in
            guard let prediction else { return true }
            let expected = weights.outputs(dataset.picture(index))
            let known = expected.dropFirst().first.map { 1 / (1 + exp(-$0)) } ?? 1
            return !Weights.agree(Double(prediction.logit), expected.first ?? .nan)
                || !Weights.agree(Double(prediction.known), known)
        }
    }
}
