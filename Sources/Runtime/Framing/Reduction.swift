// A picture of any size becomes one of at most 128 pixels a side.

extension WorkingPicture {
    /// Each pixel becomes the mean of its block, rows [y H / h, (y + 1) H / h) and columns likewise, rounded: an addition
    /// for each source pixel.
    func reduce(_ source: GreyPicture) {
        // Safe: width <= 128 sums of four bytes.
        let sums = table.assumingMemoryBound(to: UInt32.self)
        var top = 0
        for y in 0..<height {
            let bottom = (y &+ 1) &* source.height / height
            for x in 0..<width { sums[x] = 0 }
            for row in top..<bottom { addRow(row, of: source, to: sums) }
            var left = 0
            for x in 0..<width {
                let right = (x &+ 1) &* source.width / width
                let area = UInt32(truncatingIfNeeded: (right &- left) &* (bottom &- top))
                grey[y &* width &+ x] = UInt8(truncatingIfNeeded: (sums[x] &+ area / 2) / area)
                left = right
            }
            top = bottom
        }
    }

    @inline(__always)
    private func addRow(_ row: Int, of source: GreyPicture, to sums: UnsafeMutablePointer<UInt32>) {
        // Safe: row < source.height, and left..<right covers 0..<source.width.
        let line = source.pixels + row &* source.stride
        if source.width == width {
            for x in 0..<width { sums[x] &+= UInt32(line[x]) }
            return
        }
        var left = 0
        for x in 0..<width {
            let right = (x &+ 1) &* source.width / width
            var sum: UInt32 = 0
            for column in left..<right { sum &+= UInt32(line[column]) }
            sums[x] &+= sum
            left = right
        }
    }
}
