import Figures
import Training

/// The share of right answers over the probability that they came with, as an SVG drawing that is as wide as its card.
///
/// Bins that hold no picture are not drawn.
struct ReliabilityDiagram {
    let title: String
    let reliability: Reliability

    private let area = PlotArea(values: 0.5...1, top: 26, bottom: 210)

    var html: HTML {
        """
        <svg class="chart" viewBox="\(area.viewBox)" role="img" aria-label="\(title)">
        \([0, 0.25, 0.5, 0.75, 1].map(area.horizontal))
        \([0.5, 0.6, 0.7, 0.8, 0.9, 1].map { area.mark($0, short($0)) })
        <text x="\(short(PlotArea.left - 6))" y="\(short(area.top - 12))" text-anchor="end">count</text>
        \(drawn.map(bar))
        <line class="ideal" x1="\(area.x(0.5))" y1="\(area.y(0.5))" x2="\(area.x(1))" y2="\(area.y(1))"/>
        \(drawn.map(point))
        </svg>
        \(legend)
        """
    }

    private var drawn: [Reliability.Bin] { reliability.bins.filter { $0.count > 0 } }

    private func bar(_ bin: Reliability.Bin) -> HTML {
        let low = bin.range.lowerBound, high = bin.range.upperBound
        // On either side, so that neighbours as high as one another stay two.
        let gap = 0.001
        return """
            <path class="band ours" d="M\(area.x(low + gap)) \(area.y(0))V\(area.y(bin.accuracy))H\(area.x(high - gap))V\(area.y(0))Z"/>\
            <text x="\(area.x((low + high) / 2))" y="\(short(area.top - 12))" text-anchor="middle">\(grouped(bin.count))</text>
            """
    }

    private func point(_ bin: Reliability.Bin) -> HTML {
        let middle = area.x(bin.confidence), interval = bin.accuracyInterval
        return """
            <line class="ours" x1="\(middle)" x2="\(middle)" y1="\(area.y(interval.lowerBound))" y2="\(area.y(interval.upperBound))"/>\
            <circle class="ours" cx="\(middle)" cy="\(area.y(bin.accuracy))" r="4">\
            <title>\(short(bin.range.lowerBound)) to \(short(bin.range.upperBound)): \(grouped(bin.count)) \
            \(bin.count == 1 ? "picture" : "pictures"), mean probability \(fourDecimals(bin.confidence)), right \(fourDecimals(bin.accuracy))</title></circle>
            """
    }

    private var legend: HTML {
        """
        <ul class="legend">
        <li><svg viewBox="0 0 22 12"><circle class="ours" cx="11" cy="6" r="4"/></svg>share that is right</li>
        <li><svg viewBox="0 0 22 12"><line class="ours" x1="11" x2="11" y1="1" y2="11"/></svg>where it may lie, 95 %</li>
        <li><svg viewBox="0 0 22 12"><line class="ideal" x1="1" x2="21" y1="6" y2="6"/></svg>as often right as sure</li>
        </ul>
        """
    }
}
