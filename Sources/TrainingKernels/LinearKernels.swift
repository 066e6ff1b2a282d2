// The two inner loops of training a linear model, on blocks of at most eight pictures, so that a block's floats (25 KB)
// stay in the first-level cache between its forward and its backward pass and each gradient is loaded once a block.
//
// Compiled twice, for the baseline and for AVX2; both do the same operations on the same eight lanes in the same order
// and give the same bits.

import CVector

/// The most pictures in a block.
public let blockLimit = 8

/// The linear layer's outputs, without bias, for a block of pictures.
///
/// - Parameters:
///   - pictures: (count) pointers to 784 bytes each.
///   - upcoming: (count) pointers to what the next block will read. A shuffled order jumps about in the dataset, where
///     no processor can foresee the next picture: asking for it early halves the time of an epoch.
///   - count: 0...8.
///   - weights: (columns, 784).
///   - scaled: (count, 784), filled with the pixels as floats, each the correctly rounded byte / 255.
///   - outputs: (count, columns), filled.
public func forward(
    _ pictures: UnsafePointer<UnsafePointer<UInt8>>, upcoming: UnsafePointer<UnsafePointer<UInt8>>, count: Int,
    weights: UnsafePointer<Float>, columns: Int,
    scaled: UnsafeMutablePointer<Float>, outputs: UnsafeMutablePointer<Float>
) {
    for row in 0..<count {
        // Safe: row < count and column < columns, the dimensions of the buffers.
        let floats = scaled + row &* 784
        outputs[row &* columns] = scale(pictures[row], upcoming: upcoming[row], into: floats, dot: weights)
        for column in 1..<max(columns, 1) {
            outputs[row &* columns &+ column] = sum {
                f32x8_load(floats + $0)
            } dot: {
                f32x8_load(weights + column &* 784 + $0)
            }
        }
    }
}

/// Adds each picture's derivative by the outputs times its pixels to the gradient, picture by picture.
///
/// - Parameters:
///   - scaled: (count, 784) from `forward`.
///   - derivatives: (count, columns).
///   - sums: (columns, 784).
public func accumulate(
    _ scaled: UnsafePointer<Float>, count: Int, derivatives: UnsafePointer<Float>, columns: Int,
    into sums: UnsafeMutablePointer<Float>
) {
    for column in 0..<columns {
        // Safe: as above; row < count, and offsets go up to 776 in steps of 8.
        let sum = sums + column &* 784
        func derivative(_ row: Int) -> f32x8 { f32x8_splat(derivatives[row &* columns &+ column]) }
        var row = 0
        // Four pictures to each load of the sums.
        while row &+ 4 <= count {
            let d0 = derivative(row), d1 = derivative(row &+ 1), d2 = derivative(row &+ 2), d3 = derivative(row &+ 3)
            let floats = scaled + row &* 784
            var offset = 0
            while offset < 784 {
                var value = f32x8_load(sum + offset)
                value = f32x8_add_product(value, d0, f32x8_load(floats + offset))
                value = f32x8_add_product(value, d1, f32x8_load(floats + (offset &+ 784)))
                value = f32x8_add_product(value, d2, f32x8_load(floats + (offset &+ 1568)))
                value = f32x8_add_product(value, d3, f32x8_load(floats + (offset &+ 2352)))
                f32x8_store(sum + offset, value)
                offset &+= 8
            }
            row &+= 4
        }
        while row < count {
            let d = derivative(row), floats = scaled + row &* 784
            var offset = 0
            while offset < 784 {
                f32x8_store(sum + offset, f32x8_add_product(f32x8_load(sum + offset), d, f32x8_load(floats + offset)))
                offset &+= 8
            }
            row &+= 1
        }
    }
}

/// Converts 784 bytes to floats, stores them, and returns their dot product with the weights.
@inline(__always)
private func scale(
    _ bytes: UnsafePointer<UInt8>, upcoming: UnsafePointer<UInt8>, into floats: UnsafeMutablePointer<Float>,
    dot weights: UnsafePointer<Float>
) -> Float {
    // byte / 255 = byte * 0x1.0101p-32 + byte * 0x1.0101p-8, correctly rounded, as in the runtime's DotProduct.swift.
    return sum { offset in
        // Eight of these fall on one cache line; the loop waits for multipliers and has loads to spare.
        mnist37_prefetch(upcoming, UInt(truncatingIfNeeded: offset))
        let pixels = f32x8_load_pixels(bytes + offset, 0x1.0101p-32, 0x1.0101p-8)
        f32x8_store(floats + offset, pixels)
        return pixels
    } dot: {
        f32x8_load(weights + $0)
    }
}

/// The sum of a[i] * b[i] over 784, in the order of the runtime's DotProduct.swift.
@inline(__always)
private func sum(_ a: (Int) -> f32x8, dot b: (Int) -> f32x8) -> Float {
    var a0 = f32x8_zero(), a1 = a0, a2 = a0, a3 = a0, a4 = a0, a5 = a0, a6 = a0
    var step = 0
    while step < 784 {
        a0 = f32x8_add_product(a0, a(step), b(step))
        a1 = f32x8_add_product(a1, a(step &+ 8), b(step &+ 8))
        a2 = f32x8_add_product(a2, a(step &+ 16), b(step &+ 16))
        a3 = f32x8_add_product(a3, a(step &+ 24), b(step &+ 24))
        a4 = f32x8_add_product(a4, a(step &+ 32), b(step &+ 32))
        a5 = f32x8_add_product(a5, a(step &+ 40), b(step &+ 40))
        a6 = f32x8_add_product(a6, a(step &+ 48), b(step &+ 48))
        step &+= 56
    }
    let left = f32x8_add(f32x8_add(a0, a1), f32x8_add(a2, a3))
    return f32x8_sum(f32x8_add(left, f32x8_add(f32x8_add(a4, a5), a6)))
}
