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
