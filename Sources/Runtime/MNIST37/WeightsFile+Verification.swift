// Whether a weights file is one, byte by byte, in an order in which each check makes the next one safe.

import CMNIST37
import CPlan

extension WeightsFile {
    /// Checks the whole file.
    func verify() -> mnist37_status {
        #if _endian(big)
        return MNIST37_ERROR_BIG_ENDIAN
        #else
        guard Int(bitPattern: bytes) & 3 == 0 else { return MNIST37_ERROR_ALIGNMENT }
        // The magic first, as far as there is any: a foreign file that is also short is foreign.
        var magic: (UInt32, UInt32) = (0x3733_4d89, 0x0a1a_0a0d)
        var index = 0
        while index < size, index < 8 {
            guard byte(index) == Int(truncatingIfNeeded: magic.0 & 0xff) else { return MNIST37_ERROR_MAGIC }
            magic = (magic.0 &>> 8 | magic.1 &<< 24, magic.1 &>> 8)
            index &+= 1
        }
        guard size >= 12 else { return MNIST37_ERROR_TRUNCATED }
        guard word(8) == 1 else { return MNIST37_ERROR_VERSION }
        guard size >= WeightsFile.headerSize &+ WeightsFile.checksumSize else { return MNIST37_ERROR_TRUNCATED }
        let stated = UInt(truncatingIfNeeded: word(12))
        guard UInt(bitPattern: size) >= stated else { return MNIST37_ERROR_TRUNCATED }
        guard UInt(bitPattern: size) == stated else { return MNIST37_ERROR_TRAILING }
        let checked = size &- WeightsFile.checksumSize
        guard size & 3 == 0 else { return MNIST37_ERROR_LAYOUT }
        guard crc32(bytes, count: checked) == word(checked) else { return MNIST37_ERROR_CHECKSUM }
        return verifyHeader()
        #endif
    }

    private func verifyHeader() -> mnist37_status {
        guard byte(19) == 0, word(60) == 0 else { return MNIST37_ERROR_RESERVED }
        guard byte(18) <= Int(MNIST37_LOSS_CROSS_ENTROPY), word(52) <= word(48) else { return MNIST37_ERROR_METADATA }
        guard float(28).isFinite else { return MNIST37_ERROR_METADATA }
        let namesStatus = verifyClassNames()
        guard namesStatus == MNIST37_OK else { return namesStatus }
        guard layerCount >= 1, layerCount <= Int(MNIST37_LAYER_LIMIT) else { return MNIST37_ERROR_LAYER_COUNT }
        let tensors = WeightsFile.headerSize &+ layerCount &* WeightsFile.layerRecordSize
        let end = size &- WeightsFile.checksumSize
        guard tensors <= end else { return MNIST37_ERROR_TRUNCATED }
        var offset = tensors
        var input = LayerInput.picture
        for index in 0..<layerCount {
            let status = layer(index).verify(&input, isLast: index &+ 1 == layerCount, at: &offset, end: end)
            guard status == MNIST37_OK else { return status }
        }
        guard offset == end else { return MNIST37_ERROR_LAYOUT }
        return !isNetwork || valueCount <= WeightsFile.valueLimit ? MNIST37_OK : MNIST37_ERROR_SCRATCH
    }
}

/// What a layer takes from the one before it.
private struct LayerInput {
    var height: Int
    var width: Int
    var channels: Int
    /// Of all layers so far; nil for none.
    var elementType: Int?

    static let picture = LayerInput(height: Int(MNIST37_SIDE), width: Int(MNIST37_SIDE), channels: 1)
}

extension LayerRecord {
    /// Checks the record and its tensors, which must begin at `offset`; moves `offset` past them and `input` on to what
    /// the layer after it takes.
    ///
    /// - Parameter end: where the tensors of the file end; `offset <= end`.
    fileprivate func verify(_ input: inout LayerInput, isLast: Bool, at offset: inout Int, end: Int) -> mnist37_status {
        let isConvolution = isConvolution
        guard kind == LayerRecord.dense || isConvolution else { return MNIST37_ERROR_LAYER_KIND }
        guard elementType == LayerRecord.float32 || elementType == LayerRecord.int8,
            elementType == input.elementType ?? elementType
        else { return MNIST37_ERROR_ELEMENT_TYPE }
        guard activation == (isConvolution ? LayerRecord.rectifier : LayerRecord.noActivation) else {
            return MNIST37_ERROR_ACTIVATION
        }
        guard isConvolution || file.byte(record &+ 3) | file.half(record &+ 4) == 0, file.half(record &+ 6) == 0,
            file.word(record &+ 28) == 0
        else { return MNIST37_ERROR_RESERVED }
        guard isLast != isConvolution, height == input.height, width == input.width, channels == input.channels,
            isConvolution ? hasUsableKernel : hasUsableOutputs(isOnly: input.elementType == nil)
        else { return MNIST37_ERROR_SHAPE }
        if isConvolution {
            input.height = outputSize(height)
            input.width = outputSize(width)
            input.channels = outputs
        }
        input.elementType = elementType
        return verifyTensors(at: &offset, end: end)
    }

    /// Whether the kernel fits its input, and skips none of it but at the end. The output is not larger than the input.
    private var hasUsableKernel: Bool {
        kernelSize >= 1 && kernelSize <= height && kernelSize <= width && stride >= 1 && stride <= kernelSize
            && 2 &* padding < kernelSize && outputs >= 1 && outputs <= WeightsFile.channelLimit
    }

    /// Whether a dense layer has the outputs that the header says: one on a picture, one or two after a convolution.
    private func hasUsableOutputs(isOnly: Bool) -> Bool {
        outputs == file.outputs && (outputs == 1 || outputs == 2 && !isOnly)
    }

    /// Height or width of a convolution's output: (size + 2 * padding - kernelSize) / stride + 1, rounded down.
    private func outputSize(_ size: Int) -> Int {
        // Counted, because small processors do not divide.
        var result = 0
        while result &* stride &+ kernelSize <= size &+ 2 &* padding { result &+= 1 }
        return result
    }

    private func verifyTensors(at offset: inout Int, end: Int) -> mnist37_status {
        let isInteger = elementType == LayerRecord.int8
        let weights = take(isInteger ? weightCount : 4 &* weightCount, at: &offset, end: end)
        guard let weights, weights == weightsOffset else { return MNIST37_ERROR_LAYOUT }
        if isInteger {
            let scales = take(4 &* outputs, at: &offset, end: end)
            guard let scales, scales == scalesOffset else { return MNIST37_ERROR_LAYOUT }
        } else {
            guard scalesOffset == 0 else { return MNIST37_ERROR_LAYOUT }
        }
        let biases = take(4 &* outputs, at: &offset, end: end)
        guard let biases, biases == biasesOffset else { return MNIST37_ERROR_LAYOUT }
        return hasUsableValues(isInteger) ? MNIST37_OK : MNIST37_ERROR_WEIGHT_VALUE
    }

    /// Takes `count` bytes and their padding from `offset` on.
    ///
    /// - Returns: where they begin, or nil when they do not fit or the padding is not zero.
    private func take(_ count: Int, at offset: inout Int, end: Int) -> Int? {
        // Safe: count is at most 28 * 28 * 64 * 64 * 4, and `end - offset` is not negative.
        let padded = (count &+ 3) & ~3
        guard padded <= end &- offset else { return nil }
        let start = offset
        offset &+= padded
        var index = start &+ count
        while index < offset {
            guard file.byte(index) == 0 else { return nil }
            index &+= 1
        }
        return start
    }

    /// Whether all floats are finite; of an int8 layer, whether no sum can overflow and every scale is in its range.
    private func hasUsableValues(_ isInteger: Bool) -> Bool {
        if isInteger {
            for output in 0..<outputs {
                // No sum overflows. An output of a linear model has 784 inputs, one of a network not more than
                // 28 * valueLimit, and 28224 * 255 * 128 + 2^30 < 2^31.
                let bias = integerBias(output), scale = scale(output)
                guard bias >= -0x4000_0000, bias <= 0x4000_0000, scale >= 0x1p-40, scale < 0x1p16 else { return false }
            }
            return true
        }
        var notFinite: UInt32 = 0
        // The biases lie behind the weights, without a gap.
        let values = floatWeights, count = parameters
        var index = 0
        while index < count {
            // Bit 31 of the sum is set exactly when the exponent is all ones.
            notFinite |= (values[index].bitPattern & 0x7fff_ffff) &+ 0x0080_0000
            index &+= 1
        }
        return notFinite >> 31 == 0
    }
}
