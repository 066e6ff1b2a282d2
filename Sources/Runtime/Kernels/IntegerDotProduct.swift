// Dot products of bytes and int8 weights. Integer addition is associative: any order gives the same sum, and
// |sum| <= 784 * 255 * 128 fits in 32 bits.

#if arch(x86_64) || arch(arm64)
import CVector
#endif

/// The sums of pixels[i] * weights[i, column], for column 0 and, if there are two, column 1.
///
/// - Parameters:
///   - pixels: (784) bytes.
///   - weights: (784, columns) row-major; one or two columns.
/// - Returns: the two sums; the second is 0 when there is one column.
@export(interface)
public func integerDotProducts(
    _ pixels: UnsafePointer<UInt8>, _ weights: UnsafePointer<Int8>, columns: Int
) -> (Int32, Int32) {
    #if arch(x86_64) || arch(arm64)
    if columns == 1, mnist37_has_quad_products() { return (sumOfQuads(pixels, weights), 0) }
    return sums(weights, columns: columns) { i16x16_load_bytes(pixels + $0) }
    #else
    guard columns == 1 else { return sums(weights, columns: columns) { Int32(truncatingIfNeeded: pixels[$0]) } }
    // The case that small cores are given, in a loop of its own, which takes less than half of the instructions.
    var sum: Int32 = 0
    var index = 0
    while index < 784 {
        // Safe: index < 784, and the weights hold 784 elements.
        sum &+= Int32(truncatingIfNeeded: pixels[index]) &* Int32(truncatingIfNeeded: weights[index])
        index &+= 1
    }
    return (sum, 0)
    #endif
}

/// The same for pixels that are floats: each is read as the nearest of the bytes (see `byte(nearest:)`).
///
/// - Returns: the sums, or nil when a pixel is NaN or infinite.
@export(interface)
public func integerDotProducts(
    _ pixels: UnsafePointer<Float>, _ weights: UnsafePointer<Int8>, columns: Int
) -> (Int32, Int32)? {
    #if arch(x86_64) || arch(arm64)
    var largest = u32x16_zero()
    let result = sums(weights, columns: columns) {
        let values = f32x16_load(pixels + $0)
        largest = u32x16_largest_magnitude(largest, values)
        return i16x16_nearest_bytes(values)
    }
    return u32x16_largest(largest) <= largestFinite ? result : nil
    #else
    var largest: UInt32 = 0
    let result = sums(weights, columns: columns) {
        let pixel = pixels[$0]
        largest = max(largest, pixel.bitPattern &<< 1)
        return byte(nearest: pixel)
    }
    return largest <= largestFinite ? result : nil
    #endif
}

#if arch(x86_64) || arch(arm64)
/// The sum of (784) pixels[i] * weights[i], 64 products at a time and the last sixteen.
@inline(__always)
private func sumOfQuads(_ pixels: UnsafePointer<UInt8>, _ weights: UnsafePointer<Int8>) -> Int32 {
    var sum = i32x16_zero()
    var index = 0
    while index < 768 {
        // Safe: index + 63 <= 767, and both arrays hold 784 elements.
        sum = i32x16_add_quads(sum, u8x64_load(pixels + index), i8x64_load(weights + index))
        index &+= 64
    }
    let last = i32x8_add_products(
        i32x16_add_halves(sum), i16x16_load_bytes(pixels + index), i16x16_load_weights(weights + index))
    return i32x8_sum(last)
}

/// - Parameter pixels: sixteen pixels from an index on, each 0...255.
@inline(__always)
private func sums(
    _ weights: UnsafePointer<Int8>, columns: Int, pixels: (Int) -> i16x16
) -> (Int32, Int32) {
    var first = i32x8_zero(), second = first
    var index = 0
    // Safe, both loops: index + 15 <= 783, and the weights hold 784 * columns elements.
    if columns == 1 {
        while index < 784 {
            first = i32x8_add_products(first, pixels(index), i16x16_load_weights(weights + index))
            index &+= 16
        }
    } else {
        while index < 784 {
            let values = pixels(index), pairs = i16x16_load_pairs(weights + 2 &* index)
            first = i32x8_add_products(first, values, i16x16_firsts(pairs))
            second = i32x8_add_products(second, values, i16x16_seconds(pairs))
            index &+= 16
        }
    }
    return (i32x8_sum(first), i32x8_sum(second))
}
#else
@inline(__always)
private func sums(
    _ weights: UnsafePointer<Int8>, columns: Int, pixel: (Int) -> Int32
) -> (Int32, Int32) {
    var first: Int32 = 0, second: Int32 = 0
    var index = 0
    var row = weights
    while index < 784 {
        // Safe: index < 784, and the weights hold 784 * columns elements.
        let value = pixel(index)
        first &+= value &* Int32(truncatingIfNeeded: row[0])
        if columns == 2 { second &+= value &* Int32(truncatingIfNeeded: row[1]) }
        row += columns
        index &+= 1
    }
    return (first, second)
}
#endif

/// The bits of the largest finite float32, doubled, so that the sign is shifted out: those of infinity and NaN are more.
let largestFinite: UInt32 = 0xfeff_fffe

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
