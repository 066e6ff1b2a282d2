// The two inner loops of training a linear model, on blocks of at most eight pictures, so that a block's floats (25 KB)
// stay in the first-level cache between its forward and its backward pass and each gradient is loaded once a block.
//
// Compiled three times, for the baseline, for AVX2 and for AVX-512; all do the same operations on the same lanes in the same
// order and give the same bits.

import CVector
import TrainingVectors

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
            let sum = sum(weights: weights + column &* 784) {
                f32x16_load(floats + $0)
            } single: {
                f32x8_load(floats + $0)
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
        // Safe: as above; row < count, and offsets go up to 768 in steps of 16.
        let sum = sums + column &* 784
        func derivative(_ row: Int) -> f32x16 { f32x16_splat(derivatives[row &* columns &+ column] / 255) }
        var row = 0
        // Four pictures to each load of the sums.
        while row &+ 4 <= count {
            let d0 = derivative(row), d1 = derivative(row &+ 1), d2 = derivative(row &+ 2), d3 = derivative(row &+ 3)
            let floats = bytes + row &* 784
            var offset = 0
            while offset < 784 {
                var value = f32x16_load(sum + offset)
                value = f32x16_fused_add_product(value, d0, f32x16_load(floats + offset))
                value = f32x16_fused_add_product(value, d1, f32x16_load(floats + (offset &+ 784)))
                value = f32x16_fused_add_product(value, d2, f32x16_load(floats + (offset &+ 1568)))
                value = f32x16_fused_add_product(value, d3, f32x16_load(floats + (offset &+ 2352)))
                f32x16_store(sum + offset, value)
                offset &+= 16
            }
            row &+= 4
        }
        while row < count {
            let d = derivative(row), floats = bytes + row &* 784
            var offset = 0
            while offset < 784 {
                let value = f32x16_fused_add_product(f32x16_load(sum + offset), d, f32x16_load(floats + offset))
                f32x16_store(sum + offset, value)
                offset &+= 16
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
    sum(weights: weights) { offset in
        // Four of these fall on one cache line; the loop waits for multipliers and has loads to spare.
        prefetch(upcoming, UInt(truncatingIfNeeded: offset))
        let values = f32x16_load_bytes(bytes + offset)
        f32x16_store(floats + offset, values)
        return values
    } single: { offset in
        prefetch(upcoming, UInt(truncatingIfNeeded: offset))
        let values = f32x8_load_bytes(bytes + offset)
        f32x8_store(floats + offset, values)
        return values
    }
}

/// The sum of values[i] * weights[i] over 784, in the order of the runtime's DotProduct.swift. Accumulators 0 and 1, 2 and
/// 3, 4 and 5 share a vector.
///
/// - Parameters:
///   - pair: sixteen values from an index on.
///   - single: eight values from an index on.
@inline(__always)
private func sum(weights: UnsafePointer<Float>, pair: (Int) -> f32x16, single: (Int) -> f32x8) -> Float {
    var a01 = f32x16_zero(), a23 = a01, a45 = a01, a6 = f32x8_zero()
    var step = 0
    while step != 784 {
        // Safe: step + 48 + 7 <= 783, and the weights are 784.
        a01 = f32x16_fused_add_product(a01, pair(step), f32x16_load(weights + step))
        a23 = f32x16_fused_add_product(a23, pair(step &+ 16), f32x16_load(weights + (step &+ 16)))
        a45 = f32x16_fused_add_product(a45, pair(step &+ 32), f32x16_load(weights + (step &+ 32)))
        a6 = f32x8_fused_add_product(a6, single(step &+ 48), f32x8_load(weights + (step &+ 48)))
        step &+= 56
    }
    let left = f32x8_add(f32x16_add_halves(a01), f32x16_add_halves(a23))
    return f32x8_sum(f32x8_add(left, f32x8_add(f32x16_add_halves(a45), a6)))
}
