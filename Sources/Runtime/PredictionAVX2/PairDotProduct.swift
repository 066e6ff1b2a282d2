// Two pictures at a time, for batches: each weight is loaded once for both.

import CPlan
import CVector

/// The log-odds of two pictures by a linear model of float32 weights, in the order of DotProduct.swift.
///
/// - Parameters:
///   - first: (784) float32.
///   - second: another one, which should lie far away: the processor's own prefetching then follows two streams of memory,
///     while of two pictures side by side it sees none.
@export(interface)
public func pairOutputs(
    of plan: UnsafePointer<mnist37_plan>, for first: UnsafeRawPointer, _ second: UnsafeRawPointer
) -> (Float, Float) {
    let layer = Layer(plan, 0)
    let weights = layer.weights.assumingMemoryBound(to: Float.self), bias = layer.floatBiases[0]
    let first = first.assumingMemoryBound(to: Float.self), second = second.assumingMemoryBound(to: Float.self)
    var a01 = f32x16_zero(), a23 = a01, a45 = a01, a6 = f32x8_zero()
    var b01 = a01, b23 = a01, b45 = a01, b6 = a6
    var step = 0
    while step != 784 {
        // Safe: step + 48 + 7 <= 783, and all three arrays hold 784 elements.
        var w = f32x16_load(weights + step)
        a01 = f32x16_add_product(a01, f32x16_load(first + step), w)
        b01 = f32x16_add_product(b01, f32x16_load(second + step), w)
        w = f32x16_load(weights + (step &+ 16))
        a23 = f32x16_add_product(a23, f32x16_load(first + (step &+ 16)), w)
        b23 = f32x16_add_product(b23, f32x16_load(second + (step &+ 16)), w)
        w = f32x16_load(weights + (step &+ 32))
        a45 = f32x16_add_product(a45, f32x16_load(first + (step &+ 32)), w)
        b45 = f32x16_add_product(b45, f32x16_load(second + (step &+ 32)), w)
        let last = f32x8_load(weights + (step &+ 48))
        a6 = f32x8_add_product(a6, f32x8_load(first + (step &+ 48)), last)
        b6 = f32x8_add_product(b6, f32x8_load(second + (step &+ 48)), last)
        step &+= 56
    }
    return (sum(a01, a23, a45, a6) + bias, sum(b01, b23, b45, b6) + bias)
}
