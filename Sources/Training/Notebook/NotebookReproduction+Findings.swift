extension NotebookReproduction {
    /// The answer to the notebook's question, point by point.
    public var findings: [Finding] {
        [
            twoSigns, logarithm, learningRate, initialization, minus, sameFolder, order, orderOfSoftmax, deviation,
            stuck,
        ]
    }

    private var twoSigns: Finding {
        let softmax = self[.twoColumnsSlowly], entropy = self[.firstCrossEntropySlowly]
        func final(_ result: ExperimentResult, _ column: Int) -> Spread {
            Spread(result.runs.map { $0.epochs.last?.training[column] ?? .nan })
        }
        let sides = [final(softmax, 0), final(softmax, 1), final(entropy, 0), final(entropy, 1)]
        return Finding(
            title: "Two wrong signs cancel for softmax_loss, not for cross entropy",
            claim: """
                softmax_loss lowers the probability of the label's own column, so column 0 comes to mean "three", and \
                batch_accuracy asks column 0 as well. Cross entropy rightly raises the label's column, so column 1 means \
                "three": the same batch_accuracy then shows one minus the accuracy.
                """,
            difference: "the column that the accuracy reads (lr 0.1, training pictures)",
            observations: [
                .init("softmax_loss, column 0", .accuracy(sides[0])),
                .init("softmax_loss, column 1", .accuracy(sides[1])),
                .init("cross entropy as first written, column 0", .accuracy(sides[2])),
                .init("cross entropy as first written, column 1", .accuracy(sides[3])),
            ],
            holds: sides[0].median > 0.5 && sides[1].median < 0.5 && sides[2].maximum < 0.5 && sides[3].minimum > 0.5)
    }

    private var logarithm: Finding {
        let faulty = self[.firstCrossEntropy], right = self[.rightCrossEntropy]
        return Finding(
            title: "At lr 1.0, log(softmax) ends in NaN and log-softmax does not",
            claim: """
                Once two outputs are about 104 apart, float32 softmax is exactly 0 and the backward pass divides 0 by 0. \
                Every weight turns NaN, every picture counts as a seven, and the accuracy stands still.
                """,
            difference: "how the logarithm is computed (lr 1.0, sorted, std 1)",
            observations: [
                .init("log(softmax): runs in NaN", .runs(faulty.broken, of: faulty.runs.count)),
                .init("log-softmax: runs in NaN", .runs(right.broken, of: right.runs.count)),
                .init("log(softmax): accuracy shown", .accuracy(Spread(faulty.finalTraining))),
                .init("log-softmax: accuracy, column 1", .accuracy(Spread(right.finalTraining))),
            ],
            holds: faulty.broken == faulty.runs.count && right.broken == 0)
    }

    private var learningRate: Finding {
        let fast = self[.firstCrossEntropy], slow = self[.firstCrossEntropySlowly]
        return Finding(
            title: "At lr 0.1 log(softmax) survives",
            claim: "The outputs never come far enough apart, so only the column that is read is wrong.",
            difference: "the learning rate (log(softmax), sorted, std 1)",
            observations: [
                .init("lr 1.0: runs in NaN", .runs(fast.broken, of: fast.runs.count)),
                .init("lr 0.1: runs in NaN", .runs(slow.broken, of: slow.runs.count)),
            ],
            holds: fast.broken == fast.runs.count && slow.broken == 0)
    }

    private var initialization: Finding {
        let large = self[.firstCrossEntropy], small = self[.smallFirstCrossEntropy]
        let cured = self[.smallRightCrossEntropy]
        return Finding(
            title: "Small initial weights do not cure it",
            claim: """
                The first batches hold nothing but threes and drive the outputs apart whatever they started from; only \
                log-softmax helps.
                """,
            difference: "the standard deviation of the initial weights (lr 1.0, sorted)",
            observations: [
                .init("log(softmax), std 1: runs in NaN", .runs(large.broken, of: large.runs.count)),
                .init("log(softmax), std 0.01: runs in NaN", .runs(small.broken, of: small.runs.count)),
                .init("log-softmax, std 0.01: runs in NaN", .runs(cured.broken, of: cured.runs.count)),
            ],
            holds: small.broken == small.runs.count && cured.broken == 0)
    }

    private var minus: Finding {
        let with = self[.rightCrossEntropySlowly], without = self[.rightWithoutMinus]
        let rewritten = [self[.secondCrossEntropy], self[.secondCrossEntropySlowly]]
        let broken = rewritten.map(\.broken).reduce(0, +), total = rewritten.map(\.runs.count).reduce(0, +)
        func finalLoss(_ result: ExperimentResult) -> Spread {
            result.epochs.last?.loss ?? Spread([])
        }
        return Finding(
            title: "Without the minus there is nothing to converge to",
            claim: """
                The mean of log p has no lower bound: the loss falls by the same amount each epoch, for ever, and nearly \
                every run ends by giving all pictures the same digit. Through log(softmax) the same fall ends in NaN.
                """,
            difference: "the minus (log-softmax, lr 0.1, sorted, std 1)",
            observations: [
                .init("with minus: loss in epoch 10", .loss(finalLoss(with))),
                .init("no minus: loss in epoch 10", .loss(finalLoss(without))),
                .init("as rewritten, lr 1.0 and 0.1: runs in NaN", .runs(broken, of: total)),
            ],
            holds: finalLoss(with).minimum > 0 && finalLoss(without).maximum < 0 && broken == total)
    }

    private var sameFolder: Finding {
        let result = self[.shuffled]
        return paired(
            title: "The validation set is the training set",
            claim: """
                valid_dset is read from train/. The same models are worse on the pictures of valid/, which they were \
                not trained on.
                """,
            difference: "the folder measured (cross entropy done right, shuffled, lr 1.0)",
            ("on train/", result.finalTraining), ("on valid/", result.finalValidation), firstIsBetter: true)
    }

    private var order: Finding {
        paired(
            title: "Sorted batches cost cross entropy more than a point",
            claim: """
                All threes come before all sevens, so the last half of every epoch pulls the model towards seven. \
                Drawing a new order each epoch is better on valid/.
                """,
            difference: "the order of the pictures (cross entropy done right, lr 1.0, std 1, on valid/)",
            ("sorted", self[.rightCrossEntropy].finalValidation), ("shuffled", self[.shuffled].finalValidation),
            firstIsBetter: false)
    }

    private var orderOfSoftmax: Finding {
        paired(
            title: "Sorted batches cost softmax_loss little",
            claim: """
                Its gradient vanishes for a picture that is clearly wrong, so it is less driven to and fro; that same \
                gradient is why some runs stay stuck.
                """,
            difference: "the order of the pictures (softmax_loss, lr 1.0, std 1, on valid/)",
            ("sorted", self[.twoColumns].finalValidation), ("shuffled", self[.shuffledSoftmax].finalValidation),
            firstIsBetter: false)
    }

    private var deviation: Finding {
        paired(
            title: "Initial weights of standard deviation 1 cost more than the order",
            claim: """
                The notebook's own training hardly moves such weights: what remains of them in the end is noise. \
                From 0.01 the same ten epochs come out better on valid/.
                """,
            difference:
                "the standard deviation of the initial weights (cross entropy done right, shuffled, lr 0.1, on valid/)",
            ("std 1", self[.shuffledSlowly].finalValidation), ("std 0.01", self[.smallShuffledSlowly].finalValidation),
            firstIsBetter: false)
    }

    private var stuck: Finding {
        let results = [self[.oneColumn], self[.twoColumns], self[.twoColumnsSlowly], self[.rightCrossEntropy]]
        let names = ["mnist_loss, lr 1.0", "softmax_loss, lr 1.0", "softmax_loss, lr 0.1", "cross entropy, lr 1.0"]
        return Finding(
            title: "A few seeds in a hundred stay stuck near chance",
            claim: """
                p (1 - p) is nearly 0 where a picture is clearly wrong, so mnist_loss and softmax_loss may not get away \
                from a bad start. Cross entropy always does.
                """,
            difference: "the loss; counted are the runs between 40 and 60 % on the training pictures after ten epochs",
            observations: zip(names, results).map { .init($0, .runs($1.stuck, of: $1.runs.count)) },
            holds: results[0].stuck + results[1].stuck > 0 && results[3].stuck == 0)
    }

    /// Two series from the same seeds, the second the better one or the first. It holds when the better one is so in the
    /// median of the differences, seed by seed.
    private func paired(
        title: String, claim: String, difference: String, _ first: (label: String, values: [Double]),
        _ second: (label: String, values: [Double]), firstIsBetter: Bool
    ) -> Finding {
        // The notebook's printed experiments have more seeds than the others.
        let count = min(first.values.count, second.values.count)
        let values = [first.values, second.values].map { $0.prefix(count) }
        let differences = Spread(zip(values[0], values[1]).map { $1 - $0 })
        return Finding(
            title: title, claim: claim, difference: difference,
            observations: [
                .init(first.label, .accuracy(Spread(Array(values[0])))),
                .init(second.label, .accuracy(Spread(Array(values[1])))),
                .init("difference, seed by seed", .accuracy(differences)),
            ],
            holds: firstIsBetter ? differences.median < 0 : differences.median > 0)
    }
}
