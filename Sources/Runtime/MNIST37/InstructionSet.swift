// Which of the modules of inner loops a model uses: the same source, compiled for each instruction set.

import CPlatform

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
