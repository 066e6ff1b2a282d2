// The rows of a picture, as the first layer of a network takes them: float32 as it is or as the nearest byte, bytes as
// they are or as byte / 255.

#if arch(x86_64) || arch(arm64)
import CVector
#endif

/// Copies a row of (28) pixels.
///
/// - Parameters:
///   - pixels: (784) bytes or float32.
///   - row: room for 28 bytes, or float32.
///   - largest: takes the float32 pixels in.
/// - Returns: whether all of them are zeros, of either sign; what is copied then may be anything.
@inline(__always)
func loadPixels(
    _ pixels: UnsafeRawPointer, _ areBytes: Bool, row y: Int, to row: UnsafeMutableRawPointer, asBytes: Bool,
    _ largest: inout PixelMagnitude
) -> Bool {
    // Safe: y < 28.
    let floats = pixels.assumingMemoryBound(to: Float.self) + 28 &* y
    let bytes = pixels.assumingMemoryBound(to: UInt8.self) + 28 &* y
    let floatRow = row.assumingMemoryBound(to: Float.self), byteRow = row.assumingMemoryBound(to: UInt8.self)
    #if arch(x86_64) || arch(arm64)
    // Safe, all loads and stores: eight from at most 20 on, or sixteen from at most 12 on. Some are stored twice.
    if areBytes {
        let low = u8x16_load(bytes), high = u8x16_load(bytes + 12)
        if u8x16_are_zero(low, high) != 0 { return true }
        if asBytes {
            u8x16_store(byteRow, low)
            u8x16_store(byteRow + 12, high)
        } else {
            f32x16_store(floatRow, f32x16_pixels(low))
            f32x16_store(floatRow + 12, f32x16_pixels(high))
        }
        return false
    }
    // Four rows ahead: a picture of floats is 3 KB, and may come from far.
    prefetch_lines(floats + (y < 24 ? 4 &* 28 : 0))
    let first = f32x8_load(floats), second = f32x8_load(floats + 8)
    let third = f32x8_load(floats + 16), fourth = f32x8_load(floats + 20)
    let magnitude = u32x8_largest_of(first, second, third, fourth)
    if u32x8_are_zero(magnitude) != 0 { return true }
    largest.lanes = u32x8_larger(largest.lanes, magnitude)
    if asBytes {
        f32x8_store_low_bytes(byteRow, f32x8_nearest_bytes(first))
        f32x8_store_low_bytes(byteRow + 8, f32x8_nearest_bytes(second))
        f32x8_store_low_bytes(byteRow + 16, f32x8_nearest_bytes(third))
        f32x8_store_low_bytes(byteRow + 20, f32x8_nearest_bytes(fourth))
    } else {
        f32x8_store(floatRow, first)
        f32x8_store(floatRow + 8, second)
        f32x8_store(floatRow + 16, third)
        f32x8_store(floatRow + 20, fourth)
    }
    return false
    #else
    var bits: UInt32 = 0
    for index in 0..<28 {
        if areBytes {
            let byte = UInt32(bytes[index])
            bits |= byte
            if asBytes { byteRow[index] = bytes[index] } else { floatRow[index] = pixel(byte) }
        } else {
            bits |= floats[index].bitPattern &<< 1
            largest.bits = max(largest.bits, floats[index].bitPattern &<< 1)
            if asBytes {
                byteRow[index] = UInt8(truncatingIfNeeded: byte(nearest: floats[index]))
            } else {
                floatRow[index] = floats[index]
            }
        }
    }
    return bits == 0
    #endif
}

/// Collects the largest magnitude of float32 pixels.
struct PixelMagnitude: LargestMagnitude {
    #if arch(x86_64) || arch(arm64)
    var lanes = u32x8_zero()
    var bits: UInt32 { u32x8_largest(lanes) }
    #else
    var bits: UInt32 = 0
    #endif
}
