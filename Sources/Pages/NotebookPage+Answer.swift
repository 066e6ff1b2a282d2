import Notebook
import Figures
import Training

/// Why cross entropy did not work.
extension NotebookPage {
    var whyItFailed: HTML {
        let gaps = reproduction.gaps
        let slow = reproduction[.firstCrossEntropySlowly], fast = reproduction[.firstCrossEntropy]
        let right = reproduction[.rightCrossEntropy]
        let columns = LearningCurves(
            title: "The same runs read by column 0 and by column 1",
            series: [
                series("read by column 1", .other, slow.epochs(readColumn: 1)),
                series("read by column 0, as the notebook does", .ours, slow.epochs(readColumn: 0)),
            ], range: 0...1)
        let standstill = LearningCurves(
            title: "log(softmax) against log-softmax at learning rate 1.0",
            series: [
                series("log-softmax, column 1", .other, right.epochs),
                series("log(softmax), column 0", .ours, fast.epochs),
            ], range: 0.4...1)
        return """
            <h2>Why cross entropy did not work</h2>
            <div class="cards">
            <section class="card"><h3>At lr 0.1 it worked; the wrong column was read</h3>\(columns.html)</section>
            <section class="card"><h3>At lr 1.0 every weight becomes NaN</h3>\(standstill.html)</section>
            </div>
            <p>In float32, softmax is exactly 0 once the outputs are \(short(gaps.probabilityIsZero)) apart, and log(softmax) \
            then has a NaN gradient even for a picture that is classified rightly. A picture that is classified wrongly \
            breaks it earlier, from \(short(gaps.wrongPictureBreaks)) on, where 1/256 divided by its probability overflows.</p>
            """
    }

    private func series(
        _ name: String, _ style: LearningCurves.Series.Style, _ epochs: [ExperimentResult.Epoch]
    ) -> LearningCurves.Series {
        .init(name: name, style: style, spreads: epochs.map(\.training))
    }

    var findings: HTML {
        let cards = reproduction.findings.map { finding -> HTML in
            let badge: HTML =
                finding.holds
                ? "<span class=\"badge good\">shown by these runs</span>"
                : "<span class=\"badge bad\">not shown by these runs</span>"
            let rows = finding.observations.map { "<tr><th>\($0.label)</th><td>\(text($0.value))</td></tr>" as HTML }
            let conditions = finding.conditions.map { condition -> HTML in
                let verdict: HTML =
                    condition.isMet ? "<span class=\"good\">met</span>" : "<span class=\"bad\">not met</span>"
                return "<li>\(condition.text): \(verdict)</li>"
            }
            return """
                <section class="card"><h3>\(finding.title)</h3><p>\(finding.claim)</p>
                <table><tbody>\(rows)</tbody></table>
                <ul>\(conditions)</ul>
                <p class="soft">What differs: \(finding.difference). \(badge)</p></section>
                """
        }
        return """
            <h2>Point by point</h2>
            <p>Each point compares runs that differ in one thing. Three numbers are minimum, median and maximum over \
            the seeds. Below them stands what is asked of the figures; a point is shown when all of it is met.</p>
            <div class="cards">\(cards)</div>
            """
    }
}
