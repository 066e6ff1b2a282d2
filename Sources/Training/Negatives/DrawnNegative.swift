/// Pictures that are drawn: strokes of a pen, noise, filled shapes.
enum DrawnNegative {
    case strokes
    case noise
    case box
    case ellipse

    /// - Returns: a picture in MNIST's form; nil where there is too little ink for one.
    func picture(using random: inout RandomSource) -> Canvas? {
        switch self {
        case .strokes: return DrawnNegative.strokes(using: &random)
        case .noise:
            let share = random.value(0.1, 0.9)
            return DrawnNegative.shape(using: &random) { _, random in
                random.value(0, 1) < share ? random.value(64, 255) : 0
            }
        case .box: return DrawnNegative.shape(using: &random) { _, _ in 255 }
        case .ellipse:
            return DrawnNegative.shape(using: &random) { place, _ in
                Point.dot(place, place) <= 1 ? 255 : 0
            }
        }
    }

    /// One to three strokes, scaled to MNIST's size before the pen is taken up.
    private static func strokes(using random: inout RandomSource) -> Canvas? {
        let count = Int.random(in: 1...3, using: &random)
        let strokes = (0..<count).map { _ in stroke(using: &random) }
        let radius = random.value(0.7, 2.3)
        let points = strokes.joined()
        guard let left = points.map(\.x).min(), let right = points.map(\.x).max(),
            let top = points.map(\.y).min(), let bottom = points.map(\.y).max(),
            max(right - left, bottom - top) > 0.01
        else { return nil }
        // Half a pixel on each side fades out.
        let scale = (19 - 2 * radius) / max(right - left, bottom - top)
        let middle = Point(x: (left + right) / 2, y: (top + bottom) / 2)
        var canvas = Canvas()
        for stroke in strokes {
            canvas.draw(stroke.map { ($0 - middle) * scale + Point(x: 13.5, y: 13.5) }, pen: radius)
        }
        guard let ink = canvas.ink else { return nil }
        return canvas.cropped(ink.rows, ink.columns).centred
    }

    /// A line, a bent line, a curve, an ellipse or an arc of one, within -1...1.
    private static func stroke(using random: inout RandomSource) -> [Point] {
        switch Int.random(in: 0..<5, using: &random) {
        case 0: return [random.point(), random.point()]
        case 1: return [random.point(), random.point(), random.point()]
        case 2:
            let (start, control, end) = (random.point(), random.point(), random.point())
            return (0...12).map { step in
                let t = Float(step) / 12
                return start * ((1 - t) * (1 - t)) + control * (2 * t * (1 - t)) + end * (t * t)
            }
        case 3: return ellipse(quarters: 4, using: &random)
        default: return ellipse(quarters: Int.random(in: 1...3, using: &random), using: &random)
        }
    }

    /// Some quarters of an ellipse, which lies in any direction. With t in 0...1, ((1 - t^2) / (1 + t^2), 2 t / (1 + t^2)) is
    /// a quarter of a circle.
    private static func ellipse(quarters: Int, using random: inout RandomSource) -> [Point] {
        let middle = random.point() * 0.4
        let wide = random.value(0.2, 1), high = random.value(0.2, 1)
        let direction = random.direction()
        let first = Int.random(in: 0..<4, using: &random)
        return (0...6 * quarters).map { step in
            let t = Float(step % 6) / 6
            var place = Point(x: (1 - t * t) / (1 + t * t), y: 2 * t / (1 + t * t))
            for _ in 0..<(first + step / 6) % 4 { place = Point(x: -place.y, y: place.x) }
            let (x, y) = (place.x * wide, place.y * high)
            return middle + Point(x: x * direction.x - y * direction.y, y: x * direction.y + y * direction.x)
        }
    }

    /// A box of any form and direction, each pixel of it given by its place in -1...1.
    private static func shape(
        using random: inout RandomSource, _ pixel: (Point, inout RandomSource) -> Float
    ) -> Canvas? {
        let direction = random.direction()
        let wide = random.value(2, 10), high = random.value(2, 10)
        var canvas = Canvas()
        for row in 0..<28 {
            for column in 0..<28 {
                let (x, y) = (Float(column) - 13.5, Float(row) - 13.5)
                let place = Point(
                    x: (x * direction.x + y * direction.y) / wide, y: (y * direction.x - x * direction.y) / high)
                if place.x.magnitude <= 1, place.y.magnitude <= 1 { canvas[row, column] = pixel(place, &random) }
            }
        }
        return canvas.framed
    }
}
