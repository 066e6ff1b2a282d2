/// The levels of background and ink in a plane in which ink is the greater.
struct InkLevels {
    /// The middle of the background.
    let background: Float
    /// The standard deviation of the background.
    let noise: Float
    /// What the ink has: the level that a tenth of it exceeds.
    let ink: Float

    /// Half-way between background and ink: where a stroke's edge is.
    var edge: Float { (background + ink) / 2 }
    /// What holds a stroke together where the pen was light or the picture is coarse: a third of the way, but 4
    /// standard deviations above the background.
    var connection: Float { min(edge, background + max((ink - background) / 3, 4 * noise)) }

    /// Ink is told from background by a threshold half-way between their means (T. Ridler and S. Calvard, Picture
    /// Thresholding Using an Iterative Selection Method, 1978), found by iteration from half-way between the background
    /// and the greatest value, and never nearer to the background than 4 standard deviations of its noise.
    ///
    /// - Returns: nil when nothing stands out by `InkLevels.leastContrast` levels and by 5 standard deviations.
    init?(_ plane: Plane) {
        guard let greatest = plane.values.max() else { return nil }
        // Of what is at most half-way up, soft edges are the tail, and the shortest half is the background alone.
        var threshold = otsuThreshold(plane.values).threshold
        var background: Float = 0, noise: Float = 0
        for _ in 0..<2 {
            let ground = plane.values.filter { $0 <= threshold }
            let (middle, halfLength) = shortestHalf(ground)
            background = middle
            // In a few hundred pixels soft edges are most of the ground, and hide its noise.
            noise = ground.count < 200 ? 0 : halfLength / 0.674
            threshold = (background + greatest) / 2
        }
        for _ in 0..<20 {
            let inked = plane.values.filter { $0 > threshold }
            guard !inked.isEmpty else { return nil }
            let mean = inked.reduce(0, +) / Float(inked.count)
            let next = max((background + mean) / 2, background + 4 * noise)
            guard (next - threshold).magnitude > 0.25 else { break }
            threshold = next
        }
        let inked = ascending(plane.values.filter { $0 > threshold })
        guard !inked.isEmpty else { return nil }
        let ink = inked[inked.count * 9 / 10]
        guard ink - background >= InkLevels.leastContrast, ink - background >= 5 * noise else { return nil }
        self.background = background
        self.noise = noise
        self.ink = ink
    }

    /// The least difference between ink and background, in levels of 0...255: that of a very hard pencil.
    static let leastContrast: Float = 8
}
