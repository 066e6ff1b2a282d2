// Two pictures at a time, for batches: each weight is loaded once for both, and the two lie in different pages, so that
// the processor's own prefetching has two streams to follow.

import CVector

/// The dot products of (2, 784) pixels and (784) weights, in the order of DotProduct.swift.
///
/// - Parameters:
///   - pixels: two pictures, one after the other, and, it is likely, more behind them.
@export(interface)
public func pairDotProduct(_ pixels: UnsafePointer<Float>, _ weights: UnsafePointer<Float>) -> (Float, Float) {
    let other = pixels + 784
    var a01 = f32x16_zero(), a23 = a01, a45 = a01, a6 = f32x8_zero()
    var b01 = a01, b23 = a01, b45 = a01, b6 = a6
    var step = 0
    while step < 784 {
        // Safe: step + 48 + 7 <= 783, and all three arrays hold 784 elements.
        for line in 0..<2 {
            mnist37_prefetch(pixels + step, UInt(truncatingIfNeeded: 4 &* picture &+ 64 &* line))
            mnist37_prefetch(other + step, UInt(truncatingIfNeeded: 4 &* picture &+ 64 &* line))
            mnist37_prefetch(pixels + step, UInt(truncatingIfNeeded: 2 &* picture &+ 128 &+ 64 &* line))
            mnist37_prefetch(other + step, UInt(truncatingIfNeeded: 2 &* picture &+ 128 &+ 64 &* line))
        }
        var w = f32x16_load(weights + step)
        a01 = f32x16_add_product(a01, f32x16_load(pixels + step), w)
        b01 = f32x16_add_product(b01, f32x16_load(other + step), w)
        w = f32x16_load(weights + (step &+ 16))
        a23 = f32x16_add_product(a23, f32x16_load(pixels + (step &+ 16)), w)
        b23 = f32x16_add_product(b23, f32x16_load(other + (step &+ 16)), w)
        w = f32x16_load(weights + (step &+ 32))
        a45 = f32x16_add_product(a45, f32x16_load(pixels + (step &+ 32)), w)
        b45 = f32x16_add_product(b45, f32x16_load(other + (step &+ 32)), w)
        let last = f32x8_load(weights + (step &+ 48))
        a6 = f32x8_add_product(a6, f32x8_load(pixels + (step &+ 48)), last)
        b6 = f32x8_add_product(b6, f32x8_load(other + (step &+ 48)), last)
        step &+= 56
    }
    return (sum(a01, a23, a45, a6), sum(b01, b23, b45, b6))
}

/// Bytes of a picture. Of each four cache lines two are asked for four pictures ahead, and two when the picture is next
/// but one: four streams of memory are quicker than two.
private let picture = 4 * 784

@inline(__always)
private func sum(_ a01: f32x16, _ a23: f32x16, _ a45: f32x16, _ a6: f32x8) -> Float {
    let left = f32x8_add(f32x16_add_halves(a01), f32x16_add_halves(a23))
    return f32x8_sum(f32x8_add(left, f32x8_add(f32x16_add_halves(a45), a6)))
}
