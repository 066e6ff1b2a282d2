/// An array of numbers as another program stored it.
public struct Tensor: Equatable, Sendable {
    /// What the file calls it; empty in a file of one array.
    public let name: String
    /// The length of each dimension; none for a single number.
    public let shape: [Int]
    /// Row-major: the last index runs fastest.
    public let values: [Float]

    public init(name: String, shape: [Int], values: [Float]) {
        self.name = name
        self.shape = shape
        self.values = values
    }

    /// The values with the dimensions in another order: dimension d of the result is dimension `order[d]` of this tensor.
    func transposed(_ order: [Int]) -> [Float] {
        var strides = [Int](repeating: 1, count: shape.count)
        for dimension in shape.indices.dropLast().reversed() {
            strides[dimension] = strides[dimension + 1] * shape[dimension + 1]
        }
        var offsets = [0]
        for dimension in order {
            offsets = offsets.flatMap { start in (0..<shape[dimension]).map { start + $0 * strides[dimension] } }
        }
        return offsets.map { values[$0] }
    }

    /// The number of elements of a shape; nil for one that is negative or beyond every file.
    static func elementCount(of shape: [Int]) -> Int? {
        var count = 1
        for length in shape {
            let (product, overflow) = count.multipliedReportingOverflow(by: length)
            guard length >= 0, !overflow else { return nil }
            count = product
        }
        return count
    }
}
