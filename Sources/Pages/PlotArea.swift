import Figures

/// Where a drawing of shares lies in its SVG of 380 by 232 units, with the axes.
struct PlotArea {
    /// The values from its left end to its right end.
    let values: ClosedRange<Double>
    let top: Double
    let bottom: Double

    static let left = 42.0, right = 366.0
    static let viewBox = "0 0 380 232"

    /// - Parameter value: one of `values`.
    func x(_ value: Double) -> String {
        let share = (value - values.lowerBound) / (values.upperBound - values.lowerBound)
        return short(Self.left + (Self.right - Self.left) * share)
    }

    /// - Parameter share: 0...1.
    func y(_ share: Double) -> String {
        short(bottom - (bottom - top) * share)
    }

    /// A line across at a share, with the share beside it.
    func horizontal(_ share: Double) -> HTML {
        """
        <line class="grid" x1="\(x(values.lowerBound))" x2="\(x(values.upperBound))" y1="\(y(share))" y2="\(y(share))"/>\
        <text x="\(short(Self.left - 6))" y="\(y(share))" dy="4" text-anchor="end">\(short(share))</text>
        """
    }

    /// A value below the axis.
    func mark(_ value: Double, _ text: String) -> HTML {
        """
        <text x="\(x(value))" y="\(short(bottom + 16))" text-anchor="middle">\(text)</text>
        """
    }
}
