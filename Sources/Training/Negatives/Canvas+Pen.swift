extension Canvas {
    /// Draws lines from point to point with a round pen of a radius in pixels.
    mutating func draw(_ points: [Point], pen radius: Float) {
        for (start, end) in zip(points, points.dropFirst()) {
            let rows = range(min(start.y, end.y), max(start.y, end.y), radius, height)
            let columns = range(min(start.x, end.x), max(start.x, end.x), radius, width)
            for row in rows {
                for column in columns {
                    let distance = Point(x: Float(column), y: Float(row)).distance(from: start, to: end)
                    self[row, column] = max(self[row, column], 255 * max(0, min(1, radius + 0.5 - distance)))
                }
            }
        }
    }

    /// The rows (or columns) that a pen reaches.
    private func range(_ low: Float, _ high: Float, _ radius: Float, _ size: Int) -> Range<Int> {
        let first = max(0, min(Float(size), low - radius - 1)), last = max(0, min(Float(size), high + radius + 2))
        return Int(first)..<max(Int(first), Int(last))
    }
}
