import Figures
import Training

/// The share of right answers over the probability that they came with, as an SVG drawing that is as wide as its card.
///
/// Bins that hold no picture are not drawn.
struct ReliabilityDiagram {
    let title: String
    let reliability: Reliability

    private static let width = 380.0, height = 232.0
    private static let left = 42.0, right = 366.0, top = 26.0, bottom = 210.0

    var html: HTML {
        """
        <svg class="chart" viewBox="0 0 \(short(Self.width)) \(short(Self.height))" role="img" aria-label="\(title)">
        \([0, 0.25, 0.5, 0.75, 1].map(horizontal))
        \([0.5, 0.6, 0.7, 0.8, 0.9, 1].map(mark))
        <text x="\(short(Self.left - 6))" y="\(short(Self.top - 12))" text-anchor="end">count</text>
        \(drawn.map(bar))
        <line class="ideal" x1="\(x(0.5))" y1="\(y(0.5))" x2="\(x(1))" y2="\(y(1))"/>
        \(drawn.map(point))
        </svg>
        \(legend)
        """
    }

    private var drawn: [Reliability.Bin] { reliability.bins.filter { $0.count > 0 } }

    /// - Parameter probability: 0.5...1.
    private func x(_ probability: Double) -> String {
        short(Self.left + (Self.right - Self.left) * (probability - 0.5) / 0.5)
    }

    /// - Parameter share: 0...1.
    private func y(_ share: Double) -> String {
        short(Self.bottom - (Self.bottom - Self.top) * share)
    }

    private func horizontal(_ share: Double) -> HTML {
        """
        <line class="grid" x1="\(x(0.5))" x2="\(x(1))" y1="\(y(share))" y2="\(y(share))"/>\
        <text x="\(short(Self.left - 6))" y="\(y(share))" dy="4" text-anchor="end">\(short(share))</text>
        """
    }

    private func mark(_ probability: Double) -> HTML {
        """
        <text x="\(x(probability))" y="\(short(Self.bottom + 16))" text-anchor="middle">\(short(probability))</text>
        """
    }

    private func bar(_ bin: Reliability.Bin) -> HTML {
        let low = bin.range.lowerBound, high = bin.range.upperBound
        // On either side, so that neighbours as high as one another stay two.
        let gap = 0.001
        return """
            <path class="band ours" d="M\(x(low + gap)) \(y(0))V\(y(bin.accuracy))H\(x(high - gap))V\(y(0))Z"/>\
            <text x="\(x((low + high) / 2))" y="\(short(Self.top - 12))" text-anchor="middle">\(grouped(bin.count))</text>
            """
    }

    private func point(_ bin: Reliability.Bin) -> HTML {
        let middle = x(bin.confidence), interval = bin.accuracyInterval
        return """
            <line class="ours" x1="\(middle)" x2="\(middle)" y1="\(y(interval.lowerBound))" y2="\(y(interval.upperBound))"/>\
            <circle class="ours" cx="\(middle)" cy="\(y(bin.accuracy))" r="4">\
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
