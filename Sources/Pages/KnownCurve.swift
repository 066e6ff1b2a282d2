import Figures
import Training

/// The share of others that pass for one of the two classes, over the share of pictures of these that are lost, as an SVG
/// drawing that is as wide as its card.
struct KnownCurve {
    let figures: KnownFigures

    /// The largest loss that is drawn.
    private static let largestLoss = 0.05
    private let area = PlotArea(values: 0...largestLoss, top: 12, bottom: 196)

    var html: HTML {
        """
        <svg class="chart" viewBox="\(area.viewBox)" role="img" \
        aria-label="Others let through, by pictures of the two classes lost">
        \([0, 0.25, 0.5, 0.75, 1].map(area.horizontal))
        \([0, 0.01, 0.02, 0.03, 0.04, 0.05].map { area.mark($0, "\(short(100 * $0)) %") })
        <path class="ours" fill="none" d="\(path)"/>
        <circle class="ours" cx="\(area.x(lost))" cy="\(area.y(passed))" r="4">\
        <title>at 0.5: \(percent(lost)) lost, \(percent(passed)) let through</title></circle>
        </svg>
        <ul class="legend">
        <li><svg viewBox="0 0 22 12"><line class="ours" x1="1" x2="21" y1="6" y2="6"/></svg>at every threshold</li>
        <li><svg viewBox="0 0 22 12"><circle class="ours" cx="11" cy="6" r="4"/></svg>at 0.5</li>
        </ul>
        """
    }

    private var lost: Double { min(Self.largestLoss, 1 - Double(figures.kept) / Double(figures.digits)) }
    private var passed: Double { Double(figures.passed) / Double(figures.others) }

    /// Steps: a threshold between two digits loses as many as one at the upper of them, and lets more others through.
    private var path: String {
        let shares = figures.passedByLoss.prefix(Int(Self.largestLoss * 1000) + 1)
        let steps = shares.enumerated().dropFirst().map { step, share in
            "H\(area.x(Double(step) / 1000))V\(area.y(share))"
        }
        return "M\(area.x(0)) \(area.y(shares.first ?? 0))" + steps.joined()
    }
}
