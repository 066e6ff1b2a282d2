// Connected ink: which pixels hang together, and what is known of each such region.

/// A region of ink. Pixels above `Levels.connection` hold it together; what it says of itself is of those above
/// `Levels.edge`.
struct Region {
    var box: Box
    /// Pixels.
    var area: UInt32
    /// Pairs of neighbours of which one is inside.
    var boundary: UInt32
    /// The sum of the differences of grey over these pairs.
    var contrast: UInt32
    /// Frames, lines and what else is not the digit; and what belongs to it.
    var isDropped: Bool
    var isDigit: Bool

    /// The mean difference of grey at the edge.
    var sharpness: UInt32 { boundary == 0 ? 0 : contrast / boundary }
    /// Large where edges are strong, sharp and many for the area, as of a stroke: contrast^3 / (boundary area).
    @inline(never)
    func strokeStrength() -> Float {
        let contrast = Float(contrast)
        return boundary == 0 ? 0 : contrast / Float(boundary) * (contrast / Float(area)) * contrast
    }
}

/// The regions of a working picture, in its table.
typealias Regions = UnsafeMutableBufferPointer<Region>

extension Regions {
    /// The region with the most contrast along its edges among those that a test admits; nil when it admits none.
    @inline(__always)
    func strongest(where admits: (Region) -> Bool) -> Int? {
        var best = -1
        for index in 0..<count where admits(self[index]) {
            if best < 0 || self[index].contrast > self[best].contrast { best = index }
        }
        return best < 0 ? nil : best
    }
}

extension WorkingPicture {
    /// The label of a pixel that belongs to no region; region i has label i + 1.
    static var noRegion: UInt16 { 0 }

    private static var regionCapacity: Int { tableSize / MemoryLayout<Region>.stride }

    /// Labels the regions of at least three pixels, and as many of the largest as the table has room for.
    func findRegions(_ levels: Levels) -> Regions {
        joinNeighbours(levels.connection)
        var least = 3
        while numberOfTrees(ofAtLeast: least) > WorkingPicture.regionCapacity { least &*= 2 }
        numberTrees(ofAtLeast: least)
        return measureRegions(levels.edge)
    }

    // While regions are being joined, a label is the index of another pixel of the same region, or at the root of such a
    // tree `root` and the number of its pixels. An index has 14 bits; so has a number, less one.

    private static var root: UInt16 { 0x8000 }
    private static var background: UInt16 { 0x7fff }

    private func joinNeighbours(_ connection: Int) {
        var index = 0
        for y in 0..<height {
            for x in 0..<width {
                defer { index &+= 1 }
                guard Int(depth[index]) > connection else {
                    labels[index] = WorkingPicture.background
                    continue
                }
                labels[index] = WorkingPicture.root
                if x > 0 { join(index, index &- 1) }
                if y == 0 { continue }
                join(index, index &- width)
                if x > 0 { join(index, index &- width &- 1) }
                if x &+ 1 < width { join(index, index &- width &+ 1) }
            }
        }
    }

    /// The pixel at the root of a tree: the first of its pixels.
    private func rootOf(_ index: Int) -> Int {
        var index = index
        while labels[index] & WorkingPicture.root == 0 {
            let parent = Int(labels[index])
            // Halves the way for the next who comes.
            if labels[parent] & WorkingPicture.root == 0 { labels[index] = labels[parent] }
            index = parent
        }
        return index
    }

    @inline(never)
    private func join(_ index: Int, _ neighbour: Int) {
        if labels[neighbour] == WorkingPicture.background { return }
        let first = rootOf(index), second = rootOf(neighbour)
        if first == second { return }
        let root = min(first, second), leaf = max(first, second)
        // Numbers less one add up to one less than the sum; at most 16,383.
        labels[root] = labels[root] &+ (labels[leaf] & ~WorkingPicture.root) &+ 1
        labels[leaf] = UInt16(truncatingIfNeeded: root)
    }

    private func isTree(_ label: UInt16, ofAtLeast least: Int) -> Bool {
        label & WorkingPicture.root != 0 && Int(label & ~WorkingPicture.root) &+ 1 >= least
    }

    @inline(never)
    private func numberOfTrees(ofAtLeast least: Int) -> Int {
        var number = 0
        for index in 0..<count where isTree(labels[index], ofAtLeast: least) { number &+= 1 }
        return number
    }

    /// Labels become the numbers of regions. A tree's root is its first pixel, and whatever a label points to comes
    /// before, so that its number is there.
    private func numberTrees(ofAtLeast least: Int) {
        var number: UInt16 = 0
        for index in 0..<count {
            let label = labels[index]
            if label == WorkingPicture.background {
                labels[index] = WorkingPicture.noRegion
            } else if label & WorkingPicture.root == 0 {
                labels[index] = labels[Int(label)]
            } else if isTree(label, ofAtLeast: least) {
                number &+= 1
                labels[index] = number
            } else {
                labels[index] = WorkingPicture.noRegion
            }
        }
    }

    private func measureRegions(_ edge: Int) -> Regions {
        // Safe: numbers of regions are at most regionCapacity.
        let start = table.assumingMemoryBound(to: Region.self)
        var number = 0, index = 0
        for y in 0..<height {
            for x in 0..<width {
                defer { index &+= 1 }
                let label = Int(labels[index])
                if label == 0 { continue }
                let place = Box(
                    top: UInt8(truncatingIfNeeded: y), left: UInt8(truncatingIfNeeded: x),
                    bottom: UInt8(truncatingIfNeeded: y), right: UInt8(truncatingIfNeeded: x))
                while number < label {
                    start[number] = Region(
                        box: place, area: 0, boundary: 0, contrast: 0, isDropped: false, isDigit: false)
                    number &+= 1
                }
                if Int(depth[index]) <= edge { continue }
                let region = start + (label &- 1)
                if region.pointee.area == 0 { region.pointee.box = place }
                region.pointee.box.include(place)
                region.pointee.area &+= 1
                if x > 0 { addPair(index, index &- 1, edge, region) }
                if x &+ 1 < width { addPair(index, index &+ 1, edge, region) }
                if y > 0 { addPair(index, index &- width, edge, region) }
                if y &+ 1 < height { addPair(index, index &+ width, edge, region) }
            }
        }
        return Regions(start: start, count: number)
    }

    @inline(never)
    private func addPair(_ inside: Int, _ neighbour: Int, _ edge: Int, _ region: UnsafeMutablePointer<Region>) {
        if Int(depth[neighbour]) > edge { return }
        region.pointee.boundary &+= 1
        region.pointee.contrast &+= UInt32(max(grey[inside], grey[neighbour]) &- min(grey[inside], grey[neighbour]))
    }

    /// Whether a box touches the picture's edge.
    @inline(never)
    func touchesEdge(_ box: Box) -> Bool {
        box.top == 0 || box.left == 0 || Int(box.bottom) &+ 1 == height || Int(box.right) &+ 1 == width
    }
}
