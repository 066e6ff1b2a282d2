/// What the notebook printed under a cell: one run from a seed nobody noted.
public struct PrintedFigures: Equatable, Sendable {
    /// (10): `validate_epoch`, rounded to four decimals.
    public let accuracies: [Double]
    /// (10): the mean loss of the epoch's batches; nil where the cell prints none.
    public let losses: [Double]?

    /// Under "use mnist_loss and one column of activations".
    static let oneColumn = PrintedFigures(
        accuracies: [0.6541, 0.8476, 0.9062, 0.9316, 0.9447, 0.9539, 0.9588, 0.9616, 0.9638, 0.966], losses: nil)

    /// Under "use cross_entropy_loss and two columns of activations", whose code calls softmax_loss.
    static let twoColumns = PrintedFigures(
        accuracies: [0.8408, 0.9014, 0.9273, 0.9442, 0.953, 0.9581, 0.963, 0.9664, 0.9684, 0.9699], losses: nil)

    /// The last cell.
    static let twoColumnsSlowly = PrintedFigures(
        accuracies: [0.5184, 0.564, 0.6142, 0.6817, 0.7528, 0.812, 0.8474, 0.8743, 0.8896, 0.9016],
        losses: [0.5159, 0.4597, 0.4149, 0.3543, 0.2811, 0.2122, 0.1665, 0.1383, 0.1195, 0.1066])
}
