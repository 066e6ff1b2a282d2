// The rows of a picture, as the first layer of a network takes them.

#if arch(x86_64) || arch(arm64)
import CVector
#endif

/// An element type of pictures.
protocol PictureElement {
    /// Whether none of (784) pixels is NaN or infinite.
    static func areFinite(_ pixels: UnsafePointer<Self>) -> Bool

    /// Whether all of a row of (28) pixels are zeros.
    static func isBlank(_ pixels: UnsafePointer<Self>) -> Bool

    /// Copies a row of (28) pixels as float32.
    static func loadRow(_ pixels: UnsafePointer<Self>, _ row: UnsafeMutablePointer<Float>)

    /// Copies a row of (28) pixels, each as the nearest of the bytes (see `byte(nearest:)`).
    static func loadRow(_ pixels: UnsafePointer<Self>, _ row: UnsafeMutablePointer<UInt8>)
}

extension Float: PictureElement {
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
    static func isBlank(_ pixels: UnsafePointer<Float>) -> Bool {
        #if arch(x86_64) || arch(arm64)
        // Safe: 28 pixels. Some are read twice.
        return f32x8_are_zero(f32x8_load(pixels), f32x8_load(pixels + 8), f32x8_load(pixels + 16), f32x8_load(pixels + 20))
            != 0
        #else
        var bits: UInt32 = 0
        for index in 0..<28 { bits |= pixels[index].bitPattern }
        return bits == 0
        #endif
    }

    @inline(__always)
    static func loadRow(_ pixels: UnsafePointer<Float>, _ row: UnsafeMutablePointer<Float>) {
        forEachEight { index in
            #if arch(x86_64) || arch(arm64)
            f32x8_store(row + index, f32x8_load(pixels + index))
            #else
            row[index] = pixels[index]
            #endif
        }
    }

    @inline(__always)
    static func loadRow(_ pixels: UnsafePointer<Float>, _ row: UnsafeMutablePointer<UInt8>) {
        forEachEight { index in
            #if arch(x86_64) || arch(arm64)
            f32x8_store_nearest_bytes(row + index, f32x8_load(pixels + index))
            #else
            row[index] = UInt8(truncatingIfNeeded: byte(nearest: pixels[index]))
            #endif
        }
    }
}

extension UInt8: PictureElement {
    @inline(__always)
    static func areFinite(_ pixels: UnsafePointer<UInt8>) -> Bool { true }

    @inline(__always)
    static func isBlank(_ pixels: UnsafePointer<UInt8>) -> Bool {
        #if arch(x86_64) || arch(arm64)
        return u8x16_are_zero(u8x16_load(pixels), u8x16_load(pixels + 12)) != 0
        #else
        var bits: UInt8 = 0
        for index in 0..<28 { bits |= pixels[index] }
        return bits == 0
        #endif
    }

    /// Each pixel becomes the correctly rounded byte / 255.
    @inline(__always)
    static func loadRow(_ pixels: UnsafePointer<UInt8>, _ row: UnsafeMutablePointer<Float>) {
        forEachEight { index in
            #if arch(x86_64) || arch(arm64)
            f32x8_store(row + index, f32x8_load_pixels(pixels + index, reciprocalLow, reciprocalHigh))
            #else
            let byte = Float(UInt32(pixels[index]))
            row[index] = byte * reciprocalLow + byte * reciprocalHigh
            #endif
        }
    }

    @inline(__always)
    static func loadRow(_ pixels: UnsafePointer<UInt8>, _ row: UnsafeMutablePointer<UInt8>) {
        #if arch(x86_64) || arch(arm64)
        u8x16_store(row, u8x16_load(pixels))
        u8x16_store(row + 12, u8x16_load(pixels + 12))
        #else
        for index in 0..<28 { row[index] = pixels[index] }
        #endif
    }
}

/// Calls the body for what makes up a row of 28: with vectors for each eight, the last of which overlap; else for each one.
@inline(__always)
private func forEachEight(_ body: (_ index: Int) -> Void) {
    #if arch(x86_64) || arch(arm64)
    body(0)
    body(8)
    body(16)
    body(20)
    #else
    for index in 0..<28 { body(index) }
    #endif
}
