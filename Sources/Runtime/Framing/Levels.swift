// Which depths are ground, which are ink.

/// Levels of `depth`, 0...255.
struct Levels {
    /// The middle of the ground.
    var ground: Int
    /// Four standard deviations of the ground's noise, at least 1.
    var fourSigma: Int
    /// Half-way between ground and ink: where a stroke's edge is.
    var edge: Int
    /// What holds a stroke together where the pen was light; at most `edge`.
    var connection: Int
    /// The level that a tenth of the ink exceeds.
    var full: Int
}

extension WorkingPicture {
    /// The levels of `depth`; nil when nothing stands out from the ground by 8 levels and by 5 standard deviations.
    func measureLevels() -> Levels? {
        // Safe: 256 counts are 1,024 bytes of the table.
        let histogram = table.assumingMemoryBound(to: UInt32.self)
        for level in 0..<256 { histogram[level] = 0 }
        for index in 0..<count { histogram[Int(depth[index])] &+= 1 }
        let (ground, length) = shortestHalf(histogram, upTo: otsuThreshold(histogram))
        // Half of a normal distribution lies within 0.674 standard deviations: 4 / (2 * 0.674) is 3.
        let fourSigma = max(1, 3 &* length)
        // Half-way between the ground and the mean of what is above, found by iteration (T. Ridler and S. Calvard,
        // Picture Thresholding Using an Iterative Selection Method, 1978).
        var edge = max(otsuThreshold(histogram), ground &+ fourSigma)
        for _ in 0..<16 {
            let (count, mean) = inkAbove(edge, histogram)
            guard count > 0 else { return nil }
            let next = max((ground &+ mean) / 2, ground &+ fourSigma)
            if next == edge { break }
            edge = next
        }
        let (inked, _) = inkAbove(edge, histogram)
        var full = 255, seen = 0
        while full > edge, 10 &* (seen &+ Int(histogram[full])) <= inked {
            seen &+= Int(histogram[full])
            full &-= 1
        }
        let contrast = full &- ground
        guard inked > 0, contrast >= 8, 4 &* contrast >= 5 &* fourSigma else { return nil }
        return Levels(
            ground: ground, fourSigma: fourSigma, edge: edge,
            connection: min(edge, ground &+ max(contrast / 4, fourSigma)), full: full)
    }

    /// How many pixels are deeper than a level, and their mean depth.
    private func inkAbove(_ level: Int, _ histogram: UnsafePointer<UInt32>) -> (count: Int, mean: Int) {
        var number = 0, sum = 0, depth = level &+ 1
        while depth < 256 {
            number &+= Int(histogram[depth])
            sum &+= depth &* Int(histogram[depth])
            depth &+= 1
        }
        return (number, number == 0 ? 0 : sum / number)
    }

    /// The level that parts the depths into two classes whose means differ most for their sizes (N. Otsu, A Threshold
    /// Selection Method from Gray-Level Histograms, 1979).
    private func otsuThreshold(_ histogram: UnsafePointer<UInt32>) -> Int {
        var all = 0
        for level in 0..<256 { all &+= level &* Int(histogram[level]) }
        var below = 0, sum = 0, threshold = 0
        var most: Float = 0
        for level in 0..<255 {
            below &+= Int(histogram[level])
            sum &+= level &* Int(histogram[level])
            let above = count &- below
            if below == 0 || above == 0 { continue }
            let difference = Float(all &- sum) / Float(above) - Float(sum) / Float(below)
            let separation = Float(below) * Float(above) * (difference * difference)
            if separation > most {
                most = separation
                threshold = level
            }
        }
        return threshold
    }

    /// The middle and the length of the shortest interval of levels that holds half of the pixels up to a level.
    private func shortestHalf(_ histogram: UnsafePointer<UInt32>, upTo last: Int) -> (middle: Int, length: Int) {
        var number = 0
        for level in 0...last { number &+= Int(histogram[level]) }
        let half = (number &+ 1) / 2
        var best = (first: 0, length: 256), end = 0, inside = 0
        for first in 0...last {
            while end <= last, inside < half {
                inside &+= Int(histogram[end])
                end &+= 1
            }
            if inside < half { break }
            if end &- 1 &- first < best.length { best = (first, end &- 1 &- first) }
            inside &-= Int(histogram[first])
        }
        return (best.first &+ best.length / 2, best.length)
    }
}
