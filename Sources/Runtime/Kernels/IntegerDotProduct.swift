// Dot products of bytes and int8 weights. Integer addition is associative: any order gives the same sum.

/// The sum of pixels[i] * weights[i * columns + column].
///
/// - Parameters:
///   - pixels: (count) bytes, 0...255.
///   - weights: (count, columns) row-major.
/// - Returns: the sum; |sum| <= count * 255 * 128, which the caller has checked to fit.
public func integerDotProduct(
    _ pixels: UnsafePointer<UInt8>, _ weights: UnsafePointer<Int8>, count: Int, columns: Int, column: Int
) -> Int32 {
    if columns == 1 {
        // The same loop with a constant stride, which compiles to vectors.
        return sum(count: count, weights: weights, stride: 1, offset: 0) { Int32(truncatingIfNeeded: pixels[$0]) }
    }
    return sum(count: count, weights: weights, stride: columns, offset: column) {
        Int32(truncatingIfNeeded: pixels[$0])
    }
}

/// The same for pixels that are floats: each is read as the nearest of the bytes (see `byte(nearest:)`).
///
/// - Returns: the sum, or nil when a pixel is NaN or infinite.
public func integerDotProduct(
    _ pixels: UnsafePointer<Float>, _ weights: UnsafePointer<Int8>, count: Int, columns: Int, column: Int
) -> Int32? {
    var notFinite: UInt32 = 0
    let result = sum(count: count, weights: weights, stride: columns, offset: column) {
        let pixel = pixels[$0]
        // Bit 31 of the sum is set exactly when the exponent is all ones.
        notFinite |= (pixel.bitPattern & 0x7fff_ffff) &+ 0x0080_0000
        return byte(nearest: pixel)
    }
    return notFinite >> 31 == 0 ? result : nil
}

@inline(__always)
private func sum(
    count: Int, weights: UnsafePointer<Int8>, stride: Int, offset: Int, pixel: (Int) -> Int32
) -> Int32 {
    var sum: Int32 = 0
    var index = 0
    while index < count {
        // Safe: index < count, and the weights hold count * stride elements, offset < stride.
        sum &+= pixel(index) &* Int32(truncatingIfNeeded: weights[index &* stride &+ offset])
        index &+= 1
    }
    return sum
}

/// The integer 0...255 nearest to 255 * pixel, ties to even; beyond the range its nearer end.
///
/// Adding 2^23 rounds a float in 0...255 to an integer and leaves it in the low bits: no conversion instruction, whose
/// behaviour differs between targets, and no trap. byte(nearest: b / 255) == b for every byte b (a test tries all).
@inline(__always)
func byte(nearest pixel: Float) -> Int32 {
    let scaled = pixel * 255
    let bounded: Float = scaled > 0 ? (scaled < 255 ? scaled : 255) : 0
    return Int32(bitPattern: (bounded + 0x1p23).bitPattern & 0xff)
}
