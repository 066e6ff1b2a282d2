/// A place on paper, x to the right and y down.
struct Point: Equatable {
    var x: Float
    var y: Float

    static func + (a: Point, b: Point) -> Point { Point(x: a.x + b.x, y: a.y + b.y) }
    static func - (a: Point, b: Point) -> Point { Point(x: a.x - b.x, y: a.y - b.y) }
    static func * (a: Point, factor: Float) -> Point { Point(x: a.x * factor, y: a.y * factor) }
    static func dot(_ a: Point, _ b: Point) -> Float { a.x * b.x + a.y * b.y }

    /// The distance to the line from `start` to `end`.
    func distance(from start: Point, to end: Point) -> Float {
        let along = end - start, length = Point.dot(along, along)
        let place = length > 0 ? max(0, min(1, Point.dot(self - start, along) / length)) : 0
        let away = self - start - along * place
        return Point.dot(away, away).squareRoot()
    }
}

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
