import Notebook
import Figures
import Training

/// The notebook's own cells, its figures beside ours.
extension NotebookPage {
    var whatHappened: Section {
        let cards = reproduction.results.filter { $0.experiment.printed != nil }.map { result -> HTML in
            var curves = [curvesOfAccuracy(result)]
            if result.experiment.printed?.losses != nil { curves.append(curvesOfLoss(result)) }
            return HTML(curves)
        }
        let content: HTML = """
            <p>The pale band reaches from the worst to the best of our runs, the darker one holds the middle half of them, and \
            the line is their median. The dots are the notebook's one run, from a seed nobody noted; a hollow dot lies outside the band.</p>
            <div class="cards">\(cards)</div>
            \(exceptions)
            """
        return Section(title: "What happened: the notebook's figures and ours", content: content)
    }

    private func curvesOfAccuracy(_ result: ExperimentResult) -> HTML {
        let points = zip(result.experiment.printed?.accuracies ?? [], result.printedAccuraciesInside ?? [])
        return card(
            result.experiment.title, points: Array(points), spreads: result.epochs.map(\.training), what: "accuracy")
    }

    private func curvesOfLoss(_ result: ExperimentResult) -> HTML {
        let points = zip(result.experiment.printed?.losses ?? [], result.printedLossesInside ?? [])
        return card(
            "\(result.experiment.title): mean loss", points: Array(points), spreads: result.epochs.map(\.loss),
            what: "loss")
    }

    /// Curves with the figures behind them.
    private func card(
        _ title: String, points: [(value: Double, inside: Bool)], spreads: [Spread], what: String
    ) -> HTML {
        let curves = LearningCurves(
            title: "\(title), \(what) by epoch",
            series: [.init(name: "ours", style: .ours, spreads: spreads)],
            points: .init(name: "the notebook", values: points.map(\.value), inside: points.map(\.inside)))
        let rows = zip(points, spreads).enumerated().map { index, pair -> HTML in
            let (point, spread) = pair
            let verdict: HTML = point.inside ? "<td class=\"good\">inside</td>" : "<td class=\"bad\">outside</td>"
            return """
                <tr><td>\(index + 1)</td><td>\(fourDecimals(point.value))</td><td>\(fourDecimals(spread.minimum))</td>\
                <td>\(fourDecimals(spread.median))</td><td>\(fourDecimals(spread.maximum))</td>\(verdict)</tr>
                """
        }
        return """
            <section class="card"><h3>\(title)</h3>\(curves.html)
            <details><summary>The figures</summary><table>
            <thead><tr><th>epoch</th><th>printed</th><th>min</th><th>median</th><th>max</th><th></th></tr></thead>
            <tbody>\(rows)</tbody></table></details></section>
            """
    }

    private var exceptions: HTML {
        let exceptions = reproduction.exceptions
        guard reproduction.isComparable, !exceptions.isEmpty else { return "" }
        return "\((exceptions + [NotebookReproduction.exceptionsExplained]).map { "<p>\($0)</p>" })"
    }

    var debuggingCells: Section {
        let cells = reproduction.debugging
        typealias Printed = DebuggingCells.Printed
        let rows = cells.measurements.map { measurement -> HTML in
            let verdict: HTML =
                measurement.explainsPrinted ? "<span class=\"good\">yes</span>" : "<span class=\"bad\">no</span>"
            return """
                <tr><th>\(measurement.loss.rawValue)</th><td data-label="loss">\(text(measurement.value))</td>\
                <td data-label="dL/db0">\(text(measurement.bias0))</td>\
                <td data-label="can have printed it">\(verdict)</td></tr>
                """
        }
        let content: HTML = """
            <p>One batch, which is all threes: the notebook printed a loss of \(Printed.loss), a bias gradient of \
            (\(Printed.bias0), \(-Printed.bias0)) and an accuracy of \(Printed.accuracy) (ours: \(text(cells.accuracy))). \
            The cell calls cross_entropy_loss, but no cross entropy gives these figures: the mean of log p is negative, and \
            cross entropy would pull the first bias down for a batch of threes with a gradient above 0. They are those of \
            softmax_loss, which must have had that name when the cell ran; its printed <code>MeanBackward0</code> is not \
            nll_loss either.</p>
            <table class="wide">
            <thead><tr><th>loss</th><th>value on the batch</th><th>dL/db0</th><th>can have printed it</th></tr></thead>
            <tbody>\(rows)</tbody></table>
            <p class="soft">Minimum, median and maximum. The gradient's mean over all weights, printed as 7.6e-11, is rounding \
            error around 0 for any of these losses: what one column gains the other loses.</p>
            """
        return Section(title: "The debugging cells", content: content)
    }
}
