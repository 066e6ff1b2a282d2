// From a model and a picture to a prediction: the model's plan, the module of inner loops that it picked, and what is made
// of the outputs.

import CMNIST37
import CPlan
#if canImport(Prediction)
import Prediction
#endif
#if canImport(PredictionAVX2)
import PredictionAVX2
import PredictionAVX512
#endif

extension UnsafePointer<mnist37_model> {
    /// The plan of an initialised model; nil for another.
    ///
    /// Safe: the caller's memory has the size and the alignment of a plan, which plan.h asserts, and a model that was set
    /// to {0} has no bytes.
    @inline(__always)
    var plan: UnsafePointer<mnist37_plan>? {
        let plan = UnsafeRawPointer(self).assumingMemoryBound(to: mnist37_plan.self)
        return plan.pointee.bytes == nil ? nil : plan
    }
}

/// What a model makes of a picture; see Prediction/Outputs.swift.
@inline(__always)
func predictedOutputs(
    _ plan: UnsafePointer<mnist37_plan>, _ pixels: UnsafeRawPointer, areBytes: Bool
) -> (Float, Float) {
    #if canImport(PredictionAVX2)
    switch plan.pointee.instruction_set {
    case InstructionSet.avx512: return PredictionAVX512.outputs(of: plan, for: pixels, areBytes: areBytes)
    case InstructionSet.avx2: return PredictionAVX2.outputs(of: plan, for: pixels, areBytes: areBytes)
    default: return Prediction.outputs(of: plan, for: pixels, areBytes: areBytes)
    }
    #else
    return outputs(of: plan, for: pixels, areBytes: areBytes)
    #endif
}

/// Stores the prediction that the outputs make; an error when one of them is no number, and nothing stored.
///
/// - Parameters:
///   - outputs: see Prediction/Outputs.swift.
///   - plan: of the model that gave them.
@inline(never)
func store(
    _ outputs: (logit: Float, known: Float), of plan: UnsafePointer<mnist37_plan>,
    in prediction: UnsafeMutablePointer<mnist37_prediction>
) -> mnist37_status {
    guard outputs.logit.isFinite, !outputs.known.isNaN else { return MNIST37_ERROR_PIXELS }
    // By the bits, where no compiler makes a jump of it, which a processor would guess wrong on half of the pictures.
    let bits = Int32(bitPattern: outputs.logit.bitPattern)
    let probability = sigmoid(Float(bitPattern: outputs.logit.bitPattern & 0x7fff_ffff))
    prediction.pointee = mnist37_prediction(
        digit: bits > 0 ? plan.pointee.digits.0 : plan.pointee.digits.1, probability: probability, logit: outputs.logit,
        known: 1)
    #if !MNIST37_LINEAR
    if outputs.known != .infinity { return store(known: outputs.known, in: prediction) }
    #endif
    return MNIST37_OK
}

#if !MNIST37_LINEAR
/// Stores the sigmoid of log-odds of either sign.
@inline(never)
@_optimize(size)
private func store(known logit: Float, in prediction: UnsafeMutablePointer<mnist37_prediction>) -> mnist37_status {
    let probability = sigmoid(logit.magnitude)
    prediction.pointee.known = logit < 0 ? 1 - probability : probability
    return MNIST37_OK
}
#endif

/// Predicts `count` pictures, one behind another.
///
/// - Returns: MNIST37_ERROR_PIXELS when a picture had pixels that are not finite; the rest have their prediction.
@inline(never)
@_optimize(size)
func predictBatch(
    _ model: UnsafePointer<mnist37_model>?, _ pixels: UnsafeRawPointer?, areBytes: Bool, _ count: Int,
    _ predictions: UnsafeMutablePointer<mnist37_prediction>?
) -> mnist37_status {
    guard count != 0 else { return MNIST37_OK }
    guard let model, let pixels, let predictions else { return MNIST37_ERROR_NULL }
    guard let plan = model.plan else { return MNIST37_ERROR_NOT_INITIALIZED }
    // No array is larger than half of the address space; the count of one that is comes here as a negative number.
    let size = Int(MNIST37_PIXELS) &* (areBytes ? 1 : 4)
    guard count > 0, count <= (areBytes ? Int.max / 784 : Int.max / 3136) else { return MNIST37_ERROR_COUNT }
    var status = MNIST37_OK
    // Safe, both: index < count, and the caller's arrays hold `count` pictures and predictions.
    func picture(_ index: Int) -> UnsafeRawPointer { pixels + index &* size }
    func keep(_ outputs: (Float, Float), _ index: Int) {
        guard store(outputs, of: plan, in: predictions + index) != MNIST37_OK else { return }
        predictions[index] = mnist37_prediction()
        status = MNIST37_ERROR_PIXELS
    }
    var index = 0
    #if canImport(PredictionAVX2)
    if !areBytes, plan.pointee.layer_count == 1, plan.pointee.is_integer == 0,
        plan.pointee.instruction_set != InstructionSet.baseline
    {
        // One of the first half and one of the second at a time.
        let half = count / 2
        while index < half {
            let sums = pairOutputs(of: plan, for: picture(index), picture(index &+ half))
            keep((sums.0, .infinity), index)
            keep((sums.1, .infinity), index &+ half)
            index &+= 1
        }
        index = 2 &* half
    }
    #endif
    while index != count {
        keep(predictedOutputs(plan, picture(index), areBytes: areBytes), index)
        index &+= 1
    }
    return status
}
