extension NotebookReproduction {
    /// The answer to the notebook's question, point by point.
    public var findings: [Finding] {
        [
            twoSigns, logarithm, learningRate, initialization, minus, sameFolder, order, orderOfSoftmax, deviation,
            stuck,
        ]
    }

    private typealias Threshold = Finding.Threshold

    private var twoSigns: Finding {
        let softmax = self[.twoColumnsSlowly], entropy = self[.firstCrossEntropySlowly]
        func final(_ result: ExperimentResult, _ column: Int) -> Spread {
            Spread(result.runs.map { $0.epochs.last?.training[column] ?? .nan })
        }
        let sides = [final(softmax, 0), final(softmax, 1), final(entropy, 0), final(entropy, 1)]
        let right = Threshold.right, wrong = rounded(1 - right)
        return Finding(
            name: .twoSigns, title: "Two wrong signs cancel for softmax_loss, not for cross entropy",
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
            conditions: [
                .init("softmax_loss by column 0: median at least \(right)", sides[0].median >= right),
                .init("softmax_loss by column 1: median at most \(wrong)", sides[1].median <= wrong),
                .init("cross entropy by column 0: at most \(wrong) in every run", sides[2].maximum <= wrong),
                .init("cross entropy by column 1: at least \(right) in every run", sides[3].minimum >= right),
            ])
    }

    private var logarithm: Finding {
        let faulty = self[.firstCrossEntropy], right = self[.rightCrossEntropy]
        return Finding(
            name: .logarithm, title: "At lr 1.0, log(softmax) ends in NaN and log-softmax does not",
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
            conditions: [.allBroken("log(softmax)", faulty), .noneBroken("log-softmax", right)])
    }

    private var learningRate: Finding {
        let fast = self[.firstCrossEntropy], slow = self[.firstCrossEntropySlowly]
        return Finding(
            name: .learningRate, title: "At lr 0.1 log(softmax) survives",
            claim: "The outputs never come far enough apart, so only the column that is read is wrong.",
            difference: "the learning rate (log(softmax), sorted, std 1)",
            observations: [
                .init("lr 1.0: runs in NaN", .runs(fast.broken, of: fast.runs.count)),
                .init("lr 0.1: runs in NaN", .runs(slow.broken, of: slow.runs.count)),
            ],
            conditions: [.allBroken("lr 1.0", fast), .noneBroken("lr 0.1", slow)])
    }

    private var initialization: Finding {
        let large = self[.firstCrossEntropy], small = self[.smallFirstCrossEntropy]
        let cured = self[.smallRightCrossEntropy]
        return Finding(
            name: .initialization, title: "Small initial weights do not cure it",
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
            conditions: [
                .allBroken("log(softmax), std 1", large), .allBroken("log(softmax), std 0.01", small),
                .noneBroken("log-softmax, std 0.01", cured),
            ])
    }

    private var minus: Finding {
        let with = self[.rightCrossEntropySlowly], without = self[.rightWithoutMinus]
        let fast = self[.secondCrossEntropy], slow = self[.secondCrossEntropySlowly]
        let losses = Spread(with.runs.map { $0.epochs.last?.loss ?? .nan })
        let steadiness = Spread(without.runs.map(\.steadinessOfFall))
        return Finding(
            name: .minus, title: "Without the minus there is nothing to converge to",
            claim: """
                The mean of log p has no lower bound: the loss falls by the same amount each epoch, for ever, and nearly \
                every run ends by giving all pictures the same digit. Through log(softmax) the same fall ends in NaN.
                """,
            difference: "the minus (log-softmax, lr 0.1, sorted, std 1)",
            observations: [
                .init("with minus: loss in epoch 10", .loss(losses)),
                .init("no minus: loss in epoch 10", .loss(without.epochs.last?.loss ?? Spread([]))),
                .init("no minus: fall in epoch 10 over the mean fall", .loss(steadiness)),
                .init("no minus: runs near 50 %", .runs(without.stuck, of: without.runs.count)),
                .init("as rewritten, lr 1.0: runs in NaN", .runs(fast.broken, of: fast.runs.count)),
                .init("as rewritten, lr 0.1: runs in NaN", .runs(slow.broken, of: slow.runs.count)),
            ],
            conditions: [
                .init(
                    "with minus: a loss from 0 to \(Threshold.coin), a coin's, in every run",
                    losses.minimum >= 0 && losses.maximum <= Threshold.coin),
                .init(
                    "no minus: the last epoch falls by at least \(Threshold.steadiness) of the mean fall in every run",
                    steadiness.minimum >= Threshold.steadiness),
                .init(
                    "no minus: near 50 % in at least \(Threshold.nearlyAll) of the runs",
                    Double(without.stuck) >= Threshold.nearlyAll * Double(without.runs.count)),
                .allBroken("as rewritten, lr 1.0", fast), .allBroken("as rewritten, lr 0.1", slow),
            ])
    }

    private var stuck: Finding {
        let results = [self[.oneColumn], self[.twoColumns], self[.twoColumnsSlowly], self[.rightCrossEntropy]]
        let names = ["mnist_loss, lr 1.0", "softmax_loss, lr 1.0", "softmax_loss, lr 0.1", "cross entropy, lr 1.0"]
        let few = Threshold.few
        let fast = results.prefix(2)
        let share = Double(fast.map(\.stuck).reduce(0, +)) / Double(max(1, fast.map(\.runs.count).reduce(0, +)))
        return Finding(
            name: .stuck, title: "A few seeds in a hundred stay stuck near chance",
            claim: """
                p (1 - p) is nearly 0 where a picture is clearly wrong, so mnist_loss and softmax_loss may not get away \
                from a bad start. Cross entropy always does.
                """,
            difference: "the loss; counted are the runs between 40 and 60 % on the training pictures after ten epochs",
            observations: zip(names, results).map { .init($0, .runs($1.stuck, of: $1.runs.count)) },
            conditions: [
                .init(
                    "mnist_loss and softmax_loss, lr 1.0: from \(few.lowerBound) to \(few.upperBound) of their runs",
                    few.contains(share)),
                .init("cross entropy: no run", results[3].stuck == 0),
            ])
    }
}

extension Finding.Condition {
    fileprivate static func allBroken(_ name: String, _ result: ExperimentResult) -> Self {
        .init("\(name): every run ends in NaN", result.broken == result.runs.count)
    }

    fileprivate static func noneBroken(_ name: String, _ result: ExperimentResult) -> Self {
        .init("\(name): no run ends in NaN", result.broken == 0)
    }
}

extension NotebookRun {
    /// How far the loss fell in the last epoch over how far it fell in an epoch on average: 1 when it falls by the same
    /// amount each epoch, below 0 when it rose in the end.
    fileprivate var steadinessOfFall: Double {
        guard epochs.count > 2, epochs[epochs.count - 1].loss < epochs[0].loss else { return .nan }
        let last = epochs[epochs.count - 2].loss - epochs[epochs.count - 1].loss
        return last * Double(epochs.count - 1) / (epochs[0].loss - epochs[epochs.count - 1].loss)
    }
}

/// Without the digits that binary fractions add to a threshold.
private func rounded(_ value: Double) -> Double { (value * 10_000).rounded() / 10_000 }
