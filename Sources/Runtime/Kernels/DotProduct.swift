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

/// The sum of pixels[i] * weights[i] in the order above.
///
/// - Parameters:
///   - pixels: (784) floats at any address a float may have.
///   - weights: (784), likewise.
@inline(__always)
private func sum(weights: UnsafePointer<Float>, vector: (Int) -> f32x8) -> Float {
    var a0 = f32x8_zero(), a1 = a0, a2 = a0, a3 = a0, a4 = a0, a5 = a0, a6 = a0
    var step = 0
    while step < 784 {
        // Safe: step + 48 + 7 <= 783, and both arrays hold 784 elements.
        a0 = f32x8_add_product(a0, vector(step), f32x8_load(weights + step))
        a1 = f32x8_add_product(a1, vector(step &+ 8), f32x8_load(weights + (step &+ 8)))
        a2 = f32x8_add_product(a2, vector(step &+ 16), f32x8_load(weights + (step &+ 16)))
        a3 = f32x8_add_product(a3, vector(step &+ 24), f32x8_load(weights + (step &+ 24)))
        a4 = f32x8_add_product(a4, vector(step &+ 32), f32x8_load(weights + (step &+ 32)))
        a5 = f32x8_add_product(a5, vector(step &+ 40), f32x8_load(weights + (step &+ 40)))
        a6 = f32x8_add_product(a6, vector(step &+ 48), f32x8_load(weights + (step &+ 48)))
        step &+= 56
    }
    let left = f32x8_add(f32x8_add(a0, a1), f32x8_add(a2, a3))
    return f32x8_sum(f32x8_add(left, f32x8_add(f32x8_add(a4, a5), a6)))
}

/// The dot product of (784) pixels and (784) weights.
public func dotProduct(_ pixels: UnsafePointer<Float>, _ weights: UnsafePointer<Float>) -> Float {
    sum(weights: weights) { f32x8_load(pixels + $0) }
}

/// The dot product of (784) pixels, each the correctly rounded byte / 255, and (784) weights.
///
/// byte / 255 without a division: 1 / 255 split into a part whose product with a byte is exact, and the
/// rest. The sum of the two products is the correctly rounded quotient for each of the 256 bytes (a test tries all).
public func dotProduct(_ pixels: UnsafePointer<UInt8>, _ weights: UnsafePointer<Float>) -> Float {
    let high = f32x8_splat(reciprocalHigh), low = f32x8_splat(reciprocalLow)
    return sum(weights: weights) {
        let bytes = f32x8_load_bytes(pixels + $0)
        return f32x8_add_product(f32x8_multiply(bytes, low), bytes, high)
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
public func dotProduct(_ pixels: UnsafePointer<Float>, _ weights: UnsafePointer<Float>) -> Float {
    sum(weights: weights) { pixels[$0] }
}

/// The dot product of (784) pixels, each the correctly rounded byte / 255, and (784) weights.
public func dotProduct(_ pixels: UnsafePointer<UInt8>, _ weights: UnsafePointer<Float>) -> Float {
    sum(weights: weights) {
        let byte = Float(pixels[$0])
        return byte * reciprocalLow + byte * reciprocalHigh
    }
}
#endif

/// 1 / 255 in two parts. b * 0x10101 is the 24 bits bbb: the first product is exact for every byte b.
let reciprocalHigh: Float = 0x1.0101p-8
let reciprocalLow: Float = 0x1.0101p-32
