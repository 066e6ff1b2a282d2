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
///   - bytes: (count, 784), filled with the bytes as floats.
///   - outputs: (count, columns), filled with sum(byte * weight) / 255: one division of the sum instead of one of each
///     pixel, which would take a third of the time of an epoch.
public func forward(
    _ pictures: UnsafePointer<UnsafePointer<UInt8>>, upcoming: UnsafePointer<UnsafePointer<UInt8>>, count: Int,
    weights: UnsafePointer<Float>, columns: Int,
    bytes: UnsafeMutablePointer<Float>, outputs: UnsafeMutablePointer<Float>
) {
    for row in 0..<count {
        // Safe: row < count and column < columns, the dimensions of the buffers.
        let floats = bytes + row &* 784
        outputs[row &* columns] = convert(pictures[row], upcoming: upcoming[row], into: floats, dot: weights) / 255
        for column in 1..<max(columns, 1) {
            let sum = sum {
                f32x8_load(floats + $0)
            } dot: {
                f32x8_load(weights + column &* 784 + $0)
            }
            outputs[row &* columns &+ column] = sum / 255
        }
    }
}

/// Adds each picture's derivative by the outputs times its pixels to the gradient, picture by picture.
///
/// - Parameters:
///   - bytes: (count, 784) from `forward`; a pixel is byte / 255.
///   - derivatives: (count, columns).
///   - sums: (columns, 784).
public func accumulate(
    _ bytes: UnsafePointer<Float>, count: Int, derivatives: UnsafePointer<Float>, columns: Int,
    into sums: UnsafeMutablePointer<Float>
) {
    for column in 0..<columns {
        // Safe: as above; row < count, and offsets go up to 776 in steps of 8.
        let sum = sums + column &* 784
        func derivative(_ row: Int) -> f32x8 { f32x8_splat(derivatives[row &* columns &+ column] / 255) }
        var row = 0
        // Four pictures to each load of the sums.
        while row &+ 4 <= count {
            let d0 = derivative(row), d1 = derivative(row &+ 1), d2 = derivative(row &+ 2), d3 = derivative(row &+ 3)
            let floats = bytes + row &* 784
            var offset = 0
            while offset < 784 {
                var value = f32x8_load(sum + offset)
                value = f32x8_fused_add_product(value, d0, f32x8_load(floats + offset))
                value = f32x8_fused_add_product(value, d1, f32x8_load(floats + (offset &+ 784)))
                value = f32x8_fused_add_product(value, d2, f32x8_load(floats + (offset &+ 1568)))
                value = f32x8_fused_add_product(value, d3, f32x8_load(floats + (offset &+ 2352)))
                f32x8_store(sum + offset, value)
                offset &+= 8
            }
            row &+= 4
        }
        while row < count {
            let d = derivative(row), floats = bytes + row &* 784
            var offset = 0
            while offset < 784 {
                f32x8_store(
                    sum + offset, f32x8_fused_add_product(f32x8_load(sum + offset), d, f32x8_load(floats + offset)))
                offset &+= 8
            }
            row &+= 1
        }
    }
}

/// Converts 784 bytes to floats, stores them, and returns their dot product with the weights.
@inline(__always)
private func convert(
    _ bytes: UnsafePointer<UInt8>, upcoming: UnsafePointer<UInt8>, into floats: UnsafeMutablePointer<Float>,
    dot weights: UnsafePointer<Float>
) -> Float {
    sum { offset in
        // Eight of these fall on one cache line; the loop waits for multipliers and has loads to spare.
        mnist37_prefetch(upcoming, UInt(truncatingIfNeeded: offset))
        let values = f32x8_load_bytes(bytes + offset)
        f32x8_store(floats + offset, values)
        return values
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
        a0 = f32x8_fused_add_product(a0, a(step), b(step))
        a1 = f32x8_fused_add_product(a1, a(step &+ 8), b(step &+ 8))
        a2 = f32x8_fused_add_product(a2, a(step &+ 16), b(step &+ 16))
        a3 = f32x8_fused_add_product(a3, a(step &+ 24), b(step &+ 24))
        a4 = f32x8_fused_add_product(a4, a(step &+ 32), b(step &+ 32))
        a5 = f32x8_fused_add_product(a5, a(step &+ 40), b(step &+ 40))
        a6 = f32x8_fused_add_product(a6, a(step &+ 48), b(step &+ 48))
        step &+= 56
    }
    let left = f32x8_add(f32x8_add(a0, a1), f32x8_add(a2, a3))
    return f32x8_sum(f32x8_add(left, f32x8_add(f32x8_add(a4, a5), a6)))
}
