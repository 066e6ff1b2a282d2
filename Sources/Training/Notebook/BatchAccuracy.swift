/// The notebook's `validate_epoch`: the mean over batches of 256 of the share of pictures for which
/// `(probability > 0.5) == label`.
///
/// The last batch is shorter but counts as much, so this is not quite the share of all pictures. A NaN is not above 0.5:
/// it counts as a seven.
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
                // A probability is above 0.5 exactly when its output is above the other's, or above 0 if there is none.
                let other = columns == 2 ? outputs[2 * index + 1 - column] : 0
                return (outputs[columns * index + column] > other) == (labels[index] == 1)
            }
            return sum + Double(right) / Double(batch.count)
        }
        return sum / Double(max(starts.count, 1))
    }
}
