/// A grey picture of any size to work on: 0 ground to 255 ink.
///
/// Only sums, products, quotients and roots are used on it, so that it comes out the same on every machine.
struct Canvas: Equatable {
    let width: Int
    let height: Int
    /// (height, width), row-major.
    var values: [Float]

    init(width: Int = 28, height: Int = 28) {
        self.width = width
        self.height = height
        values = [Float](repeating: 0, count: width * height)
    }

    /// - Parameter picture: (784) bytes.
    init(_ picture: ArraySlice<UInt8>) {
        width = 28
        height = 28
        values = picture.map(Float.init)
    }

    /// The pixel in a row and a column, both inside.
    subscript(row: Int, column: Int) -> Float {
        get { values[row * width + column] }
        set { values[row * width + column] = newValue }
    }

    /// A picture of this size whose pixels are computed.
    func drawing(_ pixel: (_ row: Int, _ column: Int) -> Float) -> Canvas {
        var result = self
        for row in 0..<height {
            for column in 0..<width { result[row, column] = pixel(row, column) }
        }
        return result
    }

    /// Left and right changed over.
    var mirrored: Canvas { drawing { self[$0, width - 1 - $1] } }
    /// Top and bottom changed over.
    var upsideDown: Canvas { drawing { self[height - 1 - $0, $1] } }
    /// A quarter to the right, of a square.
    var turned: Canvas { drawing { self[width - 1 - $1, $0] } }

    /// Both pictures' ink; the other one of the same size.
    func over(_ other: Canvas) -> Canvas { drawing { max(self[$0, $1], other[$0, $1]) } }

    /// Moved, what leaves the picture is lost.
    func moved(down: Int, right: Int) -> Canvas {
        drawing { row, column in
            0..<height ~= row - down && 0..<width ~= column - right ? self[row - down, column - right] : 0
        }
    }

    /// Two pictures of the same size beside one another.
    func beside(_ other: Canvas) -> Canvas {
        Canvas(width: 2 * width, height: height).drawing { row, column in
            column < width ? self[row, column] : other[row, column - width]
        }
    }

    /// The rows and the columns that have ink; nil of a blank picture.
    var ink: (rows: ClosedRange<Int>, columns: ClosedRange<Int>)? {
        let rows = (0..<height).filter { row in (0..<width).contains { self[row, $0] >= 32 } }
        let columns = (0..<width).filter { column in (0..<height).contains { self[$0, column] >= 32 } }
        guard let top = rows.first, let bottom = rows.last, let left = columns.first, let right = columns.last else {
            return nil
        }
        return (top...bottom, left...right)
    }

    /// What is inside of some rows and columns.
    func cropped(_ rows: ClosedRange<Int>, _ columns: ClosedRange<Int>) -> Canvas {
        Canvas(width: columns.count, height: rows.count).drawing {
            self[rows.lowerBound + $0, columns.lowerBound + $1]
        }
    }
}
