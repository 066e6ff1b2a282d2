// The plan of a model (CPlatform/plan.h), out of a verified file.

import CMNIST37
import CPlan
#if canImport(Prediction)
import Prediction
#endif

extension UnsafeMutablePointer<mnist37_model> {
    /// The memory of the plan, whatever it holds.
    var plan: UnsafeMutablePointer<mnist37_plan> {
        UnsafeMutableRawPointer(self).assumingMemoryBound(to: mnist37_plan.self)
    }

    /// Makes it a model that is not initialised.
    func clear() {
        plan.pointee.bytes = nil
        plan.pointee.owner = nil
    }
}

extension WeightsFile {
    /// Writes the plan of this file, which `verify()` accepted.
    ///
    /// - Parameter owner: see `mnist37_plan`.
    func writePlan(to plan: UnsafeMutablePointer<mnist37_plan>, owner: UnsafeRawPointer?) {
        let isInteger = layer(0).elementType == LayerRecord.int8
        // Not through an array of layers: one would be made elsewhere and copied here.
        let layers = UnsafeMutableRawPointer(mutating: mnist37_plan_layer(plan, 0))
            .assumingMemoryBound(to: mnist37_layer.self)
        var offset = scratchOfSums
        var isShipped = true
        var index = 0
        // Of a linear model, one layer.
        while index < (isNetwork ? layerCount : 1) {
            let record = layer(index)
            // Safe: a convolution is not the last layer, and index < layerCount <= MNIST37_LAYER_LIMIT.
            let columns = record.isConvolution ? layer(index &+ 1).width : 1
            let plan = record.plan(columns: columns, rows: offset)
            (layers + index).initialize(to: plan)
            if record.isConvolution, plan.shape == MNIST37_SHAPE_ANY { isShipped = false }
            offset &+= record.valueCount &* (isInteger ? 1 : 4)
            index &+= 1
        }
        plan.pointee.owner = owner
        plan.pointee.size = UInt32(truncatingIfNeeded: size)
        plan.pointee.scratch_blocks = isNetwork ? UInt16(truncatingIfNeeded: scratchBlocks(forBytes: offset)) : 0
        plan.pointee.instruction_set = InstructionSet.best(isShipped: isShipped)
        plan.pointee.is_integer = isInteger ? 1 : 0
        plan.pointee.layer_count = UInt8(truncatingIfNeeded: layerCount)
        plan.pointee.outputs = UInt8(truncatingIfNeeded: outputs)
        plan.pointee.digits = digits
        plan.pointee.bytes = bytes.assumingMemoryBound(to: UInt8.self)
    }

    /// Bytes of the dense layer's sums, with which the scratch memory begins.
    private var scratchOfSums: Int { Int(MNIST37_SUMS_SIZE) &* outputs }
}

extension LayerRecord {
    /// - Parameters:
    ///   - columns: of its output.
    ///   - rows: offset of its rows of input in the scratch memory.
    fileprivate func plan(columns: Int, rows: Int) -> mnist37_layer {
        // Safe: verify() bounds height, width and kernel by 28, channels and outputs by 64, and so every product here.
        var plan = mnist37_layer()
        plan.weights = UInt32(truncatingIfNeeded: weightsOffset)
        plan.scales = UInt32(truncatingIfNeeded: scalesOffset)
        plan.biases = UInt32(truncatingIfNeeded: biasesOffset)
        #if !MNIST37_LINEAR
        plan.rows = UInt32(truncatingIfNeeded: rows)
        plan.row_size = UInt16(truncatingIfNeeded: rowSize)
        plan.height = UInt8(truncatingIfNeeded: height)
        plan.outputs = UInt16(truncatingIfNeeded: outputs)
        guard isConvolution else { return plan }
        let taps = kernelSize &* channels, step = stride &* channels
        plan.margin = UInt16(truncatingIfNeeded: padding &* channels)
        plan.taps = UInt16(truncatingIfNeeded: taps)
        plan.step = UInt16(truncatingIfNeeded: step)
        plan.columns = UInt8(truncatingIfNeeded: columns)
        plan.kernel_size = UInt8(truncatingIfNeeded: kernelSize)
        plan.stride = UInt8(truncatingIfNeeded: stride)
        plan.padding = UInt8(truncatingIfNeeded: padding)
        plan.shape = UInt8(truncatingIfNeeded: shape(taps: taps, step: step, columns: columns))
        if elementType == LayerRecord.int8 {
            plan.has_large_sums = hasLargeSums ? 1 : 0
            // The loops for a shape scale sums as float32.
            if plan.has_large_sums != 0 { plan.shape = UInt8(MNIST37_SHAPE_ANY) }
            plan.has_halves = hasHalves ? 1 : 0
        }
        #endif
        return plan
    }

    // What only vectors want to know.
    #if arch(x86_64) || arch(arm64)
    private func shape(taps: Int, step: Int, columns: Int) -> Int {
        switch (outputs, taps, step, columns) {
        case (4, 3, 2, 14): MNIST37_SHAPE_4_3_2_14
        case (8, 3, 2, 14): MNIST37_SHAPE_8_3_2_14
        case (8, 12, 8, 7): MNIST37_SHAPE_8_12_8_7
        case (16, 24, 16, 7): MNIST37_SHAPE_16_24_16_7
        case (16, 48, 32, 4): MNIST37_SHAPE_16_48_32_4
        default: MNIST37_SHAPE_ANY
        }
    }

    /// Whether a sum may reach 2^24, beyond the integers that float32 holds exactly; vectors then cannot scale it.
    private var hasLargeSums: Bool {
        // Safe: a kernel holds at most 28 * 1008 values of input.
        let most = 0xff_ffff &- 255 &* 128 &* kernelInputs
        for output in 0..<outputs where Int(integerBias(output)) > most { return true }
        return false
    }

    /// Whether a sum times its scale may lie halfway between two integers below 256. It is then an odd multiple of
    /// 2^(n - 1), as in `requantized`; the sum is below 2^(n - 15), so the scale's significand ends in 15 zeros.
    private var hasHalves: Bool {
        for output in 0..<outputs where scale(output).bitPattern & 0x7fff == 0 { return true }
        return false
    }
    #else
    private func shape(taps: Int, step: Int, columns: Int) -> Int { MNIST37_SHAPE_ANY }
    private var hasLargeSums: Bool { false }
    private var hasHalves: Bool { false }
    #endif
}
