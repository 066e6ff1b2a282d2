/// What makes of a three or a seven something that is neither.
///
/// What would still be one is left out: a three upside down, over or half replaced by that; a seven's upper half and its right
/// one, a three's right one; a digit over another of its kind.
enum AlteredDigit: CaseIterable {
    case mirrored
    case turned
    case upsideDown
    case overItself
    case overAnother
    case besideAnother
    case halfMirrored
    case closed
    case cropped

    /// - Parameters:
    ///   - threes: of which one may be taken, at least one.
    ///   - sevens: the same.
    /// - Returns: a picture in MNIST's form; nil where there is too little ink for one.
    func picture(_ threes: [Canvas], _ sevens: [Canvas], using random: inout RandomSource) -> Canvas? {
        guard let three = threes.randomElement(using: &random), let seven = sevens.randomElement(using: &random) else {
            return nil
        }
        let isThree = Bool.random(using: &random), coin = Bool.random(using: &random)
        let digit = isThree ? three : seven
        let result: Canvas?
        switch self {
        case .mirrored: result = digit.mirrored
        case .turned:
            let turned = digit.turned
            result = coin ? turned : (Bool.random(using: &random) ? turned.turned : turned.turned.turned)
        case .upsideDown: result = seven.upsideDown
        case .overItself: result = digit.over(coin || isThree ? digit.mirrored : digit.upsideDown)
        case .overAnother:
            let down = Int.random(in: -4...4, using: &random), right = Int.random(in: -4...4, using: &random)
            result = three.over(seven.moved(down: down, right: right))
        case .besideAnother:
            let other = (Bool.random(using: &random) ? threes : sevens).randomElement(using: &random) ?? digit
            result = digit.beside(other)
        case .halfMirrored: result = AlteredDigit.halfMirrored(digit, isThree: isThree, using: &random)
        case .closed: result = AlteredDigit.closed(digit, isThree: isThree, using: &random)
        case .cropped: result = AlteredDigit.cropped(digit, isThree: isThree, using: &random)
        }
        return result?.framed
    }

    /// One half, and its mirror in place of the other.
    private static func halfMirrored(_ digit: Canvas, isThree: Bool, using random: inout RandomSource) -> Canvas {
        let keepsFirst = Bool.random(using: &random)
        func half(_ place: Int) -> Int { (place < 14) == keepsFirst ? place : 27 - place }
        if isThree || Bool.random(using: &random) { return digit.drawing { digit[$0, half($1)] } }
        return digit.drawing { digit[half($0), $1] }
    }

    /// A stroke on the left that closes a loop: of a three from the end at the top to the middle, from there to the end at the
    /// bottom, or both; of a seven from the end of its bar to the stem.
    private static func closed(_ digit: Canvas, isThree: Bool, using random: inout RandomSource) -> Canvas? {
        guard let ink = digit.ink else { return nil }
        // The place furthest to the left between two heights, 0 at the top to 1.
        func end(_ from: Float, _ to: Float) -> Point {
            let height = Float(ink.rows.count - 1)
            let rows = ink.rows.lowerBound + Int(from * height)...ink.rows.lowerBound + Int(to * height)
            let ends = rows.map { row in
                Point(x: Float(ink.columns.first { digit[row, $0] >= 128 } ?? ink.columns.upperBound), y: Float(row))
            }
            return ends.min { $0.x < $1.x } ?? Point(x: 13.5, y: 13.5)
        }
        let top = end(0, 0.3)
        let ends: [[Point]]
        if isThree {
            let middle = end(0.45, 0.55), bottom = end(0.7, 1)
            ends = [[top, middle], [middle, bottom], [top, middle, bottom]]
        } else {
            ends = [[top, end(0.5, 0.55)], [top, end(0.7, 0.75)], [top, end(0.95, 1)]]
        }
        var canvas = digit
        let radius = random.value(0.8, 1.8), points = ends.randomElement(using: &random) ?? []
        for (start, end) in zip(points, points.dropFirst()) {
            // Bent outwards, as a loop is.
            let bend = Point(x: -random.value(0, 4), y: 0)
            canvas.draw([start, (start + end) * 0.5 + bend, end], pen: radius)
        }
        return canvas
    }

    /// Of a three the left, the upper or the lower half; of a seven the left or the lower one.
    private static func cropped(_ digit: Canvas, isThree: Bool, using random: inout RandomSource) -> Canvas? {
        guard let ink = digit.ink else { return nil }
        let (rows, columns) = (ink.rows, ink.columns)
        let middleRow = (rows.lowerBound + rows.upperBound) / 2
        let middleColumn = (columns.lowerBound + columns.upperBound) / 2
        switch Int.random(in: isThree ? 0...2 : 0...1, using: &random) {
        case 0: return digit.cropped(rows, columns.lowerBound...middleColumn)
        case 1: return digit.cropped(middleRow...rows.upperBound, columns)
        default: return digit.cropped(rows.lowerBound...middleRow, columns)
        }
    }
}
