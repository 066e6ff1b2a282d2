/// The level of uneven paper: a surface b(x, y) = c0 + c1 x + c2 y + c3 x^2 + c4 x y + c5 y^2, x and y in -1...1, which
/// follows a shadow, a vignette or a lamp at the side, and is too stiff to follow a stroke.
struct BackgroundSurface {
    /// (6)
    private let coefficients: [Double]

    /// The surface with the least sum of absolute distances to a plane's values: ink that covers less than half of any
    /// region hardly moves it.
    ///
    /// Found by iteratively reweighted least squares: 20 times, of the squared distances r^2, each weighed by
    /// 1 / max(|r|, 0.5) with the r of the step before.
    ///
    /// - Returns: nil when the values do not determine a surface, as in a picture of one row.
    init?(_ plane: Plane) {
        // (pixels, 6)
        var terms: [Double] = []
        for row in 0..<plane.height {
            let y = BackgroundSurface.coordinate(row, plane.height)
            for column in 0..<plane.width {
                let x = BackgroundSurface.coordinate(column, plane.width)
                terms += [1, x, y, x * x, x * y, y * y]
            }
        }
        var weights = [Double](repeating: 1, count: plane.values.count)
        var coefficients: [Double] = []
        for _ in 0..<20 {
            guard let solution = BackgroundSurface.leastSquares(terms, plane.values, weights) else { return nil }
            coefficients = solution
            for index in weights.indices {
                var distance = Double(plane.values[index])
                for term in 0..<6 { distance -= coefficients[term] * terms[6 * index + term] }
                weights[index] = 1 / max(distance.magnitude, 0.5)
            }
        }
        self.coefficients = coefficients
    }

    /// The plane less the surface.
    func subtracted(from plane: Plane) -> Plane {
        let c = coefficients
        var result = plane
        for row in 0..<plane.height {
            let y = BackgroundSurface.coordinate(row, plane.height)
            for column in 0..<plane.width {
                let x = BackgroundSurface.coordinate(column, plane.width)
                let level = c[0] + x * (c[1] + x * c[3] + y * c[4]) + y * (c[2] + y * c[5])
                result.values[row * plane.width + column] -= Float(level)
            }
        }
        return result
    }

    /// A pixel's centre, from -1 to 1 across the picture.
    private static func coordinate(_ index: Int, _ count: Int) -> Double {
        (2 * Double(index) + 1) / Double(count) - 1
    }

    /// The solution of the normal equations (A^T W A) c = A^T W v by Gaussian elimination; nil when they are singular.
    ///
    /// - Parameters:
    ///   - terms: A, (pixels, 6) row-major.
    ///   - values: v, (pixels)
    ///   - weights: W, (pixels)
    private static func leastSquares(_ terms: [Double], _ values: [Float], _ weights: [Double]) -> [Double]? {
        let size = 6
        // (6, 7): A^T W A and, as the last column, A^T W v.
        var matrix = [Double](repeating: 0, count: size * (size + 1))
        for (index, weight) in weights.enumerated() {
            for row in 0..<size {
                let weighted = weight * terms[size * index + row]
                for column in row..<size { matrix[7 * row + column] += weighted * terms[size * index + column] }
                matrix[7 * row + size] += weighted * Double(values[index])
            }
        }
        for row in 1..<size {
            for column in 0..<row { matrix[7 * row + column] = matrix[7 * column + row] }
        }
        // Without pivoting: A^T W A is positive definite, unless the terms are dependent.
        for pivot in 0..<size {
            guard matrix[8 * pivot] > 1e-9 else { return nil }
            for row in 0..<size where row != pivot {
                let factor = matrix[7 * row + pivot] / matrix[8 * pivot]
                for column in pivot...size { matrix[7 * row + column] -= factor * matrix[7 * pivot + column] }
            }
        }
        return (0..<size).map { matrix[7 * $0 + size] / matrix[8 * $0] }
    }
}
