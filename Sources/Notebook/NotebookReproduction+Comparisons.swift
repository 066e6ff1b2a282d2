/// The findings that compare accuracies, seed by seed.
extension NotebookReproduction {
    var sameFolder: Finding {
        let comparison = Comparison(self[.shuffled], \.finalTraining, self[.shuffled], \.finalValidation)
        let worse = Finding.Threshold.worse
        return Finding(
            name: .sameFolder, title: "The validation set is the training set",
            claim: """
                valid_dset is read from train/. The same models are worse on the pictures of valid/, which they were \
                not trained on.
                """,
            difference: "the folder measured (cross entropy done right, shuffled, lr 1.0)",
            observations: comparison.observations("on train/", "on valid/"),
            conditions: [
                .init("valid/ is worse by at least \(worse) in the median", comparison.difference.median <= -worse),
                .init("and worse in at least three runs of four", comparison.difference.upperQuartile < 0),
            ])
    }

    /// What sorted batches cost cross entropy, on valid/.
    private var costOfOrder: Comparison {
        Comparison(self[.rightCrossEntropy], \.finalValidation, self[.shuffled], \.finalValidation)
    }

    var order: Finding {
        let comparison = costOfOrder, point = Finding.Threshold.point
        return Finding(
            name: .order, title: "Sorted batches cost cross entropy more than a point",
            claim: """
                All threes come before all sevens, so the last half of every epoch pulls the model towards seven. \
                Drawing a new order each epoch is better on valid/.
                """,
            difference: "the order of the pictures (cross entropy done right, lr 1.0, std 1, on valid/)",
            observations: comparison.observations("sorted", "shuffled"),
            conditions: [
                .init("shuffled is better by more than \(point) in the median", comparison.difference.median > point)
            ])
    }

    var orderOfSoftmax: Finding {
        let comparison = Comparison(
            self[.twoColumns], \.finalValidation, self[.shuffledSoftmax], \.finalValidation)
        let entropy = costOfOrder.difference, little = Finding.Threshold.little
        return Finding(
            name: .orderOfSoftmax, title: "Sorted batches cost softmax_loss little",
            claim: """
                Its gradient vanishes for a picture that is clearly wrong, so it is less driven to and fro; that same \
                gradient is why some runs stay stuck.
                """,
            difference: "the order of the pictures (softmax_loss, lr 1.0, std 1, on valid/)",
            observations: comparison.observations("sorted", "shuffled") + [
                .init("the same difference for cross entropy", .accuracy(entropy))
            ],
            conditions: [
                .init("shuffled is better in the median", comparison.difference.median > 0),
                .init(
                    "by at most \(little) of what it is for cross entropy",
                    comparison.difference.median <= little * entropy.median),
            ])
    }

    var deviation: Finding {
        let comparison = Comparison(
            self[.shuffledSlowly], \.finalValidation, self[.smallShuffledSlowly], \.finalValidation)
        let order = costOfOrder.difference
        return Finding(
            name: .deviation, title: "Initial weights of standard deviation 1 cost more than the order",
            claim: """
                The notebook's own training hardly moves such weights: what remains of them in the end is noise. \
                From 0.01 the same ten epochs come out better on valid/.
                """,
            difference:
                "the standard deviation of the initial weights (cross entropy done right, shuffled, lr 0.1, on valid/)",
            observations: comparison.observations("std 1", "std 0.01") + [
                .init("difference by the order, lr 1.0", .accuracy(order))
            ],
            conditions: [
                .init("std 0.01 is better in the median", comparison.difference.median > 0),
                .init("by more than the order makes", comparison.difference.median > order.median),
            ])
    }
}

/// Two series of accuracies from the same seeds.
private struct Comparison {
    let first, second: Spread
    /// The second less the first, seed by seed.
    let difference: Spread

    init(
        _ first: ExperimentResult, _ measureFirst: (ExperimentResult) -> [Double],
        _ second: ExperimentResult, _ measureSecond: (ExperimentResult) -> [Double]
    ) {
        // The notebook's printed experiments have more seeds than the others.
        let count = min(first.runs.count, second.runs.count)
        let a = measureFirst(first).prefix(count), b = measureSecond(second).prefix(count)
        self.first = Spread(Array(a))
        self.second = Spread(Array(b))
        difference = Spread(zip(a, b).map { $1 - $0 })
    }

    func observations(_ first: String, _ second: String) -> [Finding.Observation] {
        [
            .init(first, .accuracy(self.first)), .init(second, .accuracy(self.second)),
            .init("difference, seed by seed", .accuracy(difference)),
        ]
    }
}
