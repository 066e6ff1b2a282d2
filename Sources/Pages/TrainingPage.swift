import Figures
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
        let all = [
            curves, learned, Section(title: "What it gets wrong", content: gallery(mistakes, classes)),
            Section(title: "On the validation pictures", content: confusionTable(confusion, classes)),
            Section(title: "How sure, and how often right", content: trust.html),
            neither?.html.map { Section(title: "What is neither", content: $0) },
            Section(title: "How it was made", content: factsTable),
        ]
        return """
            <h1>\(title)</h1>
            <p class="lead">\(grouped(confusion.errors)) wrong of \(grouped(confusion.total)) validation pictures.</p>
            \(sections(all.compactMap { $0 }))
            """
    }

    private var factsTable: HTML {
        """
        <table class="facts"><tbody>
        \(facts.map { "<tr><th>\($0.name)</th><td>\($0.value)</td></tr>" })
        </tbody></table>
        """
    }

    /// nil when nothing was trained.
    private var curves: Section? {
        guard !epochs.isEmpty else { return nil }
        let loss = LearningCurves(
            title: "Loss by epoch",
            series: [.init(name: "mean loss of the batches", style: .ours, middle: epochs.map { Double($0.loss) })])
        let accuracy = LearningCurves(
            title: "Accuracy by epoch",
            series: [
                .init(name: "training", style: .ours, middle: epochs.map(\.training.accuracy)),
                .init(name: "validation", style: .other, middle: epochs.map(\.validation.accuracy)),
            ])
        let content: HTML = """
            <div class="cards">
            <section class="card"><h3>Loss by epoch</h3>\(loss.html)</section>
            <section class="card"><h3>Accuracy by epoch</h3>\(accuracy.html)</section>
            </div>
            """
        return Section(title: "Learning curves", content: content)
    }

    /// nil for a model whose first layer does not look at the picture.
    private var learned: Section? {
        weights.isEmpty ? nil : Section(title: "What it learned", content: weightPictures(weights))
    }
}
