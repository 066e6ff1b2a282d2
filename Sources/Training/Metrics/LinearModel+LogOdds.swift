extension LinearModel {
    /// The log-odds of a three for each picture: the output of one column, or the difference of two.
    ///
    /// - Parameter loss: the loss the model was trained with; it says which column means "three".
    /// - Returns: (count).
    public func logOdds(for dataset: Dataset, trainedWith loss: Loss) -> [Float] {
        let outputs = outputs(for: dataset)
        guard columns == 2 else { return outputs }
        return (0..<dataset.count).map {
            outputs[2 * $0 + loss.threeColumn] - outputs[2 * $0 + 1 - loss.threeColumn]
        }
    }
}
