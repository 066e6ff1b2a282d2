// The rows of a picture, as the first layer of a network takes them.

#if arch(x86_64) || arch(arm64)
import CVector
#endif

/// An element type of pictures.
protocol PictureElement {
    /// Copies a row of (28) pixels as float32.
    ///
    /// - Returns: the largest magnitude of a pixel, as its bits without the sign, doubled: 0 when all are zeros, and more
    ///   than `largestFinite` when one is NaN or infinite.
    static func loadRow(_ pixels: UnsafePointer<Self>, _ row: UnsafeMutablePointer<Float>) -> UInt32

    /// Copies a row of (28) pixels, each as the nearest of the bytes (see `byte(nearest:)`).
    ///
    /// - Returns: 0 when all of these are zeros, and more than `largestFinite` when a pixel is NaN or infinite.
    static func loadRow(_ pixels: UnsafePointer<Self>, _ row: UnsafeMutablePointer<Int16>) -> UInt32
}

extension Float: PictureElement {
    @inline(__always)
    static func loadRow(_ pixels: UnsafePointer<Float>, _ row: UnsafeMutablePointer<Float>) -> UInt32 {
        #if arch(x86_64) || arch(arm64)
        return storeRow(row) { f32x8_load(pixels + $0) }
        #else
        var largest: UInt32 = 0
        for index in 0..<28 {
            largest = max(largest, pixels[index].bitPattern &<< 1)
            row[index] = pixels[index]
        }
        return largest
        #endif
    }

    @inline(__always)
    static func loadRow(_ pixels: UnsafePointer<Float>, _ row: UnsafeMutablePointer<Int16>) -> UInt32 {
        #if arch(x86_64) || arch(arm64)
        // Safe: 28 pixels. Some are read twice.
        let low = f32x16_load(pixels), high = f32x16_load(pixels + 12)
        let marks = i32x16_mark_not_finite(i32x16_mark_not_finite(i32x16_zero(), low), high)
        let lowBytes = i16x16_nearest_bytes(low), highBytes = i16x16_nearest_bytes(high)
        i16x16_store(row, lowBytes)
        i16x16_store(row + 12, highBytes)
        if i32x16_any_negative(marks) != 0 { return .max }
        return UInt32(truncatingIfNeeded: i16x16_or(lowBytes) | i16x16_or(highBytes))
        #else
        var largest: UInt32 = 0, bits: UInt32 = 0
        for index in 0..<28 {
            largest = max(largest, pixels[index].bitPattern &<< 1)
            let value = byte(nearest: pixels[index])
            bits |= UInt32(truncatingIfNeeded: value)
            row[index] = Int16(truncatingIfNeeded: value)
        }
        return largest > largestFinite ? largest : bits
        #endif
    }
}

extension UInt8: PictureElement {
    /// Each pixel becomes the correctly rounded byte / 255.
    @inline(__always)
    static func loadRow(_ pixels: UnsafePointer<UInt8>, _ row: UnsafeMutablePointer<Float>) -> UInt32 {
        #if arch(x86_64) || arch(arm64)
        return storeRow(row) { f32x8_load_pixels(pixels + $0, reciprocalLow, reciprocalHigh) }
        #else
        var bits: UInt32 = 0
        for index in 0..<28 {
            let byte = UInt32(truncatingIfNeeded: pixels[index])
            bits |= byte
            row[index] = Float(byte) * reciprocalLow + Float(byte) * reciprocalHigh
        }
        return bits
        #endif
    }

    @inline(__always)
    static func loadRow(_ pixels: UnsafePointer<UInt8>, _ row: UnsafeMutablePointer<Int16>) -> UInt32 {
        #if arch(x86_64) || arch(arm64)
        // Safe: 28 pixels. Some are read twice.
        let low = i16x16_load_bytes(pixels), high = i16x16_load_bytes(pixels + 12)
        i16x16_store(row, low)
        i16x16_store(row + 12, high)
        return UInt32(truncatingIfNeeded: i16x16_or(low) | i16x16_or(high))
        #else
        var bits: UInt32 = 0
        for index in 0..<28 {
            bits |= UInt32(truncatingIfNeeded: pixels[index])
            row[index] = Int16(truncatingIfNeeded: pixels[index])
        }
        return bits
        #endif
    }
}

#if arch(x86_64) || arch(arm64)
/// Stores (28) floats, eight at a time.
///
/// - Parameter load: the eight from an offset on.
/// - Returns: the largest magnitude, see `loadRow`.
@inline(__always)
private func storeRow(_ row: UnsafeMutablePointer<Float>, _ load: (_ offset: Int) -> f32x8) -> UInt32 {
    var largest = u32x8_zero()
    for block in 0..<4 {
        // Safe: offset + 8 <= 28. Some are stored twice.
        let offset = block == 3 ? 20 : 8 &* block
        let eight = load(offset)
        largest = u32x8_largest_magnitude(largest, eight)
        f32x8_store(row + offset, eight)
    }
    return u32x8_largest(largest)
}
#endif
