// The dot product of bytes and int8 weights. Integer addition is associative: any order gives the same sum, and
// |sum| <= 784 * 255 * 128 fits in 32 bits.

#if arch(x86_64) || arch(arm64)
import CVector
#endif

/// The sum of pixels[i] * weights[i].
///
/// - Parameters:
///   - pixels: (784) bytes.
///   - weights: (784).
@inline(__always)
func integerDotProduct(_ pixels: UnsafePointer<UInt8>, _ weights: UnsafePointer<Int8>) -> Int32 {
    #if arch(x86_64) || arch(arm64)
    if mnist37_has_quad_products() { return sumOfQuads(pixels, weights) }
    return sum(weights) { i16x16_load_bytes(pixels + $0) }
    #else
    return sum(weights) { Int32(truncatingIfNeeded: pixels[$0]) }
    #endif
}

/// The sum for pixels that are floats, each read as the nearest of the bytes (see `byte(nearest:)`).
///
/// - Returns: nil when a pixel is NaN or infinite.
@inline(__always)
func integerDotProduct(_ pixels: UnsafePointer<Float>, _ weights: UnsafePointer<Int8>) -> Int32? {
    #if arch(x86_64) || arch(arm64)
    var largest = u32x16_zero()
    let result = sum(weights) {
        let values = f32x16_load(pixels + $0)
        largest = u32x16_largest_magnitude(largest, values)
        return i16x16_nearest_bytes(values)
    }
    return u32x16_largest(largest) <= largestFinite ? result : nil
    #else
    var largest: UInt32 = 0
    let result = sum(weights) {
        let pixel = pixels[$0]
        largest = max(largest, pixel.bitPattern &<< 1)
        return byte(nearest: pixel)
    }
    return largest <= largestFinite ? result : nil
    #endif
}

#if arch(x86_64) || arch(arm64)
/// 64 products at a time, and the last sixteen.
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
private func sum(_ weights: UnsafePointer<Int8>, pixels: (Int) -> i16x16) -> Int32 {
    var sum = i32x8_zero()
    var index = 0
    while index < 784 {
        // Safe: index + 15 <= 783, and the weights hold 784 elements.
        sum = i32x8_add_products(sum, pixels(index), i16x16_load_weights(weights + index))
        index &+= 16
    }
    return i32x8_sum(sum)
}
#else
/// - Parameter pixel: a pixel by its index, 0...255.
@inline(__always)
private func sum(_ weights: UnsafePointer<Int8>, pixel: (Int) -> Int32) -> Int32 {
    var sum: Int32 = 0
    var index = 0
    while index < 784 {
        // Safe: index < 784, and the weights hold 784 elements.
        sum &+= pixel(index) &* Int32(truncatingIfNeeded: weights[index])
        index &+= 1
    }
    return sum
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
