// Robust statistics of grey levels. Each sorts a copy: the planes they are taken of have at most 512x512 pixels.

/// The middle of the values in order; 0 of none.
func median(_ values: [Float]) -> Float {
    values.isEmpty ? 0 : values.sorted()[values.count / 2]
}

/// The shortest interval that holds half of the values ("shorth"): where the largest group of levels is, whatever the
/// rest does.
///
/// - Parameter sorted: in ascending order, at least one.
/// - Returns: the interval's middle and half its length. Of normally distributed values half the length is 0.674 of the
///   standard deviation.
func shortestHalf(_ sorted: [Float]) -> (middle: Float, halfLength: Float) {
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
