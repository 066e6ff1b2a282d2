extension NotebookReproduction {
    /// Why cross entropy "did not work", in short; `findings` holds the proof.
    public static let answer = """
        The cross entropy of the notebook was learning, but its accuracy asked the wrong column. softmax_loss lowers the \
        probability of the label's own column, so column 0 comes to mean "three", which is what batch_accuracy asks. \
        Cross entropy has the right sign, so column 1 means "three" and batch_accuracy shows one minus the accuracy. At \
        lr 1.0 a second fault comes first: log(softmax) in float32 divides 0 by 0 in its backward pass, every weight \
        becomes NaN, and the accuracy stands still. log-softmax, read by column 1, has neither.
        """

    /// Whether the pictures are those of fastai's MNIST_SAMPLE in the notebook's order: only then do its printed figures
    /// compare.
    public var isComparable: Bool {
        split.training.fingerprint == 0x33d1_195a_b6cc_b202 && split.validation.fingerprint == 0xc9ed_a7e7_7ae4_35a2
    }
}

extension NotebookReproduction {
    /// A sentence for each printed figure that none of our runs reaches, and how far it is from them.
    public var exceptions: [String] {
        results.flatMap { result -> [String] in
            func sentences(_ name: String, _ printed: [Double]?, _ inside: [Bool]?, _ spreads: [Spread]) -> [String] {
                zip(printed ?? [], zip(inside ?? [], spreads)).enumerated().compactMap { epoch, figure in
                    let (value, (isInside, spread)) = figure
                    guard !isInside else { return nil }
                    let distance = value > spread.maximum ? value - spread.maximum : spread.minimum - value
                    let side = value > spread.maximum ? "above" : "below"
                    return """
                        \(result.experiment.title), epoch \(epoch + 1): the printed \(name) \(value) is \(side) all \
                        \(result.runs.count) runs, by \((distance * 10_000).rounded() / 10_000).
                        """
                }
            }
            let epochs = result.epochs
            return sentences(
                "accuracy", result.experiment.printed?.accuracies, result.printedAccuraciesInside,
                epochs.map(\.training))
                + sentences("loss", result.experiment.printed?.losses, result.printedLossesInside, epochs.map(\.loss))
        }
    }

    /// Why there are exceptions even on the notebook's own pictures.
    public static let exceptionsExplained = """
        The notebook printed one run, from a seed nobody noted, and so few seeds need not reach as far: of the seeds 1 to \
        500 some do, and every printed figure lies inside (--runs 500).
        """
}
