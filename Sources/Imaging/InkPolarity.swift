/// Which side of the grey scale a picture's ink is on.
public enum InkPolarity: String, CaseIterable, Equatable, Sendable {
    /// Dark ink on light ground: a pencil on paper.
    case dark
    /// Light ink on dark ground: chalk on a board, MNIST.
    case light
}

extension InkPolarity {
    /// The polarity of a plane on even ground.
    ///
    /// When the histogram has two separate levels (Otsu's separation is above 0.75), the background is the one that the
    /// border and the whole picture are nearer to on average: with dark and light, the levels at the 10th of a hundred
    /// of the dark class and the 90th of the light one, as 0 and 1, ink is light when (mean of the border + mean of the
    /// picture) / 2 < 1/2. The border counts as much as all pixels, since thick digits cover half of a tightly cropped
    /// picture, and a sheet's cell has a frame.
    ///
    /// Otherwise the ink is too little to make a level of its own in the histogram, and the background, with its noise,
    /// is where the shortest half of the levels is. Ink is on the side to which more lies beyond 5 standard deviations.
    init(of plane: Plane) {
        let (threshold, separation) = otsuThreshold(plane.values)
        if separation > 0.75 {
            let darkClass = ascending(plane.values.filter { $0 <= threshold })
            let lightClass = ascending(plane.values.filter { $0 > threshold })
            let dark = darkClass[darkClass.count / 10], light = lightClass[lightClass.count * 9 / 10]
            func mean(_ values: [Float]) -> Float {
                values.reduce(0) { $0 + max(0, min(1, ($1 - dark) / (light - dark))) } / Float(max(1, values.count))
            }
            self = mean(plane.border) + mean(plane.values) < 1 ? .light : .dark
        } else {
            let (middle, halfLength) = shortestHalf(plane.values)
            let limit = 5 * halfLength / 0.674
            let excess = plane.values.reduce(Float(0)) { sum, value in
                let distance = value - middle
                return distance.magnitude > limit ? sum + distance : sum
            }
            self = excess > 0 ? .light : .dark
        }
    }
}
