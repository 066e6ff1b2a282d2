/// A picture of real numbers, as the steps of normalisation hand it on.
struct Plane {
    let width: Int
    let height: Int
    /// (height, width) row-major.
    var values: [Float]

    var longestSide: Int { max(width, height) }

    /// A picture's grey levels, 0...255.
    init(_ image: GrayImage) {
        self.init(width: image.width, height: image.height, values: image.pixels.map(Float.init))
    }

    /// - Parameter values: (height, width) row-major.
    init(width: Int, height: Int, values: [Float]) {
        self.width = width
        self.height = height
        self.values = values
    }

    /// A picture reduced by the smallest whole factor that makes no side longer than `limit` (see `reduced`).
    init(_ image: GrayImage, longestSide limit: Int) {
        let factor = Plane.reduction(of: image, longestSide: limit)
        self = factor > 1 ? Plane.reduced(image.pixels, image.width, image.height, by: factor) : Plane(image)
    }

    /// The whole factor by which `init(_:longestSide:)` reduces.
    static func reduction(of image: GrayImage, longestSide limit: Int) -> Int {
        (max(image.width, image.height) + limit - 1) / limit
    }

    /// The plane reduced by the smallest whole factor that makes no side longer than `limit`.
    func reduced(longestSide limit: Int) -> Plane {
        let factor = (longestSide + limit - 1) / limit
        return factor > 1 ? Plane.reduced(values, width, height, by: factor) : self
    }

    /// Each pixel of the result is the mean of a block of factor x factor pixels, of as many as there are at the right
    /// and lower edge. Noise that is independent from pixel to pixel falls by the factor.
    private static func reduced<Element: GrayLevel>(
        _ pixels: [Element], _ width: Int, _ height: Int, by factor: Int
    ) -> Plane {
        let columns = (width + factor - 1) / factor, rows = (height + factor - 1) / factor
        var values = [Float](repeating: 0, count: columns * rows)
        for line in 0..<height {
            let first = line / factor * columns
            let start = line * width
            for column in 0..<columns {
                var sum: Float = 0
                for index in (column * factor)..<min(width, (column + 1) * factor) {
                    sum += pixels[start + index].gray
                }
                values[first + column] += sum
            }
        }
        for row in 0..<rows {
            let lines = min(height, (row + 1) * factor) - row * factor
            for column in 0..<columns {
                let across = min(width, (column + 1) * factor) - column * factor
                values[row * columns + column] /= Float(lines * across)
            }
        }
        return Plane(width: columns, height: rows, values: values)
    }

    /// The values on the picture's edge: a frame of a 25th of the shorter side, at least one pixel.
    var border: [Float] {
        let frame = max(1, min(width, height) / 25)
        var border: [Float] = []
        for row in 0..<height {
            if row < frame || row >= height - frame {
                border += values[(row * width)..<((row + 1) * width)]
            } else {
                border += values[(row * width)..<(row * width + min(frame, width))]
                border += values[((row + 1) * width - min(frame, width))..<((row + 1) * width)]
            }
        }
        return border
    }
}

/// What a grey level can be stored as.
private protocol GrayLevel {
    var gray: Float { get }
}

extension UInt8: GrayLevel {
    fileprivate var gray: Float { Float(self) }
}

extension Float: GrayLevel {
    fileprivate var gray: Float { self }
}
