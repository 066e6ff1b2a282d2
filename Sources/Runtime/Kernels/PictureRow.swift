// The rows of a picture, as the first layer of a network takes them.

#if arch(x86_64) || arch(arm64)
import CVector
#endif

/// An element type of pictures.
protocol PictureElement {
    /// Copies a row of (28) pixels as float32.
    ///
    /// - Returns: whether all of them are zeros; what is copied then may be anything.
    static func loadRow(_ pixels: UnsafePointer<Self>, _ row: UnsafeMutablePointer<Float>) -> Bool

    /// Copies a row of (28) finite pixels, each as the nearest of the bytes (see `byte(nearest:)`).
    ///
    /// - Returns: as above.
    static func loadRow(_ pixels: UnsafePointer<Self>, _ row: UnsafeMutablePointer<UInt8>) -> Bool
}

extension Float: PictureElement {
    /// Whether none of (784) pixels is NaN or infinite.
    @inline(__always)
    static func areFinite(_ pixels: UnsafePointer<Float>) -> Bool {
        #if arch(x86_64) || arch(arm64)
        var largest = u32x16_zero()
        var index = 0
        while index < 784 {
            largest = u32x16_largest_magnitude(largest, f32x16_load(pixels + index))
            index &+= 16
        }
        return u32x16_largest(largest) <= largestFinite
        #else
        var largest: UInt32 = 0
        for index in 0..<784 { largest = max(largest, pixels[index].bitPattern &<< 1) }
        return largest <= largestFinite
        #endif
    }

    @inline(__always)
    static func loadRow(_ pixels: UnsafePointer<Float>, _ row: UnsafeMutablePointer<Float>) -> Bool {
        #if arch(x86_64) || arch(arm64)
        return loadRow(pixels) { f32x8_store(row + $0, $1) }
        #else
        return loadRow(pixels) { row[$0] = $1 }
        #endif
    }

    @inline(__always)
    static func loadRow(_ pixels: UnsafePointer<Float>, _ row: UnsafeMutablePointer<UInt8>) -> Bool {
        #if arch(x86_64) || arch(arm64)
        return loadRow(pixels) { f32x8_store_low_bytes(row + $0, f32x8_nearest_bytes($1)) }
        #else
        return loadRow(pixels) { row[$0] = UInt8(truncatingIfNeeded: byte(nearest: $1)) }
        #endif
    }

    #if arch(x86_64) || arch(arm64)
    /// Stores the (28) pixels of a row, eight at a time, unless all are zeros.
    @inline(__always)
    private static func loadRow(
        _ pixels: UnsafePointer<Float>, _ store: (_ index: Int, _ eight: f32x8) -> Void
    ) -> Bool {
        // Safe: index + 8 <= 28. Some are stored twice.
        let first = f32x8_load(pixels), second = f32x8_load(pixels + 8)
        let third = f32x8_load(pixels + 16), fourth = f32x8_load(pixels + 20)
        if f32x8_are_zero(first, second, third, fourth) != 0 { return true }
        store(0, first)
        store(8, second)
        store(16, third)
        store(20, fourth)
        return false
    }
    #else
    /// Stores the (28) pixels of a row.
    @inline(__always)
    private static func loadRow(
        _ pixels: UnsafePointer<Float>, _ store: (_ index: Int, _ pixel: Float) -> Void
    ) -> Bool {
        var bits: UInt32 = 0
        for index in 0..<28 {
            bits |= pixels[index].bitPattern
            store(index, pixels[index])
        }
        return bits == 0
    }
    #endif
}

extension UInt8: PictureElement {
    /// Each pixel becomes the correctly rounded byte / 255.
    @inline(__always)
    static func loadRow(_ pixels: UnsafePointer<UInt8>, _ row: UnsafeMutablePointer<Float>) -> Bool {
        #if arch(x86_64) || arch(arm64)
        if u8x16_are_zero(u8x16_load(pixels), u8x16_load(pixels + 12)) != 0 { return true }
        for block in 0..<4 {
            // Safe: index + 8 <= 28. Some are stored twice.
            let index = block == 3 ? 20 : 8 &* block
            f32x8_store(row + index, f32x8_load_pixels(pixels + index))
        }
        return false
        #else
        return loadRow(pixels) { row[$0] = Float(UInt32($1)) * reciprocalLow + Float(UInt32($1)) * reciprocalHigh }
        #endif
    }

    @inline(__always)
    static func loadRow(_ pixels: UnsafePointer<UInt8>, _ row: UnsafeMutablePointer<UInt8>) -> Bool {
        #if arch(x86_64) || arch(arm64)
        let low = u8x16_load(pixels), high = u8x16_load(pixels + 12)
        if u8x16_are_zero(low, high) != 0 { return true }
        u8x16_store(row, low)
        u8x16_store(row + 12, high)
        return false
        #else
        return loadRow(pixels) { row[$0] = $1 }
        #endif
    }

    #if !(arch(x86_64) || arch(arm64))
    /// Stores the (28) pixels of a row.
    @inline(__always)
    private static func loadRow(
        _ pixels: UnsafePointer<UInt8>, _ store: (_ index: Int, _ pixel: UInt8) -> Void
    ) -> Bool {
        var bits: UInt8 = 0
        for index in 0..<28 {
            bits |= pixels[index]
            store(index, pixels[index])
        }
        return bits == 0
    }
    #endif
}
