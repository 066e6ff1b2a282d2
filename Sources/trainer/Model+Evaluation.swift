import WeightsFile
import Inference
import Training

extension Model {
    /// (count) of a three, as libmnist37 answers; NaN where it refuses a picture.
    func logOdds(on dataset: Dataset) -> [Float] {
        (0..<dataset.count).map { predict(dataset.picture($0))?.logit ?? .nan }
    }

    /// For how many pictures libmnist37's answer differs from that of the weights computed in float64, by more than the
    /// rounding of a float32 sum.
    func disagreements(with weights: Weights, on dataset: Dataset) -> Int {
        (0..<dataset.count).count { index in
            let picture = dataset.picture(index)
            let expected = weights.logOdds(picture)
            guard let prediction = predict(picture) else { return true }
            return !Weights.agree(Double(prediction.logit), expected)
        }
    }
}
