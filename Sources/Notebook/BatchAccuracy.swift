import Training

/// The notebook's `validate_epoch`: the mean over batches of 256 of the share of pictures for which
/// `(probability > 0.5) == label`.
///
/// The last batch is shorter but counts as much, so this is not quite the share of all pictures. A NaN is not above 0.5:
/// it counts as a seven. So does an output of 1e-8, whose sigmoid is exactly 0.5 in float32: the probabilities are
/// computed, as the notebook does, and not decided by the outputs' signs.
///
/// - Parameters:
///   - outputs: (count, columns) row-major.
///   - labels: (count), 1 for a three, 0 for a seven.
/// - Returns: (columns): the accuracy when that column is taken to mean "three".
func batchAccuracies(_ outputs: [Float], columns: Int, labels: [UInt8]) -> [Double] {
    let starts = Array(stride(from: 0, to: labels.count, by: NotebookTraining.batchSize))
    return (0..<columns).map { column in
        let sum = starts.reduce(0.0) { sum, start in
            let batch = start..<min(start + NotebookTraining.batchSize, labels.count)
            let right = batch.count { index in
                let output = outputs[columns * index + column]
                let probability =
                    columns == 2
                    ? softmaxProbabilities(output, outputs[2 * index + 1 - column]).0 : logistic(output)
                return (probability > 0.5) == (labels[index] == 1)
            }
            return sum + Double(right) / Double(batch.count)
        }
        return sum / Double(max(starts.count, 1))
    }
}
