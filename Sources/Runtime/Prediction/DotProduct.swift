// The dot product of a picture and a column of weights, the whole cost of a linear model.
//
// The order of summation is part of the interface, because float addition is not associative and every target must
// return the same bits: 784 = 14 steps x 7 accumulators x 8 lanes. Accumulator k, lane l sums the 14 products
// x[56 s + 8 k + l] * w[56 s + 8 k + l] for s = 0...13 in that order, each product and each sum rounded to float32. The
// accumulators are then added as ((0 + 1) + (2 + 3)) + ((4 + 5) + 6), the lanes as
// ((0 + 4) + (2 + 6)) + ((1 + 5) + (3 + 7)). Seven accumulators leave no tail and keep a processor's adders busy; eight
// lanes are one AVX2 register or two of SSE2 and NEON. A target without vectors runs the chains one after the other.

#if arch(x86_64) || arch(arm64)
import CVector

/// The sum of pixels[i] * weights[i] in the order above. Accumulators 0 and 1, 2 and 3, 4 and 5 share a vector.
///
/// - Parameters:
///   - weights: (784) floats at any address a float may have.
///   - pair: sixteen pixels from an index on.
///   - single: eight pixels from an index on.
@inline(__always)
private func sum(weights: UnsafePointer<Float>, pair: (Int) -> f32x16, single: (Int) -> f32x8) -> Float {
    var a01 = f32x16_zero(), a23 = a01, a45 = a01, a6 = f32x8_zero()
    var step = 0
    while step != 784 {
        // Safe: step + 48 + 7 <= 783, and both arrays hold 784 elements.
        a01 = f32x16_add_product(a01, pair(step), f32x16_load(weights + step))
        a23 = f32x16_add_product(a23, pair(step &+ 16), f32x16_load(weights + (step &+ 16)))
        a45 = f32x16_add_product(a45, pair(step &+ 32), f32x16_load(weights + (step &+ 32)))
        a6 = f32x8_add_product(a6, single(step &+ 48), f32x8_load(weights + (step &+ 48)))
        step &+= 56
    }
    return sum(a01, a23, a45, a6)
}

/// The accumulators and their lanes, added up.
@inline(__always)
func sum(_ a01: f32x16, _ a23: f32x16, _ a45: f32x16, _ a6: f32x8) -> Float {
    let left = f32x8_add(f32x16_add_halves(a01), f32x16_add_halves(a23))
    return f32x8_sum(f32x8_add(left, f32x8_add(f32x16_add_halves(a45), a6)))
}

/// The dot product of (784) pixels and (784) weights.
@inline(__always)
func dotProduct(_ pixels: UnsafePointer<Float>, _ weights: UnsafePointer<Float>) -> Float {
    sum(weights: weights) {
        f32x16_load(pixels + $0)
    } single: {
        f32x8_load(pixels + $0)
    }
}

/// The dot product of (784) pixels, each the correctly rounded byte / 255, and (784) weights.
@inline(__always)
func dotProduct(_ pixels: UnsafePointer<UInt8>, _ weights: UnsafePointer<Float>) -> Float {
    sum(weights: weights) {
        f32x16_load_pixels(pixels + $0)
    } single: {
        f32x8_load_pixels(pixels + $0)
    }
}
#else
@inline(__always)
private func sum(weights: UnsafePointer<Float>, pixel: (Int) -> Float) -> Float {
    /// Lane `lane` of the seven accumulators, added up.
    func lane(_ lane: Int) -> Float {
        func chain(_ accumulator: Int) -> Float {
            var sum: Float = 0
            var index = accumulator &* 8 &+ lane
            while index < 784 {
                // Safe: index < 784, and both arrays hold 784 elements.
                sum += pixel(index) * weights[index]
                index &+= 56
            }
            return sum
        }
        let left = (chain(0) + chain(1)) + (chain(2) + chain(3))
        return left + ((chain(4) + chain(5)) + chain(6))
    }
    let even = (lane(0) + lane(4)) + (lane(2) + lane(6))
    return even + ((lane(1) + lane(5)) + (lane(3) + lane(7)))
}

/// The dot product of (784) pixels and (784) weights.
@inline(__always)
func dotProduct(_ pixels: UnsafePointer<Float>, _ weights: UnsafePointer<Float>) -> Float {
    sum(weights: weights) { pixels[$0] }
}

/// The dot product of (784) pixels, each the correctly rounded byte / 255, and (784) weights.
@inline(__always)
func dotProduct(_ pixels: UnsafePointer<UInt8>, _ weights: UnsafePointer<Float>) -> Float {
    sum(weights: weights) { pixel(UInt32(pixels[$0])) }
}

/// The correctly rounded byte / 255.
///
/// By 1 / 255 in two parts: byte * 0x10101 is 24 bits, so the second product is exact, and the sum is rounded once; see
/// MNIST37_ADD_EXACT_PRODUCT.
@inline(__always)
func pixel(_ byte: UInt32) -> Float {
    let value = Float(byte)
    return value * 0x1.0101p-32 + value * 0x1.0101p-8
}
#endif
