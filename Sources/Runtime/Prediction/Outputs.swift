// The one door to the inner loops. This folder is compiled once for each instruction set, as a module of its own; each
// module has this one function for a picture, and all of them return the same bits.
//
// What is marked @inline(never) here would otherwise be copied into each caller, and a frame of the stack would hold what
// only one way through it needs. What is marked @_optimize(size) runs once a picture, or for networks of unknown shape.

import CPlan

/// What a model makes of a picture: the log-odds of its first class, and the log-odds that the picture is one of its two
/// classes at all, which are infinite where the model has no output for them.
///
/// Safe: the file of a plan was verified, so its tensors lie inside it, and a linear model's are of 784 weights.
///
/// - Parameter pixels: (784) bytes or float32.
/// - Returns: first a number that is not finite when a pixel is not finite or a sum overflows.
@export(interface)
public func outputs(
    of plan: UnsafePointer<mnist37_plan>, for pixels: UnsafeRawPointer, areBytes: Bool
) -> (Float, Float) {
    #if !MNIST37_LINEAR
    if plan.pointee.layer_count != 1 { return networkOutputs(plan, pixels, areBytes) }
    #endif
    let layer = Layer(plan, 0)
    let bytes = pixels.assumingMemoryBound(to: UInt8.self), floats = pixels.assumingMemoryBound(to: Float.self)
    if plan.pointee.is_integer != 0 {
        let weights = layer.weights.assumingMemoryBound(to: Int8.self)
        let sum = areBytes ? integerDotProduct(bytes, weights) : integerDotProduct(floats, weights)
        guard let sum else { return (.nan, .infinity) }
        // Through Int, because a 32-bit target converts Int32 by way of 64 bits.
        return (Float(Int(sum &+ layer.integerBiases[0])) * layer.scales[0], .infinity)
    }
    let weights = layer.weights.assumingMemoryBound(to: Float.self)
    let sum = areBytes ? dotProduct(bytes, weights) : dotProduct(floats, weights)
    return (sum + layer.floatBiases[0], .infinity)
}

/// A layer of a plan, its numbers as the loops take them.
struct Layer {
    private let bytes: UnsafePointer<UInt8>
    private let plan: UnsafePointer<mnist37_layer>

    @inline(__always)
    init(_ plan: UnsafePointer<mnist37_plan>, _ index: Int) {
        // Safe: the callers have a plan that mnist37_model_init made, and an index below its layer_count.
        bytes = plan.pointee.bytes.unsafelyUnwrapped
        self.plan = mnist37_plan_layer(plan, index)
    }

    var weights: UnsafeRawPointer { UnsafeRawPointer(bytes + Int(truncatingIfNeeded: plan.pointee.weights)) }
    private var biases: UnsafeRawPointer { UnsafeRawPointer(bytes + Int(truncatingIfNeeded: plan.pointee.biases)) }
    var floatBiases: UnsafePointer<Float> { biases.assumingMemoryBound(to: Float.self) }
    var integerBiases: UnsafePointer<Int32> { biases.assumingMemoryBound(to: Int32.self) }
    var scales: UnsafePointer<Float> {
        UnsafeRawPointer(bytes + Int(truncatingIfNeeded: plan.pointee.scales)).assumingMemoryBound(to: Float.self)
    }

    var rows: Int { Int(truncatingIfNeeded: plan.pointee.rows) }
    var rowSize: Int { Int(plan.pointee.row_size) }
    var margin: Int { Int(plan.pointee.margin) }
    var taps: Int { Int(plan.pointee.taps) }
    var step: Int { Int(plan.pointee.step) }
    var outputs: Int { Int(plan.pointee.outputs) }
    var columns: Int { Int(plan.pointee.columns) }
    var height: Int { Int(plan.pointee.height) }
    var kernelSize: Int { Int(plan.pointee.kernel_size) }
    var stride: Int { Int(plan.pointee.stride) }
    var padding: Int { Int(plan.pointee.padding) }
    var shape: Int { Int(plan.pointee.shape) }
    var hasLargeSums: Bool { plan.pointee.has_large_sums != 0 }
    var hasHalves: Bool { plan.pointee.has_halves != 0 }
}
