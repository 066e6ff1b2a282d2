// What the picture would be without ink, and how much darker each pixel is.

extension WorkingPicture {
    /// Writes `depth` against the ground around each pixel: the grey closed by a square of 0.4 of the shorter side, which
    /// fills whatever dark is narrower than that, and follows shadows, edges of sheets and glare.
    ///
    /// A closing is the largest value of a square around each pixel, and of that the smallest. Beyond the picture's edges
    /// there is nothing.
    func measureDepthFromLocalGround() {
        let reach = max(1, min(width, height) / 5)
        for index in 0..<count { depth[index] = grey[index] }
        spreadLargest(reach, 0)
        spreadLargest(reach, 255)
        for index in 0..<count { depth[index] = depth[index] &- min(depth[index], grey[index]) }
    }

    /// Writes `depth` against the brightest pixel.
    func measureDepthFromBrightest() {
        let brightest = UInt8(truncatingIfNeeded: extremes().brightest)
        for index in 0..<count { depth[index] = brightest &- grey[index] }
    }

    /// Each value of `depth` becomes the largest of the square of 2 reach + 1 around it; with a mask of 255 the smallest.
    @inline(never)
    private func spreadLargest(_ reach: Int, _ mask: UInt8) {
        for row in 0..<height { spreadLargest(from: row &* width, step: 1, count: width, reach, mask) }
        for column in 0..<width { spreadLargest(from: column, step: width, count: height, reach, mask) }
    }

    /// Each value of a line of `depth` becomes the largest of those up to `reach` away; with a mask of 255 the smallest.
    ///
    /// In three steps a value, whatever the reach (M. van Herk 1992; J. Gil and M. Werman 1993): the line is cut into
    /// pieces of 2 reach + 1, and a window of that length is the end of one piece and the beginning of the next.
    @inline(never)
    private func spreadLargest(from first: Int, step: Int, count: Int, _ reach: Int, _ mask: UInt8) {
        // Safe: reach <= 25 and count <= 128, so that a padded line has at most 178 values, and the table 4,088 bytes.
        let window = 2 &* reach &+ 1, padded = count &+ 2 &* reach
        let line = table.assumingMemoryBound(to: UInt8.self), fromStart = line + 256, fromEnd = line + 512
        for index in 0..<padded { line[index] = 0 }
        for index in 0..<count { line[reach &+ index] = depth[first &+ index &* step] ^ mask }
        var start = 0
        while start < padded {
            let end = min(start &+ window, padded)
            var largest: UInt8 = 0
            for index in start..<end {
                largest = max(largest, line[index])
                fromStart[index] = largest
            }
            largest = 0
            var index = end
            while index > start {
                index &-= 1
                largest = max(largest, line[index])
                fromEnd[index] = largest
            }
            start = end
        }
        for index in 0..<count {
            depth[first &+ index &* step] = max(fromEnd[index], fromStart[index &+ window &- 1]) ^ mask
        }
    }
}
