// The modules of inner loops, and which of them a model uses: the same source, compiled for each instruction set.

import CPlan
import CPlatform
#if canImport(Prediction)
import Prediction
#endif
#if canImport(PredictionAVX2)
import PredictionAVX2
import PredictionAVX512
#endif

/// What mnist37_plan.instruction_set says.
enum InstructionSet {
    static let baseline: UInt8 = 0
    static let avx2: UInt8 = 1
    static let avx512: UInt8 = 2

    /// The best that this processor has.
    ///
    /// - Parameter isShipped: whether the model is linear or a network whose sizes are compiled in, see `convolve`.
    static func best(isShipped: Bool) -> UInt8 {
        #if canImport(PredictionAVX2)
        if isShipped, mnist37_has_avx512() != 0 { return avx512 }
        return hasAVX2 ? avx2 : baseline
        #else
        return baseline
        #endif
    }

    static var hasAVX2: Bool {
        #if canImport(PredictionAVX2)
        return mnist37_has_avx2() != 0
        #else
        return false
        #endif
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
