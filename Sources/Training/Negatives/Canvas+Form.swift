extension Canvas {
    /// MNIST's form: the ink scaled until its longer side is 20 pixels, as dark as it gets, its centre of mass in the middle of
    /// 28x28.
    ///
    /// - Returns: nil of a picture without ink.
    var framed: Canvas? {
        guard let ink else { return nil }
        let digit = cropped(ink.rows, ink.columns)
        let longest = max(digit.width, digit.height)
        func scaled(_ size: Int) -> Int { max(1, (size * 20 + longest / 2) / longest) }
        return digit.scaled(width: scaled(digit.width), height: scaled(digit.height)).centred
    }

    /// Scaled by the mean of 4x4 places in each pixel, between which and their neighbours it is linear.
    private func scaled(width newWidth: Int, height newHeight: Int) -> Canvas {
        if newWidth == width, newHeight == height { return self }
        let across = Float(width) / Float(newWidth * 4), down = Float(height) / Float(newHeight * 4)
        return Canvas(width: newWidth, height: newHeight).drawing { row, column in
            var sum: Float = 0
            for place in 0..<16 {
                sum += value(
                    at: (Float(row * 4 + place / 4) + 0.5) * down - 0.5,
                    (Float(column * 4 + place % 4) + 0.5) * across - 0.5)
            }
            return sum / 16
        }
    }

    /// Between four pixels; beyond the edge the picture goes on as it ends.
    private func value(at row: Float, _ column: Float) -> Float {
        let y = max(0, min(Float(height - 1), row)), x = max(0, min(Float(width - 1), column))
        let top = Int(y), left = Int(x)
        let bottom = min(top + 1, height - 1), right = min(left + 1, width - 1)
        let upper = self[top, left] + (x - Float(left)) * (self[top, right] - self[top, left])
        let lower = self[bottom, left] + (x - Float(left)) * (self[bottom, right] - self[bottom, left])
        return upper + (y - Float(top)) * (lower - upper)
    }

    /// The darkest pixel made 255 and the centre of mass brought to (14, 14), as near as whole pixels let it and as ink stays
    /// inside. Nil of a picture without ink, or larger than 28x28.
    var centred: Canvas? {
        guard let darkest = values.max(), darkest >= 32, width <= 28, height <= 28 else { return nil }
        var mass: Float = 0, momentDown: Float = 0, momentAcross: Float = 0
        for row in 0..<height {
            for column in 0..<width {
                mass += self[row, column]
                momentDown += self[row, column] * Float(row)
                momentAcross += self[row, column] * Float(column)
            }
        }
        let down = max(0, min(28 - height, Int((14 - momentDown / mass).rounded())))
        let right = max(0, min(28 - width, Int((14 - momentAcross / mass).rounded())))
        return Canvas().drawing { row, column in
            guard 0..<height ~= row - down, 0..<width ~= column - right else { return 0 }
            return min(255, self[row - down, column - right] * 255 / darkest)
        }
    }
}
