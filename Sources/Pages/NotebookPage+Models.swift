import Notebook
import Training

/// What came out of the trainings.
extension NotebookPage {
    var learned: HTML {
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
        let best = reproduction[.smallShuffledSlowly]
        guard let model = best.medianRun?.model else { return "" }
        let validation = reproduction.split.validation
        let logOdds = model.logOdds(for: validation, trainedWith: .crossEntropy)
        let mistakes = validation.mistakes(logOdds: logOdds.map(Double.init))
        return """
            <h2>What the models learned</h2>
            <p>What ink in each place does to the log-odds of a three, in the run in the middle of each experiment. From standard deviation 1, the notebook's, they are \
            still mostly the noise they started as; from 0.01 the strokes of a three and of a seven show.</p>
            \(weightPictures(pictures))
            <h2>What the last of them gets wrong on valid/</h2>
            \(confusionTable(ConfusionMatrix(logOdds: logOdds, labels: validation.labels)))
            \(gallery(mistakes))
            """
    }

    var allExperiments: HTML {
        let rows = reproduction.results.map { result -> HTML in
            let last = result.epochs[NotebookTraining.epochs - 1]
            return """
                <tr><th>\(result.experiment.title)</th><td data-label="training">\(text(last.training))</td>\
                <td data-label="valid/">\(text(last.validation))</td>\
                <td data-label="in NaN">\(result.broken) of \(result.runs.count)</td>\
                <td data-label="stuck">\(result.stuck) of \(result.runs.count)</td></tr>
                """
        }
        return """
            <h2>Every experiment, after ten epochs</h2>
            <table class="wide">
            <thead><tr><th>experiment</th><th>training</th><th>valid/</th><th>in NaN</th><th>stuck</th></tr></thead>
            <tbody>\(rows)</tbody></table>
            <p class="soft">Accuracy as minimum, median and maximum, read by column 0 unless said otherwise. Stuck: between \
            40 and 60 % on the training pictures.</p>
            """
    }
}
