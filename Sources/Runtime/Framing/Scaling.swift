// The digit, scaled to 20 pixels and centred in 28 x 28.

/// Where a working picture goes: along each axis, source = start + (place - origin) * scale, with pixel i reaching from i
/// to i + 1. Positions in 256ths of a pixel.
private struct Placement {
    /// Source pixels for a pixel of the result, in 4,096ths.
    let scale: Int
    let startDown: Int
    let startAcross: Int
    var originDown = 128 &* formSide
    var originAcross = 128 &* formSide

    /// The middle of a pixel of the result, in the source.
    ///
    /// Safe: |place - origin| < 2^14, and scale at most 6.4 * 4,096.
    @inline(never)
    func down(_ place: Int) -> Int { startDown &+ (((256 &* place &+ 128 &- originDown) &* scale) &>> 12) }
    @inline(never)
    func across(_ place: Int) -> Int { startAcross &+ (((256 &* place &+ 128 &- originAcross) &* scale) &>> 12) }

    /// The filter is stretched where the picture becomes smaller, so that every source pixel counts.
    var stretch: Int { max(256, scale &>> 4) }

    /// The weight of a source pixel for a pixel of the result whose middle is at `middle`; 1,024 is 1.
    @inline(never)
    func weight(_ pixel: Int, _ middle: Int) -> Int {
        keysCubic(abs(256 &* pixel &+ 128 &- middle) &* 256 / stretch)
    }

    /// The sum of all weights, with those beyond the picture's edges.
    @inline(never)
    func sumOfWeights(_ middle: Int) -> Int {
        var sum = 0
        for pixel in first(middle)...last(middle) { sum &+= weight(pixel, middle) }
        return max(1, sum)
    }

    func first(_ middle: Int) -> Int { (middle &- 2 &* stretch &- 128) &>> 8 }
    func last(_ middle: Int) -> Int { (middle &+ 2 &* stretch &+ 128) &>> 8 }
}

/// The cubic convolution of R. Keys (Cubic Convolution Interpolation for Digital Image Processing, 1981, a = -1/2), in
/// 1,024ths:
///
///     k(t) = 3/2 t^3 - 5/2 t^2 + 1              t <= 1
///            -1/2 t^3 + 5/2 t^2 - 4 t + 2       1 < t < 2
///
/// - Parameter t: in 256ths, at least 0.
private func keysCubic(_ t: Int) -> Int {
    if t >= 512 { return 0 }
    // In 2^24ths, twice.
    let square = 256 &* t &* t, cube = t &* t &* t
    let twice =
        t <= 256
        ? 3 &* cube &- 5 &* square &+ 2 &<< 24
        : 5 &* square &- cube &- 8 &* 65_536 &* t &+ 4 &<< 24
    return twice &>> 15
}

extension WorkingPicture {
    /// Writes the digit in MNIST's form: its longest side scaled to 20 pixels, edges steepened to MNIST's, the brightest
    /// pixel 255, the centre of mass on pixel 14, to a fraction of a pixel.
    ///
    /// - Parameters:
    ///   - box: the digit's.
    ///   - form: (784).
    func scale(_ box: Box, to form: UnsafeMutablePointer<UInt8>) {
        var placement = Placement(
            scale: box.longestSide &* 4_096 / formBoxSide,
            startDown: (Int(box.top) &+ Int(box.bottom) &+ 1) &* 128,
            startAcross: (Int(box.left) &+ Int(box.right) &+ 1) &* 128)
        // A stroke's edge is 1.1 pixels wide in MNIST, whose digits were black and white before they were reduced. Where
        // it is wider, as of small and of blurred pictures, it is steepened up to 2.5 times. In 256ths.
        let slope = max(256, min(640, edgeWidth() &* 4_096 / placement.scale &* 10 / 11))
        // Safe: 784 values of four bytes are 3,136 of the table's.
        let values = table.assumingMemoryBound(to: Int32.self)
        // Steepening and the field's edges move the centre of mass a little; then it is right to 1/20 pixel.
        for _ in 0..<2 {
            resample(placement, slope, to: values)
            let (down, across) = centreOfMass(values)
            placement.originDown &+= 256 &* formSide / 2 &- down
            placement.originAcross &+= 256 &* formSide / 2 &- across
        }
        resample(placement, slope, to: values)
        var brightest: Int32 = 1
        for index in 0..<784 { brightest = max(brightest, values[index]) }
        for index in 0..<784 {
            form[index] = UInt8(truncatingIfNeeded: (2 &* 255 &* values[index] &+ brightest) / (2 &* brightest))
        }
    }

    /// Resamples `depth`, 0 around it, to 28 x 28 values of 0...4,080, and steepens what lies between.
    private func resample(_ placement: Placement, _ slope: Int, to values: UnsafeMutablePointer<Int32>) {
        for index in 0..<784 { values[index] = 0 }
        var sums = InlineArray<28, Int32>(repeating: 0), line = sums
        for x in 0..<formSide {
            sums[x] = Int32(truncatingIfNeeded: placement.sumOfWeights(placement.across(x)))
        }
        // Each row of the source, scaled across, is added to the rows of the result that see it.
        for row in 0..<height {
            // Most of a picture has no ink.
            var left = 0, right = width
            while left < right, depth[row &* width &+ left] == 0 { left &+= 1 }
            if left == right { continue }
            while depth[row &* width &+ right &- 1] == 0 { right &-= 1 }
            for x in 0..<formSide {
                let middle = placement.across(x)
                var sum = 0, column = max(left, placement.first(middle))
                let end = min(right, placement.last(middle) &+ 1)
                while column < end {
                    sum &+= placement.weight(column, middle) &* Int(depth[row &* width &+ column])
                    column &+= 1
                }
                line[x] = Int32(truncatingIfNeeded: 16 &* sum / Int(sums[x]))
            }
            for y in 0..<formSide {
                let weight = Int32(truncatingIfNeeded: placement.weight(row, placement.down(y)))
                if weight == 0 { continue }
                for x in 0..<formSide { values[y &* formSide &+ x] &+= weight &* line[x] }
            }
        }
        for y in 0..<formSide {
            let sum = placement.sumOfWeights(placement.down(y))
            for x in 0..<formSide {
                let value = Int(values[y &* formSide &+ x]) / sum
                let steepened = 2_040 &+ (((value &- 2_040) &* slope) &>> 8)
                values[y &* formSide &+ x] = Int32(truncatingIfNeeded: max(0, min(4_080, steepened)))
            }
        }
    }

    /// The centre of mass, in 256ths of a pixel, with the first pixel's centre at 0; the middle when there is no mass.
    private func centreOfMass(_ values: UnsafePointer<Int32>) -> (down: Int, across: Int) {
        // Sums of 784 values of at most 4,080 / 16 times 27 times 256 stay below 2^31.
        var mass = 0, down = 0, across = 0
        for y in 0..<formSide {
            for x in 0..<formSide {
                let value = Int(values[y &* formSide &+ x]) / 16
                mass &+= value
                down &+= value &* y
                across &+= value &* x
            }
        }
        if mass == 0 { return (256 &* formSide / 2, 256 &* formSide / 2) }
        return (256 &* down / mass, 256 &* across / mass)
    }
}
