extension RandomSource {
    /// Uniform from `low` to `high`.
    mutating func value(_ low: Float, _ high: Float) -> Float { low + (high - low) * Float(uniform()) }

    /// Within -1...1 both ways.
    mutating func point() -> Point {
        let x = value(-1, 1)
        return Point(x: x, y: value(-1, 1))
    }

    /// A direction of length 1, from a quarter to the left to a quarter to the right of upwards.
    mutating func direction() -> Point {
        let t = value(-1, 1)
        return Point(x: (1 - t * t) / (1 + t * t), y: 2 * t / (1 + t * t))
    }
}
