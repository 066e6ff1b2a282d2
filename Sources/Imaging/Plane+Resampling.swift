/// Where a picture goes: source position = start + (position - origin) * scale along each axis, with pixel i reaching
/// from i to i + 1.
struct Framing {
    /// Source pixels to a pixel of the result.
    var scale: Float
    /// Down and across, in the source.
    var start: (row: Float, column: Float)
    /// Where `start` comes to be in the result.
    var origin: (row: Float, column: Float)
}

extension Plane {
    /// The picture resampled to `side` x `side`, with 0 around it.
    ///
    /// The filter is the cubic convolution of R. Keys (Cubic Convolution Interpolation for Digital Image Processing, 1981,
    /// a = -1/2), stretched by the scale where the picture becomes smaller, so that every source pixel counts:
    ///
    ///     k(t) = 3/2 |t|^3 - 5/2 |t|^2 + 1              |t| <= 1
    ///            -1/2 |t|^3 + 5/2 |t|^2 - 4 |t| + 2     1 < |t| < 2
    ///
    /// First across, then down. Values may leave the range of the source by the filter's overshoot.
    func resampled(_ framing: Framing, side: Int) -> Plane {
        let across = Taps.all(
            side: side, source: width, scale: framing.scale, start: framing.start.column,
            origin: framing.origin.column)
        let down = Taps.all(
            side: side, source: height, scale: framing.scale, start: framing.start.row, origin: framing.origin.row)
        var lines = [Float](repeating: 0, count: height * side)
        for row in 0..<height {
            for column in 0..<side {
                var sum: Float = 0
                for (index, weight) in across[column].weights.enumerated() {
                    sum += weight * values[row * width + across[column].first + index]
                }
                lines[row * side + column] = sum
            }
        }
        var result = [Float](repeating: 0, count: side * side)
        for row in 0..<side {
            for (index, weight) in down[row].weights.enumerated() {
                let line = (down[row].first + index) * side
                for column in 0..<side { result[row * side + column] += weight * lines[line + column] }
            }
        }
        return Plane(width: side, height: side, values: result)
    }
}

/// The source pixels that make one pixel of the result.
private struct Taps {
    let first: Int
    let weights: [Float]

    static func all(side: Int, source: Int, scale: Float, start: Float, origin: Float) -> [Taps] {
        let stretch = max(1, scale)
        return (0..<side).map { index in
            // Clamped, so that it is an Int: farther out there is nothing in any case.
            let center = max(-1e6, min(1e6, start + (Float(index) + 0.5 - origin) * scale))
            let reach = Int((center - 2 * stretch).rounded(.down))...Int((center + 2 * stretch).rounded(.up))
            func weight(_ pixel: Int) -> Float { cubic((Float(pixel) + 0.5 - center) / stretch) }
            // The samples of a stretched filter sum to the stretch only roughly.
            let sum = reach.reduce(Float(0)) { $0 + weight($1) }
            let pixels = reach.filter { (0..<source).contains($0) }
            return Taps(first: pixels.first ?? 0, weights: pixels.map { weight($0) / sum })
        }
    }

    private static func cubic(_ distance: Float) -> Float {
        let t = distance.magnitude
        if t <= 1 { return (1.5 * t - 2.5) * t * t + 1 }
        if t < 2 { return ((-0.5 * t + 2.5) * t - 4) * t + 2 }
        return 0
    }
}
