import Notebook
import Figures
import Training

/// The page about the reproduction of the notebook.
public struct NotebookPage: Sendable {
    let reproduction: NotebookReproduction
    /// The folder of pictures, as the user named it; nil for the carried digits.
    let data: String?

    public init(_ reproduction: NotebookReproduction, data: String?) {
        self.reproduction = reproduction
        self.data = data
    }

    /// The whole file.
    public var bytes: [UInt8] { Page(title: "The notebook, rerun", body: body).bytes }

    private var body: HTML {
        """
        \(opening)
        \(sections([whatHappened, why, learned, mistakes, findings, debuggingCells, allExperiments].compactMap { $0 }))
        """
    }

    private var opening: HTML {
        let training = reproduction.split.training.count, validation = reproduction.split.validation.count
        let note: HTML =
            reproduction.isComparable
            ? ""
            : """
            <p class="note">These are not the notebook's pictures (fastai's MNIST_SAMPLE), so its printed figures are not \
            comparable with the runs below.</p>
            """
        return """
            <h1>The notebook, rerun</h1>
            <p class="lead">\(NotebookReproduction.answer)</p>
            <p class="soft">\(data ?? "The digits that the package carries"): \(grouped(training)) training pictures, \
            \(grouped(validation)) of valid/. \(reproduction.runs) seeds an experiment, \(reproduction.runsOfPrinted) \
            for those that the notebook printed. Accuracies are measured as the notebook measures them: the mean over \
            batches of 256.</p>
            \(note)
            """
    }

    func text(_ spread: Spread) -> String {
        [spread.minimum, spread.median, spread.maximum].map(fourDecimals).joined(separator: "\u{2002}")
    }

    func text(_ value: Finding.Value) -> String {
        switch value {
        case .accuracy(let spread), .loss(let spread): text(spread)
        case .runs(let count, let total): "\(count) of \(total)"
        }
    }
}
