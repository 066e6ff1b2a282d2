// From a picture to the digit in it: its ink, alone.

/// The digit in a working picture.
struct Digit {
    /// Of its pixels above `Levels.edge`.
    var box: Box
    /// The levels of its ink.
    var levels: Levels
}

extension WorkingPicture {
    /// Finds the digit by `depth`, and leaves the depth of its ink there alone.
    ///
    /// - Parameter isClean: the ground is the same everywhere, and has no noise.
    func findDigit(isClean: Bool) -> Digit? {
        var round = 0, hasLines = true
        while true {
            // What surrounds the digit may have set the levels, and hidden that there is more of it: once more, without.
            guard let levels = measureLevels() else { return nil }
            let regions = findRegions(levels)
            round &+= 1
            if round <= 3, dropSurroundings(regions) {
                clearDropped(regions)
                continue
            }
            guard let main = mainRegion(regions) else { return nil }
            if hasLines, touchesEdge(regions[main].box), min(width, height) >= 40 {
                hasLines = false
                if eraseRuledLines(levels, around: regions[main].box) { continue }
            }
            guard isClean || standsOut(regions[main], levels), 10 &* Int(regions[main].area) < 9 &* count else {
                return nil
            }
            let box = joinParts(regions, main)
            keepDigit(regions, box)
            return Digit(box: box, levels: levels)
        }
    }

    /// The strength of the strongest stroke by `depth`: the side of ink has the larger one, since a digit's edges are sharp
    /// and its strokes thin, while the grounds between them are neither. Less when what is strongest lies around its own
    /// middle.
    func strokeStrength() -> Float {
        guard let levels = measureLevels() else { return 0 }
        let regions = findRegions(levels)
        var strongest: Float = 0, number = 0
        for index in 0..<regions.count where regions[index].area > 0 && regions[index].strokeStrength() > strongest {
            strongest = regions[index].strokeStrength()
            number = index
        }
        guard strongest > 0 else { return 0 }
        let box = regions[number].box
        let down = UInt8(truncatingIfNeeded: box.height / 4), across = UInt8(truncatingIfNeeded: box.width / 4)
        // Safe: a quarter of a box twice leaves half of it.
        let middle = Box(
            top: box.top &+ down, left: box.left &+ across, bottom: box.bottom &- down, right: box.right &- across)
        return surrounds(number, middle, within: box) ? 0.3 * strongest : strongest
    }

    /// The strongest region that does not touch the picture's edge; when all do, the strongest.
    private func mainRegion(_ regions: Regions) -> Int? {
        regions.strongest { $0.area > 0 && !touchesEdge($0.box) } ?? regions.strongest { $0.area > 0 }
    }

    /// Whether the edges of a region are more than noise and shading have: at least 3 levels from a pixel to the next, and
    /// 2.5 times what neighbours on the ground differ by, on average.
    private func standsOut(_ region: Region, _ levels: Levels) -> Bool {
        // Sums of at most 16,384 differences.
        var difference = 0, pairs = 1
        for index in 1..<max(1, count) where index % width != 0 {
            if Int(depth[index]) > levels.connection || Int(depth[index &- 1]) > levels.connection { continue }
            difference &+= abs(Int(grey[index]) &- Int(grey[index &- 1]))
            pairs &+= 1
        }
        let sharpness = 16 &* Int(region.contrast) / max(1, Int(region.boundary))
        return sharpness >= 48 && sharpness >= 3 &* (16 &* difference / pairs)
            && (touchesEdge(region.box) ? 8 : 16) &* sharpness >= 16 &* (levels.full &- levels.ground)
    }

    /// Marks the regions that belong to the digit, nearest first, and returns the box of all.
    private func joinParts(_ regions: Regions, _ main: Int) -> Box {
        var box = regions[main].box, found = true
        regions[main].isDigit = true
        while found {
            found = false
            for index in 0..<regions.count
            where !regions[index].isDigit && belongs(regions[index], to: regions[main], box) {
                regions[index].isDigit = true
                box.include(regions[index].box)
                found = true
            }
        }
        return box
    }

    /// Whether a region is a part of the digit that the pen or the camera left apart: not much fainter than the main one,
    /// and large and near, or nearer.
    private func belongs(_ region: Region, to main: Region, _ box: Box) -> Bool {
        guard region.area > 0, 4 &* region.sharpness >= main.sharpness else { return false }
        let gap = region.box.gap(to: box), side = main.box.longestSide
        return 100 &* Int(region.area) >= 8 &* Int(main.area) && 10 &* gap <= 6 &* side
            || 100 &* Int(region.area) >= 2 &* Int(main.area) && 10 &* gap <= 2 &* side
    }
}
