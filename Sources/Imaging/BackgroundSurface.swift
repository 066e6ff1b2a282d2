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
        var rows: [[Double]] = []
        for row in 0..<plane.height {
            for column in 0..<plane.width { rows.append(BackgroundSurface.terms(column, row, plane)) }
        }
        var weights = [Double](repeating: 1, count: rows.count)
        var coefficients: [Double] = []
        for _ in 0..<20 {
            guard let solution = BackgroundSurface.leastSquares(rows, plane.values, weights) else { return nil }
            coefficients = solution
            for (index, terms) in rows.enumerated() {
                let distance = Double(plane.values[index]) - BackgroundSurface.level(terms, coefficients)
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

    /// 1, x, y, x^2, x y, y^2
    private static func terms(_ column: Int, _ row: Int, _ plane: Plane) -> [Double] {
        let x = coordinate(column, plane.width), y = coordinate(row, plane.height)
        return [1, x, y, x * x, x * y, y * y]
    }

    private static func level(_ terms: [Double], _ coefficients: [Double]) -> Double {
        zip(terms, coefficients).reduce(0) { $0 + $1.0 * $1.1 }
    }

    /// The solution of the normal equations (A^T W A) c = A^T W v by Gaussian elimination; nil when they are singular.
    private static func leastSquares(_ rows: [[Double]], _ values: [Float], _ weights: [Double]) -> [Double]? {
        let count = 6
        // (6, 7): A^T W A and, as the last column, A^T W v.
        var matrix = [[Double]](repeating: [Double](repeating: 0, count: count + 1), count: count)
        for (index, terms) in rows.enumerated() {
            for row in 0..<count {
                let weighted = weights[index] * terms[row]
                for column in 0..<count { matrix[row][column] += weighted * terms[column] }
                matrix[row][count] += weighted * Double(values[index])
            }
        }
        for pivot in 0..<count {
            let largest = (pivot..<count).max { matrix[$0][pivot].magnitude < matrix[$1][pivot].magnitude } ?? pivot
            matrix.swapAt(pivot, largest)
            guard matrix[pivot][pivot].magnitude > 1e-9 else { return nil }
            for row in 0..<count where row != pivot {
                let factor = matrix[row][pivot] / matrix[pivot][pivot]
                for column in pivot...count { matrix[row][column] -= factor * matrix[pivot][column] }
            }
        }
        return (0..<count).map { matrix[$0][count] / matrix[$0][$0] }
    }
}
