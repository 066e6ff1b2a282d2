import Notebook
import Figures
import Training

/// Why cross entropy did not work.
extension NotebookPage {
    var why: Section {
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
        let content: HTML = """
            <div class="cards">
            <section class="card"><h3>At lr 0.1 it worked; the wrong column was read</h3>\(columns.html)</section>
            <section class="card"><h3>At lr 1.0 every weight becomes NaN</h3>\(standstill.html)</section>
            </div>
            <p>In float32, softmax is exactly 0 once the outputs are \(short(gaps.probabilityIsZero)) apart, and log(softmax) \
            then has a NaN gradient even for a picture that is classified rightly. A picture that is classified wrongly \
            breaks it earlier, from \(short(gaps.wrongPictureBreaks)) on, where 1/256 divided by its probability overflows.</p>
            """
        return Section(title: "Why cross entropy did not work", content: content)
    }

    private func series(
        _ name: String, _ style: LearningCurves.Series.Style, _ epochs: [ExperimentResult.Epoch]
    ) -> LearningCurves.Series {
        .init(name: name, style: style, spreads: epochs.map(\.training))
    }

    var findings: Section {
        let cards = reproduction.findings.map { finding -> HTML in
            let rows = finding.observations.map { "<tr><th>\($0.label)</th><td>\(text($0.value))</td></tr>" as HTML }
            let conditions = finding.conditions.map { condition -> HTML in
                let verdict: HTML =
                    condition.isMet ? "<span class=\"good\">met</span>" : "<span class=\"bad\">not met</span>"
                return "<li>\(condition.text): \(verdict)</li>"
            }
            return """
                <section class="card"><h3>\(finding.title)</h3><p>\(finding.claim)</p>
                <p>\(badge(of: finding))</p>
                <p class="soft">What differs: \(finding.difference).</p>
                <details><summary>The figures</summary><table><tbody>\(rows)</tbody></table>
                <ul>\(conditions)</ul></details></section>
                """
        }
        let content: HTML = """
            <p>Each point compares runs that differ in one thing. A point is shown when its figures meet every condition. Three \
            numbers are minimum, median and maximum over the seeds.</p>
            <div class="cards">\(cards)</div>
            """
        return Section(title: "Point by point", content: content)
    }

    /// Whether a finding is shown, and if not, which conditions its runs miss.
    private func badge(of finding: Finding) -> HTML {
        let missed = finding.conditions.filter { !$0.isMet }.map(\.text)
        return missed.isEmpty
            ? "<span class=\"badge good\">shown by these runs</span>"
            : "<span class=\"badge bad\">not shown by these runs; not met: \(missed.joined(separator: "; "))</span>"
    }
}
