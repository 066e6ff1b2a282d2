// Lines from edge to edge that the digit is written across.

extension WorkingPicture {
    /// Erases ruled lines as thick as the pen, where the digit does not cross them.
    ///
    /// - Parameter box: what the digit hangs on. Where that fills the picture, a single line is the bar of a seven that was
    ///   cropped to its ink, and stays.
    /// - Returns: whether there was any.
    func eraseRuledLines(_ levels: Levels, around box: Box) -> Bool {
        // A line is found from both of its ends.
        let least = box.width == width && box.height == height ? 3 : 1
        return walkLines(levels, erasing: false) >= least && walkLines(levels, erasing: true) > 0
    }

    /// Finds lines by the same walk from the left, the right, the top and the bottom.
    ///
    /// - Returns: how many there were.
    @inline(never)
    private func walkLines(_ levels: Levels, erasing: Bool) -> Int {
        var found = 0
        for side in 0..<4 {
            let isDown = side >= 2, isBackward = side & 1 != 0
            let along = isDown ? width : 1, across = isDown ? 1 : width
            let way = LineWay(
                start: isBackward ? count &- 1 : 0, along: isBackward ? 0 &- along : along,
                across: isBackward ? 0 &- across : across, length: isDown ? height : width,
                breadth: isDown ? width : height)
            found &+= walkLines(way, levels.connection, erasing: erasing)
        }
        return found
    }

    private func walkLines(_ way: LineWay, _ level: Int, erasing: Bool) -> Int {
        var found = 0, position = 0
        while position < way.breadth {
            guard let run = run(way, 0, at: position, level) else {
                position &+= 1
                continue
            }
            position = run.end
            if run.end &- run.start > max(1, way.breadth / 12) { continue }
            let line = follow(way, from: run, level, erasing: 0)
            guard 100 &* line.reached >= 97 &* way.length, 100 &* line.supported >= 45 &* way.length else { continue }
            found &+= 1
            // In 256ths: 1.4 of the mean thickness and 1.5.
            if erasing { _ = follow(way, from: run, level, erasing: 358 &* line.thickness / line.supported &+ 384) }
        }
        return found
    }

    /// Follows a line from a run at its beginning: the next run is looked for within two pixels of where the line is
    /// heading, and turns it a little.
    ///
    /// - Parameter erasing: clears runs that are at most so thick, in 256ths of a pixel.
    /// - Returns: how far it came, how many runs were no thicker than a line, and their thickness in all.
    @inline(never)
    private func follow(
        _ way: LineWay, from first: (start: Int, end: Int), _ level: Int, erasing most: Int
    ) -> (reached: Int, supported: Int, thickness: Int) {
        // In 256ths of a pixel: the line's middle, and how much it moves a pixel on.
        var middle = (first.start &+ first.end) &* 128, slope = 0
        var result = (reached: 0, supported: 0, thickness: 0)
        var missing = 0
        for step in 0..<way.length {
            middle &+= slope
            guard let run = nearestRun(way, step, to: middle, level) else {
                missing &+= 1
                if missing > way.length / 12 { return result }
                continue
            }
            missing = 0
            result.reached = step &+ 1
            let thickness = run.end &- run.start
            // The digit crosses here: straight on.
            if thickness > max(1, way.breadth / 12) { continue }
            result.supported &+= 1
            result.thickness &+= thickness
            let error = (run.start &+ run.end) &* 128 &- middle
            middle &+= error &* 2 / 5
            slope = max(-38, min(38, slope &+ error / 50))
            if 256 &* thickness > most { continue }
            for place in max(0, run.start &- 1)..<min(way.breadth, run.end &+ 1) { depth[way.index(step, place)] = 0 }
        }
        return result
    }

    /// The run of ink at a step that has, or is within two pixels of, a position in 256ths.
    private func nearestRun(_ way: LineWay, _ step: Int, to middle: Int, _ level: Int) -> (start: Int, end: Int)? {
        let position = middle &>> 8
        for distance in 0...2 {
            if let found = run(way, step, at: position &- distance, level) { return found }
            if let found = run(way, step, at: position &+ distance, level) { return found }
        }
        return nil
    }

    /// The run of pixels above a level at a step that has a position.
    @inline(never)
    private func run(_ way: LineWay, _ step: Int, at position: Int, _ level: Int) -> (start: Int, end: Int)? {
        guard position >= 0, position < way.breadth, Int(depth[way.index(step, position)]) > level else { return nil }
        var start = position, end = position &+ 1
        while start > 0, Int(depth[way.index(step, start &- 1)]) > level { start &-= 1 }
        while end < way.breadth, Int(depth[way.index(step, end)]) > level { end &+= 1 }
        return (start, end)
    }
}

/// A direction to look at a picture from.
private struct LineWay {
    /// The index of the first pixel, and how indices change with a step along and a position across.
    let start: Int
    let along: Int
    let across: Int
    let length: Int
    let breadth: Int

    /// Safe: 0 <= step < length and 0 <= position < breadth.
    func index(_ step: Int, _ position: Int) -> Int { start &+ step &* along &+ position &* across }
}
