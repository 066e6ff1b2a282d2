import Figures

/// Where a drawing lies in its SVG, which is 380 units wide, with the axes.
struct PlotArea {
    /// The values from its left end to its right end.
    let values: ClosedRange<Double>
    /// The values from its lower end to its upper end.
    var heights = 0.0...1.0
    let top: Double
    let bottom: Double

    static let left = 42.0, right = 366.0

    /// Below the drawing there is room for the marks.
    var viewBox: String { "0 0 380 \(short(bottom + 26))" }

    /// - Parameter value: one of `values`.
    func x(_ value: Double) -> String {
        let share = (value - values.lowerBound) / (values.upperBound - values.lowerBound)
        return short(Self.left + (Self.right - Self.left) * share)
    }

    /// - Parameter height: one of `heights`.
    func y(_ height: Double) -> String { short(position(height)) }

    private func position(_ height: Double) -> Double {
        let share = (height - heights.lowerBound) / (heights.upperBound - heights.lowerBound)
        return bottom - (bottom - top) * share
    }

    /// A line across at a height, with the height beside it.
    func horizontal(_ height: Double) -> HTML {
        """
        <line class="grid" x1="\(x(values.lowerBound))" x2="\(x(values.upperBound))" y1="\(y(height))" y2="\(y(height))"/>\
        <text x="\(short(Self.left - 6))" y="\(short(position(height) + 4))" text-anchor="end">\(short(height))</text>
        """
    }

    /// A value below the axis.
    func mark(_ value: Double, _ text: String) -> HTML {
        """
        <text x="\(x(value))" y="\(short(bottom + 16))" text-anchor="middle">\(text)</text>
        """
    }
}
