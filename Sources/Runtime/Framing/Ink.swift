// How much ink each pixel of the digit has.

extension WorkingPicture {
    /// Turns `depth` into shares of ink, 0 to 255: the ground begins 3 standard deviations above its middle, but at most at
    /// a quarter of the ink.
    func measureInk(_ levels: Levels) {
        let contrast = levels.full &- levels.ground
        let ground = levels.ground &+ min(3 &* levels.fourSigma / 4, contrast / 4)
        let range = levels.full &- ground
        for index in 0..<count {
            let above = max(0, Int(depth[index]) &- ground)
            depth[index] = UInt8(truncatingIfNeeded: min(255, (255 &* above &+ range / 2) / range))
        }
    }

    /// How many 256ths of a pixel the edges between no ink and all of it take, on average.
    ///
    /// Across an edge that rises evenly over w pixels, 4 v (1 - v) sums to 2/3 w, and the gradient to 1. The gradient is
    /// taken at the pixels' corners, with no ink around the picture; its length is that of two straight pieces, larger +
    /// 3/8 smaller.
    func edgeWidth() -> Int {
        // Sums of at most 16,641 values of 65,025 / 4, and of 8 * 510 + 3 * 510.
        var between = 0, gradient = 0
        for y in 0...height {
            // The four pixels around a corner: a b above c d.
            var a = 0, c = 0
            for x in 0...width {
                let b = ink(y &- 1, x), d = ink(y, x)
                let down = abs(c &+ d &- a &- b), across = abs(b &+ d &- a &- c)
                gradient &+= 8 &* max(down, across) &+ 3 &* min(down, across)
                between &+= d &* (255 &- d)
                a = b
                c = d
            }
        }
        // 3/2 * 4 between / 255^2, over gradient / (2 * 8 * 255): 96 between / (255 gradient), and 256 of it.
        return gradient == 0 ? 256 : between / 255 &* 96 / max(1, gradient / 256)
    }

    private func ink(_ y: Int, _ x: Int) -> Int {
        y >= 0 && y < height && x < width ? Int(depth[y &* width &+ x]) : 0
    }
}
