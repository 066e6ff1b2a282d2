/// A rectangle of pixels.
struct Box: Equatable {
    var rows: Range<Int>
    var columns: Range<Int>

    var longestSide: Int { max(rows.count, columns.count) }

    func union(_ other: Box) -> Box {
        Box(
            rows: min(rows.lowerBound, other.rows.lowerBound)..<max(rows.upperBound, other.rows.upperBound),
            columns: min(
                columns.lowerBound, other.columns.lowerBound)..<max(
                    columns.upperBound, other.columns.upperBound))
    }

    /// The empty pixels between two boxes, along the axis that has more of them; 0 when they touch or overlap.
    func gap(to other: Box) -> Int {
        func gap(_ a: Range<Int>, _ b: Range<Int>) -> Int {
            max(0, max(a.lowerBound, b.lowerBound) - min(a.upperBound, b.upperBound))
        }
        return max(gap(rows, other.rows), gap(columns, other.columns))
    }
}

/// The connected regions of ink in a picture, and which of them are the digit.
struct InkRegions {
    /// Inked pixels that are connected by others.
    struct Region {
        /// Indices into the plane, of those above `edge`.
        var pixels: [Int]
        var box: Box
        /// Whether it reaches the picture's edge.
        var touchesBorder: Bool
    }

    /// The regions that make up the digit, the largest first.
    let digit: [Region]
    /// The smallest rectangle around the digit.
    let box: Box

    /// The digit among the regions that values above `connection` make and that have values above `edge`, which alone
    /// count for their boxes and sizes.
    ///
    /// The main region is the one with most pixels; if it reaches the picture's edge, then the largest that does not and
    /// has at least a tenth as many: what reaches the edge beside a free digit is a cell's frame, a ruled line or a
    /// shadow. Of the others a region belongs to the digit
    /// - if it has 8 % of the main region's pixels and is nearer than 0.4 of the digit's longest side, as a loose
    ///   stroke is; or
    /// - if it has 2 % and is nearer than 0.12.
    ///
    /// Everything else is a speck.
    ///
    /// - Returns: nil when there is no region of at least 3 pixels.
    init?(_ plane: Plane, edge: Float, connection: Float) {
        let regions = InkRegions.regions(of: plane, edge: edge, connection: connection).filter { $0.pixels.count >= 3 }
            .sorted { $0.pixels.count > $1.pixels.count }
        guard let largest = regions.first else { return nil }
        let free = regions.first { !$0.touchesBorder && $0.pixels.count * 10 >= largest.pixels.count }
        let main = free ?? largest
        var rest = regions.filter { $0.box != main.box && (main.touchesBorder || !$0.touchesBorder) }
        var digit = [main]
        var box = main.box
        while true {
            let side = Float(box.longestSide)
            let near = rest.firstIndex { region in
                let share = Float(region.pixels.count) / Float(main.pixels.count)
                let gap = Float(region.box.gap(to: box))
                return share >= 0.08 && gap <= 0.4 * side || share >= 0.02 && gap <= 0.12 * side
            }
            guard let near else { break }
            digit.append(rest.remove(at: near))
            box = box.union(digit[digit.count - 1].box)
        }
        self.digit = digit
        self.box = box
    }

    /// All connected regions, found by flooding from each pixel above `edge` that is in none yet.
    private static func regions(of plane: Plane, edge: Float, connection: Float) -> [Region] {
        let width = plane.width, height = plane.height
        var isOpen = plane.values.map { $0 > connection }
        var regions: [Region] = []
        for start in isOpen.indices where isOpen[start] && plane.values[start] > edge {
            isOpen[start] = false
            var pixels = [start], next = 0
            var box = Box(rows: start / width..<start / width + 1, columns: start % width..<start % width + 1)
            while next < pixels.count {
                let row = pixels[next] / width, column = pixels[next] % width
                if plane.values[pixels[next]] > edge {
                    box = box.union(Box(rows: row..<row + 1, columns: column..<column + 1))
                }
                next += 1
                for y in max(0, row - 1)...min(height - 1, row + 1) {
                    for x in max(0, column - 1)...min(width - 1, column + 1) where isOpen[y * width + x] {
                        isOpen[y * width + x] = false
                        pixels.append(y * width + x)
                    }
                }
            }
            let touchesBorder =
                box.rows.lowerBound == 0 || box.columns.lowerBound == 0 || box.rows.upperBound == height
                || box.columns.upperBound == width
            regions.append(
                Region(pixels: pixels.filter { plane.values[$0] > edge }, box: box, touchesBorder: touchesBorder))
        }
        return regions
    }
}
