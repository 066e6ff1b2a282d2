import Notebook
import Figures
import Training

/// Curves over the epochs of a training, as an SVG drawing that is as wide as its card.
struct LearningCurves {
    /// Several runs, or one.
    struct Series {
        enum Style: String {
            case ours, other
        }

        let name: String
        let style: Style
        /// A value an epoch; NaN leaves a gap.
        let middle: [Double]
        /// Drawn over one another: from the lowest to the highest run, and the middle half; none for a single run.
        var bands: [[ClosedRange<Double>?]] = []

        /// The median of several runs in their bands.
        init(name: String, style: Style, spreads: [Spread]) {
            self.init(
                name: name, style: style, middle: spreads.map(\.median),
                bands: [spreads.map(\.range), spreads.map(\.middleHalf)])
        }

        init(name: String, style: Style, middle: [Double], bands: [[ClosedRange<Double>?]] = []) {
            self.name = name
            self.style = style
            self.middle = middle
            self.bands = bands
        }
    }

    /// What the notebook printed.
    struct Points {
        let name: String
        let values: [Double]
        /// Whether each lies within the band.
        let inside: [Bool]
    }

    let title: String
    let series: [Series]
    var points: Points?
    /// What the vertical axis reaches over at least; it goes on where values lie outside.
    var range: ClosedRange<Double>?

    var html: HTML {
        let axis = Axis(values + (range.map { [$0.lowerBound, $0.upperBound] } ?? []))
        let epochs = max(series.map(\.middle.count).max() ?? 0, 1)
        // A single epoch stands in the middle.
        let area = PlotArea(
            values: epochs == 1 ? 0...2 : 1...Double(epochs), heights: axis.lower...axis.upper, top: 10, bottom: 194)
        return """
            <svg class="chart" viewBox="\(area.viewBox)" role="img" aria-label="\(title)">
            \(axis.marks.map(area.horizontal))
            \(epochMarks(epochs).map { area.mark(Double($0), "\($0)") })
            \(series.map { drawing($0, in: area) })
            \(drawingOfPoints(in: area))
            </svg>
            \(legend)
            """
    }

    private var values: [Double] {
        let bands = series.flatMap(\.bands).joined().compactMap { $0 }.flatMap { [$0.lowerBound, $0.upperBound] }
        return series.flatMap(\.middle) + bands + (points?.values ?? [])
    }

    /// The epochs, from 1, that have a mark; of many about ten.
    private func epochMarks(_ epochs: Int) -> [Int] {
        let step = max((epochs + 9) / 10, 1)
        return (1...epochs).filter { epochs <= 12 || $0 == 1 || $0 % step == 0 }
    }

    private func drawing(_ series: Series, in area: PlotArea) -> HTML {
        let style = series.style.rawValue
        let bands = series.bands.map { ranges -> HTML in
            let ends = ranges.enumerated().compactMap { index, range in range.map { (area.x(Double(index + 1)), $0) } }
            let upper = ends.map { "\($0),\(area.y($1.upperBound))" }
            let lower = ends.reversed().map { "\($0),\(area.y($1.lowerBound))" }
            return "<polygon class=\"band \(style)\" points=\"\((upper + lower).joined(separator: " "))\"/>"
        }
        var path = ""
        for (index, value) in series.middle.enumerated() where value.isFinite {
            let joins = index > 0 && series.middle[index - 1].isFinite
            path += "\(joins ? "L" : "M")\(area.x(Double(index + 1))) \(area.y(value))"
        }
        return "\(bands)<path class=\"\(style)\" d=\"\(path)\"/>"
    }

    private func drawingOfPoints(in area: PlotArea) -> [HTML] {
        guard let points else { return [] }
        return zip(points.values, points.inside).enumerated().map { index, point in
            """
            <circle class="theirs\(point.1 ? "" : " outside")" cx="\(area.x(Double(index + 1)))" cy="\(area.y(point.0))" r="4">\
            <title>epoch \(index + 1): \(fourDecimals(point.0))\(point.1 ? "" : ", outside our range")</title></circle>
            """
        }
    }

    private var legend: HTML {
        let ofSeries = series.map { series -> HTML in
            let style = series.style.rawValue
            let band: HTML = series.bands.isEmpty ? "" : "<rect class=\"band \(style)\" width=\"22\" height=\"12\"/>"
            return
                "<li><svg viewBox=\"0 0 22 12\">\(band)<path class=\"\(style)\" d=\"M1 6H21\"/></svg>\(series.name)</li>"
        }
        let ofPoints = points.map { points -> HTML in
            "<li><svg viewBox=\"0 0 22 12\"><circle class=\"theirs\" cx=\"11\" cy=\"6\" r=\"4\"/></svg>\(points.name)</li>"
        }
        return "<ul class=\"legend\">\(ofSeries + (ofPoints.map { [$0] } ?? []))</ul>"
    }
}

/// A vertical axis with round marks.
private struct Axis {
    let lower: Double
    let upper: Double
    let marks: [Double]

    /// Around all finite values, with about five marks at 1, 2 or 5 times a power of ten.
    init(_ values: [Double]) {
        let finite = values.filter(\.isFinite)
        let low = finite.min() ?? 0, high = max(finite.max() ?? 1, low + 1e-6)
        var step = 1e-9
        while (high - low) / step > 6 {
            for factor in [2, 2.5, 2] where (high - low) / step > 6 { step *= factor }
        }
        let first = (low / step + 1e-9).rounded(.down), last = (high / step - 1e-9).rounded(.up)
        lower = first * step
        upper = last * step
        let size = step
        marks = stride(from: first, through: last, by: 1).map { $0 * size }
    }
}
