import Notebook
import Training

/// What came out of the trainings.
extension NotebookPage {
    /// nil without runs.
    var learned: Section? {
        let chosen: [(NotebookExperiment.Name, String)] = [
            (.oneColumn, "mnist_loss, lr 1.0, std 1"), (.twoColumns, "softmax_loss, lr 1.0, std 1"),
            (.shuffled, "cross entropy, shuffled, lr 1.0, std 1"),
            (.smallShuffledSlowly, "cross entropy, shuffled, lr 0.1, std 0.01"),
        ]
        let pictures = chosen.compactMap { name, caption -> WeightPicture? in
            let result = reproduction[name]
            let column = result.experiment.training.loss.threeColumn
            return result.medianRun?.model.evidencePicture(name: caption, threeColumn: column)
        }
        guard !pictures.isEmpty else { return nil }
        let content: HTML = """
            \(weightPictures(pictures))
            <p>What ink in each place does to the log-odds of a three, in the run in the middle of each experiment. From standard \
            deviation 1, the notebook's, they are still mostly the noise they started as; from 0.01 the strokes of a three and of a \
            seven show.</p>
            """
        return Section(title: "What the models learned", content: content)
    }

    /// nil without runs.
    var mistakes: Section? {
        guard let model = reproduction[.smallShuffledSlowly].medianRun?.model else { return nil }
        let validation = reproduction.split.validation
        let logOdds = model.logOdds(for: validation, trainedWith: .crossEntropy)
        let mistakes = validation.mistakes(logOdds: logOdds.map(Double.init))
        let content: HTML = """
            \(gallery(mistakes))
            \(confusionTable(ConfusionMatrix(logOdds: logOdds, labels: validation.labels)))
            """
        return Section(title: "What the last of them gets wrong on valid/", content: content)
    }

    var allExperiments: Section {
        let rows = reproduction.results.map { result -> HTML in
            let last = result.epochs[NotebookTraining.epochs - 1]
            return """
                <tr><th>\(result.experiment.title)</th><td data-label="training">\(text(last.training))</td>\
                <td data-label="valid/">\(text(last.validation))</td>\
                <td data-label="in NaN">\(result.broken) of \(result.runs.count)</td>\
                <td data-label="stuck">\(result.stuck) of \(result.runs.count)</td></tr>
                """
        }
        let content: HTML = """
            <table class="wide">
            <thead><tr><th>experiment</th><th>training</th><th>valid/</th><th>in NaN</th><th>stuck</th></tr></thead>
            <tbody>\(rows)</tbody></table>
            <p class="soft">Accuracy as minimum, median and maximum, read by column 0 unless said otherwise. Stuck: between \
            40 and 60 % on the training pictures.</p>
            """
        return Section(title: "Every experiment, after ten epochs", content: content)
    }
}
