// What is ink but not the digit: frames, underlines, and what reaches in from the picture's edge.

extension WorkingPicture {
    /// Marks frames, underlines and what touches the picture's edge as dropped, and tells whether there was any.
    func dropSurroundings(_ regions: Regions) -> Bool {
        var found = false
        for index in 0..<regions.count where regions[index].area > 0 {
            let region = regions[index]
            for other in 0..<regions.count where other != index && regions[other].area > 0 {
                let inner = regions[other]
                if isFrame(region, number: index, around: inner) || isUnderline(region, of: inner) {
                    regions[index].isDropped = true
                    found = true
                    break
                }
            }
        }
        return dropWhatTouchesTheEdge(regions) || found
    }

    /// Whether a region is a thin line around another, at least a quarter as long, on all four sides.
    private func isFrame(_ region: Region, number: Int, around inner: Region) -> Bool {
        2 &* Int(region.area) <= region.box.width &* region.box.height && region.box.encloses(inner.box)
            && 4 &* inner.box.longestSide >= region.box.longestSide && surrounds(number, inner.box, within: region.box)
    }

    /// Whether a region is a flat line below another that stands free.
    @inline(never)
    private func isUnderline(_ region: Region, of above: Region) -> Bool {
        let line = region.box, digit = above.box
        let overlap = min(Int(line.right), Int(digit.right)) &- max(Int(line.left), Int(digit.left)) &+ 1
        return line.width >= 3 &* line.height && !touchesEdge(digit) && digit.height >= 2 &* line.height
            && 10 &* digit.width >= 3 &* line.width && 10 &* overlap >= 4 &* min(line.width, digit.width)
            && line.top > digit.bottom && Int(line.top) &- Int(digit.bottom) <= digit.height
    }

    /// Drops what touches the edge when the strongest region that does not is at least 0.2 as long as the strongest that
    /// does, and has 2 % of its contrast.
    private func dropWhatTouchesTheEdge(_ regions: Regions) -> Bool {
        guard let free = regions.strongest(where: { $0.area > 0 && !$0.isDropped && !touchesEdge($0.box) }),
            let touching = regions.strongest(where: { $0.area > 0 && !$0.isDropped && touchesEdge($0.box) }),
            5 &* regions[free].box.longestSide >= regions[touching].box.longestSide,
            50 &* Int(regions[free].contrast) >= Int(regions[touching].contrast)
        else { return false }
        for index in 0..<regions.count where regions[index].area > 0 && touchesEdge(regions[index].box) {
            regions[index].isDropped = true
        }
        return true
    }

    /// Whether rays from each side of a box outward meet a region on 90 % of the side.
    ///
    /// - Parameters:
    ///   - number: the region's.
    ///   - outer: its box.
    func surrounds(_ number: Int, _ inner: Box, within outer: Box) -> Bool {
        let label = UInt16(truncatingIfNeeded: number &+ 1)
        let top = Int(inner.top), left = Int(inner.left), below = Int(inner.bottom) &+ 1, right = Int(inner.right) &+ 1
        var onLeft = 0, onRight = 0, above = 0, beneath = 0
        for y in top..<below {
            onLeft &+= meets(label, y, Int(outer.left), y &+ 1, left)
            onRight &+= meets(label, y, right, y &+ 1, Int(outer.right) &+ 1)
        }
        for x in left..<right {
            above &+= meets(label, Int(outer.top), x, top, x &+ 1)
            beneath &+= meets(label, below, x, Int(outer.bottom) &+ 1, x &+ 1)
        }
        return 10 &* min(onLeft, onRight) >= 9 &* inner.height && 10 &* min(above, beneath) >= 9 &* inner.width
    }

    /// 1 when a label is in a rectangle, whose end is not part of it.
    @inline(never)
    private func meets(_ label: UInt16, _ top: Int, _ left: Int, _ below: Int, _ right: Int) -> Int {
        var y = top
        while y < below {
            var x = left
            while x < right {
                if labels[y &* width &+ x] == label { return 1 }
                x &+= 1
            }
            y &+= 1
        }
        return 0
    }

    /// Clears the depth of dropped regions, and up to two pixels around them, where their soft edges are.
    func clearDropped(_ regions: Regions) {
        for y in 0..<height {
            for x in 0..<width {
                let index = y &* width &+ x, label = Int(labels[index])
                if depth[index] == 0 || label > 0 && !regions[label &- 1].isDropped { continue }
                if hasNear(y, x, regions, digit: false) { depth[index] = 0 }
            }
        }
    }

    /// Clears all depths but the digit's and those that belong to no other region, up to two pixels around it and around
    /// its box: its soft edges.
    ///
    /// - Parameter box: the digit's.
    func keepDigit(_ regions: Regions, _ box: Box) {
        for y in 0..<height {
            for x in 0..<width {
                let index = y &* width &+ x, label = Int(labels[index])
                if depth[index] == 0 || label > 0 && regions[label &- 1].isDigit { continue }
                let isFar =
                    y < Int(box.top) &- 2 || y > Int(box.bottom) &+ 2 || x < Int(box.left) &- 2
                    || x > Int(box.right) &+ 2
                if label > 0 || isFar || !hasNear(y, x, regions, digit: true) { depth[index] = 0 }
            }
        }
    }

    /// Whether a pixel of the digit, or of a dropped region, is at most two rows and columns away.
    @inline(never)
    private func hasNear(_ y: Int, _ x: Int, _ regions: Regions, digit: Bool) -> Bool {
        for row in max(0, y &- 2)...min(height &- 1, y &+ 2) {
            for column in max(0, x &- 2)...min(width &- 1, x &+ 2) {
                let label = Int(labels[row &* width &+ column])
                if label > 0, digit ? regions[label &- 1].isDigit : regions[label &- 1].isDropped { return true }
            }
        }
        return false
    }
}
