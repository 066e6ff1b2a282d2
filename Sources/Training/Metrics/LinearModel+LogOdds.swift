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

    /// The log-odds of a three of one picture, computed in float64 from the columns as they were trained.
    ///
    /// - Parameters:
    ///   - picture: (784) bytes.
    ///   - loss: as above.
    public func logOdds(_ picture: ArraySlice<UInt8>, trainedWith loss: Loss) -> Double {
        func output(_ column: Int) -> Double {
            let weights = weights[column * Dataset.pixelCount..<(column + 1) * Dataset.pixelCount]
            return zip(picture, weights).reduce(Double(bias[column])) { $0 + Double($1.0) / 255 * Double($1.1) }
        }
        guard columns == 2 else { return output(0) }
        return output(loss.threeColumn) - output(1 - loss.threeColumn)
    }
}

extension Weights {
    /// Whether log-odds are what was expected, but for the rounding of a float32 sum. A number that is none agrees with
    /// nothing.
    public static func agree(_ logOdds: Double, _ expected: Double) -> Bool {
        (logOdds - expected).magnitude <= 1e-4 * (1 + expected.magnitude)
    }

    /// For how many pictures the log-odds of these weights differ from those of the model they were made of.
    public func disagreements(with model: LinearModel, trainedWith loss: Loss, on dataset: Dataset) -> Int {
        (0..<dataset.count).count { index in
            let picture = dataset.picture(index)
            return !Weights.agree(logOdds(picture), model.logOdds(picture, trainedWith: loss))
        }
    }
}
