import Training
import WeightsFile

/// The page about one training.
public struct TrainingPage: Sendable {
    public let title: String
    /// Shown as they are, such as ("loss", "bce").
    public let facts: [(name: String, value: String)]
    public let classes: ClassNames
    public let epochs: [EpochResult]
    public let weights: [WeightPicture]
    public let confusion: ConfusionMatrix
    public let mistakes: [Mistake]
    public let trust: Trust
    /// nil for a model that does not tell others.
    public let neither: Neither?

    public init(
        title: String, facts: [(name: String, value: String)], classes: ClassNames = .threesAndSevens,
        epochs: [EpochResult], weights: [WeightPicture], confusion: ConfusionMatrix, mistakes: [Mistake], trust: Trust,
        neither: Neither? = nil
    ) {
        self.title = title
        self.facts = facts
        self.classes = classes
        self.epochs = epochs
        self.weights = weights
        self.confusion = confusion
        self.mistakes = mistakes
        self.trust = trust
        self.neither = neither
    }

    /// The whole file.
    public var bytes: [UInt8] { Page(title: title, body: body).bytes }

    private var body: HTML {
        """
        <h1>\(title)</h1>
        <table class="facts"><tbody>
        \(facts.map { "<tr><th>\($0.name)</th><td>\($0.value)</td></tr>" })
        </tbody></table>
        \(curves)
        <h2>On the validation pictures</h2>
        \(confusionTable(confusion, classes))
        <h2>How sure, and how often right</h2>
        \(trust.html)
        \(learned)
        <h2>What it gets wrong</h2>
        \(gallery(mistakes, classes))
        \(neitherSection)
        """
    }

    private var neitherSection: HTML {
        guard let html = neither?.html else { return "" }
        return """
            <h2>What is neither</h2>
            \(html)
            """
    }

    private var curves: HTML {
        guard !epochs.isEmpty else { return "" }
        let loss = LearningCurves(
            title: "Loss by epoch",
            series: [.init(name: "mean loss of the batches", style: .ours, middle: epochs.map { Double($0.loss) })])
        let accuracy = LearningCurves(
            title: "Accuracy by epoch",
            series: [
                .init(name: "training", style: .ours, middle: epochs.map(\.training.accuracy)),
                .init(name: "validation", style: .other, middle: epochs.map(\.validation.accuracy)),
            ])
        return """
            <h2>Learning curves</h2>
            <div class="cards">
            <section class="card"><h3>Loss by epoch</h3>\(loss.html)</section>
            <section class="card"><h3>Accuracy by epoch</h3>\(accuracy.html)</section>
            </div>
            """
    }

    private var learned: HTML {
        guard !weights.isEmpty else { return "" }
        return """
            <h2>What it learned</h2>
            \(weightPictures(weights))
            """
    }
}
