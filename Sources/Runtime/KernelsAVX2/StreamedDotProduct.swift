// For batches, which are as quick as memory is.

import CVector

/// The dot product of (784) pixels and (784) weights, for a picture that others follow.
///
/// Asking the second-level cache for the lines of the fourth picture from here keeps more of them on their way than the
/// processor does by itself. A picture alone would only be slower.
@export(interface)
public func streamedDotProduct(_ pixels: UnsafePointer<Float>, _ weights: UnsafePointer<Float>) -> Float {
    sum(weights: weights) {
        f32x16_load(pixels + $0)
    } single: {
        // Once in 56 pixels, which are three and a half lines.
        for line in 0..<4 {
            mnist37_prefetch(pixels + ($0 &- 48), UInt(truncatingIfNeeded: 4 &* 3136 &+ 64 &* line))
        }
        return f32x8_load(pixels + $0)
    }
}
