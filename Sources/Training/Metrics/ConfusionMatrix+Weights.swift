import WeightsFile

extension ConfusionMatrix {
    /// How often the answers of weights are right, computed from their numbers.
    public init(_ weights: Weights, on dataset: Dataset) {
        self.init()
        for (index, label) in dataset.labels.enumerated() {
            add(label: label, isFirst: weights.logOdds(dataset.picture(index)) > 0)
        }
    }
}
