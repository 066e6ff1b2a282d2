/// One row of the reproduction: a training, and how it is read.
public struct NotebookExperiment: Sendable {
    public let name: Name
    public let title: String
    public let training: NotebookTraining
    /// The column that the accuracy takes to mean "three"; the notebook's is 0.
    public let readColumn: Int
    public let printed: PrintedFigures?

    /// Identifies an experiment in JSON and in the report.
    public enum Name: String, CaseIterable, Sendable {
        case oneColumn = "mnist-loss"
        case twoColumns = "softmax-loss"
        case twoColumnsSlowly = "softmax-loss-slow"
        case firstCrossEntropy = "first-cross-entropy"
        case firstCrossEntropySlowly = "first-cross-entropy-slow"
        case secondCrossEntropy = "second-cross-entropy"
        case secondCrossEntropySlowly = "second-cross-entropy-slow"
        case rightCrossEntropy = "right-cross-entropy"
        case rightCrossEntropySlowly = "right-cross-entropy-slow"
        case shuffled = "right-cross-entropy-shuffled"
        case shuffledSlowly = "right-cross-entropy-shuffled-slow"
        case smallShuffledSlowly = "right-cross-entropy-small-shuffled-slow"
        case smallFirstCrossEntropy = "first-cross-entropy-small"
        case smallRightCrossEntropy = "right-cross-entropy-small"
        case rightWithoutMinus = "right-cross-entropy-without-minus"
        case shuffledSoftmax = "softmax-loss-shuffled"
    }

    init(
        _ name: Name, _ title: String, _ training: NotebookTraining, readColumn: Int, printed: PrintedFigures? = nil
    ) {
        self.name = name
        self.title = title
        self.training = training
        self.readColumn = readColumn
        self.printed = printed
    }

    /// All rows: the notebook's printed runs, then what it did not print, then what the comparisons need besides.
    public static let all: [NotebookExperiment] = [
        .init(
            .oneColumn, "one column, mnist_loss, lr 1.0", .init(.mnist, learningRate: 1), readColumn: 0,
            printed: .oneColumn),
        .init(
            .twoColumns, "two columns, softmax_loss, lr 1.0", .init(.softmax, learningRate: 1), readColumn: 0,
            printed: .twoColumns),
        .init(
            .twoColumnsSlowly, "two columns, softmax_loss, lr 0.1", .init(.softmax, learningRate: 0.1), readColumn: 0,
            printed: .twoColumnsSlowly),
        .init(
            .firstCrossEntropy, "cross entropy as first written (log of softmax, nll_loss), lr 1.0",
            .init(.logOfSoftmax, learningRate: 1), readColumn: 0),
        .init(
            .firstCrossEntropySlowly, "cross entropy as first written, lr 0.1",
            .init(.logOfSoftmax, learningRate: 0.1), readColumn: 0),
        .init(
            .secondCrossEntropy, "cross entropy as rewritten (mean of log p, no minus), lr 1.0",
            .init(.logOfSoftmaxWithoutMinus, learningRate: 1), readColumn: 0),
        .init(
            .secondCrossEntropySlowly, "cross entropy as rewritten, lr 0.1",
            .init(.logOfSoftmaxWithoutMinus, learningRate: 0.1), readColumn: 0),
        .init(
            .rightCrossEntropy, "cross entropy done right (log-softmax), lr 1.0, read by column 1",
            .init(.logSoftmax, learningRate: 1), readColumn: 1),
        .init(
            .rightCrossEntropySlowly, "cross entropy done right, lr 0.1, read by column 1",
            .init(.logSoftmax, learningRate: 0.1), readColumn: 1),
        .init(
            .shuffled, "cross entropy done right, shuffled, lr 1.0, read by column 1",
            .init(.logSoftmax, learningRate: 1, shuffles: true), readColumn: 1),
        .init(
            .shuffledSlowly, "cross entropy done right, shuffled, lr 0.1, read by column 1",
            .init(.logSoftmax, learningRate: 0.1, shuffles: true), readColumn: 1),
        .init(
            .smallShuffledSlowly, "cross entropy done right, shuffled, lr 0.1, initial std 0.01, read by column 1",
            .init(.logSoftmax, learningRate: 0.1, shuffles: true, initialDeviation: 0.01), readColumn: 1),
        .init(
            .smallFirstCrossEntropy, "cross entropy as first written, lr 1.0, initial std 0.01",
            .init(.logOfSoftmax, learningRate: 1, initialDeviation: 0.01), readColumn: 0),
        .init(
            .smallRightCrossEntropy, "cross entropy done right, lr 1.0, initial std 0.01, read by column 1",
            .init(.logSoftmax, learningRate: 1, initialDeviation: 0.01), readColumn: 1),
        .init(
            .rightWithoutMinus, "log-softmax, but no minus, lr 0.1",
            .init(.logSoftmaxWithoutMinus, learningRate: 0.1), readColumn: 0),
        .init(
            .shuffledSoftmax, "two columns, softmax_loss, shuffled, lr 1.0",
            .init(.softmax, learningRate: 1, shuffles: true), readColumn: 0),
    ]
}
