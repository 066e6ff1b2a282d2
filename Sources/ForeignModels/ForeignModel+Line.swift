import WeightsFile

extension ForeignModel {
    private static let pixels = 784

    /// A line of one or two columns: the tensors of weights and biases in whatever shape, or an array whose last row or
    /// column is the bias.
    static func line(of tensors: [Tensor]) -> Weights.Layer? {
        switch tensors.count {
        case 1:
            guard let columns = columns(of: tensors[0], rows: pixels + 1) else { return nil }
            return line(weights: columns.flatMap { $0.dropLast() }, biases: columns.compactMap(\.last))
        case 2:
            let (bias, weights) =
                tensors[0].values.count < tensors[1].values.count
                ? (tensors[0], tensors[1]) : (tensors[1], tensors[0])
            guard let columns = columns(of: weights, rows: pixels), columns.count == bias.values.count else {
                return nil
            }
            return line(weights: columns.flatMap { $0 }, biases: bias.values)
        default: return nil
        }
    }

    /// One or two columns, which may be the tensor's rows: PyTorch's Linear has (columns, 784), x W has (784, columns).
    private static func columns(of tensor: Tensor, rows: Int) -> [[Float]]? {
        let values = tensor.values
        switch tensor.shape {
        case [rows], [rows, 1], [1, rows]: return [values]
        case [2, rows]: return [Array(values[..<rows]), Array(values[rows...])]
        case [rows, 2]:
            let rows = tensor.transposed([1, 0])
            return [Array(rows[..<(rows.count / 2)]), Array(rows[(rows.count / 2)...])]
        default: return nil
        }
    }

    private static func line(weights: [Float], biases: [Float]) -> Weights.Layer {
        Weights.Layer(
            height: 28, width: 28, channels: 1, outputs: biases.count,
            tensors: .float32(weights: weights, biases: biases))
    }
}
