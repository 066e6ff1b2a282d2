// Robust statistics of grey levels.

/// The values in ascending order, each rounded to a 16th of a level.
///
/// - Parameter values: differences of grey levels, -512...512.
func ascending(_ values: [Float]) -> [Float] {
    // Counting takes time in proportion to the number of values; sorting took half of a photograph's.
    let limit = 512 * 16
    var counts = [Int](repeating: 0, count: 2 * limit + 1)
    for value in values { counts[Int(max(-512, min(512, value)) * 16 + (Float(limit) + 0.5))] += 1 }
    var result: [Float] = []
    result.reserveCapacity(values.count)
    for (level, count) in counts.enumerated() where count > 0 {
        result.append(contentsOf: repeatElement(Float(level - limit) / 16, count: count))
    }
    return result
}

/// The middle of the values in order; 0 of none.
func median(_ values: [Float]) -> Float {
    values.isEmpty ? 0 : ascending(values)[values.count / 2]
}

/// The shortest interval that holds half of the values ("shorth"): where the largest group of levels is, whatever the
/// rest does.
///
/// - Returns: the interval's middle and half its length; 0 of no values. Of normally distributed values half the length
///   is 0.674 of the standard deviation.
func shortestHalf(_ values: [Float]) -> (middle: Float, halfLength: Float) {
    guard !values.isEmpty else { return (0, 0) }
    let sorted = ascending(values)
    let half = sorted.count / 2
    var best = 0
    for index in 0..<(sorted.count - half)
    where sorted[index + half] - sorted[index] < sorted[best + half] - sorted[best] {
        best = index
    }
    return ((sorted[best] + sorted[best + half]) / 2, (sorted[best + half] - sorted[best]) / 2)
}

/// Otsu's threshold (N. Otsu, A Threshold Selection Method from Gray-Level Histograms, 1979): of 256 equal steps
/// between the least and the greatest value the one that maximises the variance between the two classes it makes,
/// w0 w1 (m0 - m1)^2 with their shares w and means m.
///
/// - Parameter values: at least one.
/// - Returns: the threshold, and the share of all variance that is between the classes, 0...1. Two well separated
///   levels have nearly 1, a normal distribution 0.64.
func otsuThreshold(_ values: [Float]) -> (threshold: Float, separation: Float) {
    let least = values.min() ?? 0, greatest = values.max() ?? 0
    guard greatest > least else { return (least, 0) }
    let scale = 255.99 / (greatest - least)
    var histogram = [Int](repeating: 0, count: 256)
    for value in values { histogram[min(255, max(0, Int((value - least) * scale)))] += 1 }
    let total = Double(values.count)
    let sum = histogram.enumerated().reduce(0.0) { $0 + Double($1.offset * $1.element) }
    let squares = histogram.enumerated().reduce(0.0) { $0 + Double($1.offset * $1.offset * $1.element) }
    let variance = squares / total - (sum / total) * (sum / total)
    var count = 0.0, partial = 0.0, best = -1.0, first = 0, last = 0
    for level in 0..<255 {
        count += Double(histogram[level])
        partial += Double(level * histogram[level])
        guard count > 0, count < total else { continue }
        let difference = partial / count - (sum - partial) / (total - count)
        let between = count / total * (1 - count / total) * difference * difference
        if between > best * (1 + 1e-9) {
            (best, first) = (between, level)
        }
        // Between two separate levels all thresholds are equally good: the middle of them is meant.
        if between >= best * (1 - 1e-9) { last = level }
    }
    return (least + (Float(first + last) / 2 + 1) / scale, variance > 0 ? Float(max(0, best) / variance) : 0)
}
