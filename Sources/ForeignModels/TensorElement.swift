/// How a file stores the elements of a tensor, little-endian.
enum TensorElement {
    case float32
    case float64

    var size: Int {
        switch self {
        case .float32: 4
        case .float64: 8
        }
    }

    /// The elements, float64 rounded to the nearest float32.
    ///
    /// - Parameter bytes: a whole number of elements.
    func values(_ bytes: ArraySlice<UInt8>) -> [Float] {
        bytes.withUnsafeBytes { bytes in
            stride(from: 0, to: bytes.count / size * size, by: size).map { offset in
                // Safe: a whole element lies before the end; the bytes may be at any address.
                switch self {
                case .float32:
                    Float(
                        bitPattern: UInt32(
                            littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
                case .float64:
                    Float(
                        Double(
                            bitPattern: UInt64(
                                littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))))
                }
            }
        }
    }
}
