import WeightsFile

extension LinearModel {
    /// The log-odds of a three of one picture, computed in float64 from the columns as they were trained.
    ///
    /// - Parameters:
    ///   - picture: (784) bytes.
    ///   - loss: the loss the model was trained with. Of two columns it says which means "three".
    public func logOdds(_ picture: ArraySlice<UInt8>, trainedWith loss: Loss) -> Double {
        func output(_ column: Int) -> Double {
            let weights = parameters[column * Dataset.pixelCount..<(column + 1) * Dataset.pixelCount]
            let bias = parameters[columns * Dataset.pixelCount + column]
            return zip(picture, weights).reduce(Double(bias)) { $0 + Double($1.0) / 255 * Double($1.1) }
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
