/// How much ink each pixel of a picture has, and where the digit is.
struct InkMap {
    /// 0 background to 1 ink.
    let plane: Plane
    /// The digit's box.
    let box: Box
}

extension Normalizer {
    /// Steps 2 to 5: the ink of a picture, told from its ground and from what is not the digit.
    func inkMap(_ image: GrayImage, file: String) throws(ImageError) -> InkMap {
        var plane = Plane(image, longestSide: Normalizer.workingSide).leveled
        let polarity = polarity ?? InkPolarity(of: plane)
        if polarity == .dark { plane.values = plane.values.map { -$0 } }
        guard let levels = InkLevels(plane),
            let regions = InkRegions(plane, edge: levels.edge, connection: levels.connection)
        else {
            // Without a second level, the one level that there is tells paper from ink.
            let level = median(image.pixels.map(Float.init))
            throw (level < 128) == (polarity == .dark) ? .onlyInk(file: file) : .noInk(file: file)
        }
        let inked = regions.digit.reduce(0) { $0 + $1.pixels.count }
        guard Float(inked) < 0.9 * Float(plane.values.count) else { throw .onlyInk(file: file) }
        return InkMap(plane: regions.onlyDigit(of: levels.shares(of: plane)), box: regions.box)
    }
}

extension Plane {
    /// The plane on even ground: less its `BackgroundSurface`, when the ground is uneven, else as it is.
    ///
    /// The ground is uneven when half of all levels, wherever they lie, spread over more than 4 levels, and with the
    /// surface subtracted over less than 0.6 of that and less than a 12th of the whole range, which is noise. A drawing's
    /// ground is one level, and nothing is subtracted; nor where a thick digit in a tight crop leaves little ground.
    var leveled: Plane {
        let coarse = reduced(longestSide: 32)
        let spread = shortestHalf(coarse.values).halfLength
        guard 2 * spread > 4, let surface = BackgroundSurface(coarse) else { return self }
        let rest = surface.subtracted(from: coarse).values
        let restSpread = shortestHalf(rest).halfLength
        let range = (rest.max() ?? 0) - (rest.min() ?? 0)
        guard restSpread < 0.6 * spread, 2 * restSpread < range / 12 else { return self }
        return surface.subtracted(from: self)
    }
}

extension InkLevels {
    /// What share of the ink's level each pixel has: (value - ground) / (ink - ground), clamped to 0...1, where the
    /// ground begins 3 standard deviations above the background's middle, but at most at a quarter of the ink.
    func shares(of plane: Plane) -> Plane {
        let ground = background + min(3 * noise, (ink - background) / 4)
        let scale = 1 / (ink - ground)
        return Plane(
            width: plane.width, height: plane.height,
            values: plane.values.map { max(0, min(1, ($0 - ground) * scale)) })
    }
}

extension InkRegions {
    /// A plane with 0 everywhere but in the digit and near it, where the strokes' soft edges are: up to 2 pixels away,
    /// and a 64th of the digit's longest side.
    func onlyDigit(of plane: Plane) -> Plane {
        let reach = 2 + box.longestSide / 64
        var isNear = [Bool](repeating: false, count: plane.values.count)
        for region in digit {
            for pixel in region.pixels {
                let row = pixel / plane.width, column = pixel % plane.width
                for y in max(0, row - reach)...min(plane.height - 1, row + reach) {
                    for x in max(0, column - reach)...min(plane.width - 1, column + reach) {
                        isNear[y * plane.width + x] = true
                    }
                }
            }
        }
        var result = plane
        for index in isNear.indices where !isNear[index] { result.values[index] = 0 }
        return result
    }
}

extension InkMap {
    /// Step 6: the digit in a picture of 28x28.
    func framed() -> GrayImage {
        let side = MNISTConvention.side
        let scale = Float(box.longestSide) / Float(MNISTConvention.boxSide)
        var framing = Framing(
            scale: scale, start: (center(box.rows), center(box.columns)), origin: (Float(side) / 2, Float(side) / 2))
        let slope = slope(scale)
        // Twice, since clamping and the field's edges move the centre of mass a little; then it is right to 1/20 pixel.
        for _ in 0..<2 {
            let centroid = contrasted(plane.resampled(framing, side: side), slope: slope).centroid
            framing.origin.row += Float(MNISTConvention.center) - centroid.row
            framing.origin.column += Float(MNISTConvention.center) - centroid.column
        }
        let framed = contrasted(plane.resampled(framing, side: side), slope: slope)
        let brightest = framed.values.max() ?? 0
        let gain = brightest > 0 ? 255 / brightest : 0
        return GrayImage(
            checkedWidth: side, height: side,
            pixels: framed.values.map { UInt8(max(0, min(255, ($0 * gain).rounded()))) })
    }

    private func center(_ range: Range<Int>) -> Float {
        Float(range.lowerBound + range.upperBound) / 2
    }

    /// By how much edges are steepened about the half-way level. A stroke's edge is 1.1 pixels wide in MNIST (the median
    /// of `edgeWidth` is 1.07), whose digits were black and white before they were reduced. In a picture smaller than
    /// that, or enlarged, or out of focus, it is wider; the slope makes up for up to 2.5 times.
    private func slope(_ scale: Float) -> Float {
        min(2.5, max(1, plane.edgeWidth / scale / 1.1))
    }

    private func contrasted(_ plane: Plane, slope: Float) -> Plane {
        var result = plane
        result.values = plane.values.map { max(0, min(1, ($0 - 0.5) * slope + 0.5)) }
        return result
    }
}

extension Plane {
    /// How many pixels the edges between 0 and 1 take, on average: 3/2 sum(4 v (1 - v)) / sum(|gradient|).
    ///
    /// Across an edge that rises evenly over w pixels, 4 v (1 - v) sums to 2/3 w, and the gradient to 1. The gradient is
    /// taken at the pixels' corners, with 0 around the plane.
    var edgeWidth: Float {
        func value(_ row: Int, _ column: Int) -> Float {
            row >= 0 && row < height && column >= 0 && column < width ? values[row * width + column] : 0
        }
        let between = values.reduce(Float(0)) { $0 + 4 * $1 * (1 - $1) }
        var gradient: Float = 0
        for row in 0...height {
            for column in 0...width {
                let a = value(row - 1, column - 1), b = value(row - 1, column)
                let c = value(row, column - 1), d = value(row, column)
                let down = (c + d - a - b) / 2, across = (b + d - a - c) / 2
                gradient += (down * down + across * across).squareRoot()
            }
        }
        return gradient > 0 ? 1.5 * between / gradient : 0
    }
}

extension Plane {
    /// The centre of mass, with the first pixel's centre at 0; the middle of a plane without mass.
    var centroid: (row: Float, column: Float) {
        var mass: Float = 0, momentDown: Float = 0, momentAcross: Float = 0
        for row in 0..<height {
            for column in 0..<width {
                let value = values[row * width + column]
                mass += value
                momentDown += value * Float(row)
                momentAcross += value * Float(column)
            }
        }
        guard mass > 0 else { return (Float(height - 1) / 2, Float(width - 1) / 2) }
        return (momentDown / mass, momentAcross / mass)
    }
}

extension GrayImage {
    /// The part around a box, with half of the box's longest side on each side.
    ///
    /// - Parameters:
    ///   - box: in the picture reduced by `factor`.
    ///   - factor: source pixels to a pixel of the box.
    func cropped(around box: Box, scaledBy factor: Int) -> GrayImage {
        let margin = box.longestSide * factor / 2
        func range(_ range: Range<Int>, _ limit: Int) -> Range<Int> {
            max(0, range.lowerBound * factor - margin)..<min(limit, range.upperBound * factor + margin)
        }
        let rows = range(box.rows, height), columns = range(box.columns, width)
        var part: [UInt8] = []
        part.reserveCapacity(rows.count * columns.count)
        for row in rows { part += pixels[(row * width + columns.lowerBound)..<(row * width + columns.upperBound)] }
        return GrayImage(checkedWidth: columns.count, height: rows.count, pixels: part)
    }
}
