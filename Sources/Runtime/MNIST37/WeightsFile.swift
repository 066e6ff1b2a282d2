// The reader of a weights file. docs/weights-format.md is the specification; in short, little-endian throughout:
//
//   0   8   magic: 89 4D 33 37 0D 0A 1A 0A
//   8   4   format version: 1
//   12  4   size of the whole file in bytes
//   16  1   number of layers          17  1  outputs of the last layer: 1 or 2
//   18  1   loss                      19  1  zero
//   20  4   version of the trainer
//   24  4   epochs                    28  4  learning rate, float32
//   32  8   seed
//   40  8   fingerprint of the training data
//   48  4   validation pictures       52  4  validation errors
//   56  4   batch size                60  4  zero
//   64  32  the first layer's record, then the next; then the tensors; then
//   -4  4   CRC-32 of all bytes before it
//
// A layer's record:
//
//   0   1   kind: 1 dense, 2 convolution
//   1   1   element type: 0 float32, 1 int8
//   2   1   activation: 0 none, 1 ReLU
//   3   1   kernel size               4   1  stride
//   5   1   padding                   6   2  zero      (3 to 5: zeros in a dense layer)
//   8   2   input height              10  2  input width
//   12  2   input channels            14  2  output channels
//   16  4   offset of the weights     20  4  offset of the scales (int8; else 0)
//   24  4   offset of the biases      28  4  zero
//
// The tensors follow the records without a gap, each padded with zeros to a multiple of 4.

import CMNIST37

/// A weights file in memory. `verify()` checks every byte once; the other members are for a verified file.
struct WeightsFile {
    /// (size) bytes, little-endian, starting at a multiple of 4.
    let bytes: UnsafeRawPointer
    let size: Int

    static let headerSize = 64
    static let layerRecordSize = 32
    static let checksumSize = 4
    /// The most layers this library runs.
    static let layerLimit = 5
    /// The most channels of a layer: with it no product of a layer's dimensions overflows 32 bits, as height, width and
    /// kernel size are at most 28.
    static let channelLimit = 64

    var layerCount: Int { byte(16) }
    var columns: Int { byte(17) }

    func layer(_ index: Int) -> Layer {
        Layer(file: self, record: WeightsFile.headerSize &+ index &* WeightsFile.layerRecordSize)
    }

    // Safe, all five: the callers pass offsets inside the size that verify() has compared, and multiples of 4 (of 2 for
    // half-words) from an aligned start.
    func byte(_ offset: Int) -> Int { Int(bytes.load(fromByteOffset: offset, as: UInt8.self)) }
    func half(_ offset: Int) -> Int { Int(bytes.load(fromByteOffset: offset, as: UInt16.self)) }
    func word(_ offset: Int) -> UInt32 { bytes.load(fromByteOffset: offset, as: UInt32.self) }
    func float(_ offset: Int) -> Float { Float(bitPattern: word(offset)) }
    func doubleWord(_ offset: Int) -> UInt64 {
        UInt64(word(offset)) | UInt64(word(offset &+ 4)) &<< 32
    }

    func floats(_ offset: Int) -> UnsafePointer<Float> { (bytes + offset).assumingMemoryBound(to: Float.self) }
    func integers(_ offset: Int) -> UnsafePointer<Int8> { (bytes + offset).assumingMemoryBound(to: Int8.self) }
}

/// The record of one layer.
struct Layer {
    let file: WeightsFile
    let record: Int

    static let dense = 1
    static let convolution = 2
    static let float32 = Int(MNIST37_FLOAT32)
    static let int8 = Int(MNIST37_INT8)
    static let noActivation = 0
    static let rectifier = 1

    var kind: Int { file.byte(record) }

    /// Whether it is a convolution. A library built with MNIST37_LINEAR knows none, and is half as large.
    var isConvolution: Bool {
        #if MNIST37_LINEAR
        return false
        #else
        return kind == Layer.convolution
        #endif
    }

    var elementType: Int { file.byte(record &+ 1) }
    var activation: Int { file.byte(record &+ 2) }
    var height: Int { file.half(record &+ 8) }
    var width: Int { file.half(record &+ 10) }
    var channels: Int { file.half(record &+ 12) }
    var outputs: Int { file.half(record &+ 14) }
    // Truncating, because a checked conversion would add the code of a trap; no offset beyond the file is ever verified.
    var weightsOffset: Int { Int(truncatingIfNeeded: file.word(record &+ 16)) }
    var scalesOffset: Int { Int(truncatingIfNeeded: file.word(record &+ 20)) }
    var biasesOffset: Int { Int(truncatingIfNeeded: file.word(record &+ 24)) }

    /// Number of inputs of a dense layer.
    var inputs: Int { height &* width &* channels }
    /// Of a convolution, the number of its kernel rows, kernel columns and input channels, multiplied.
    var kernelInputs: Int { kernelSize &* kernelSize &* channels }
    var weightCount: Int { (isConvolution ? kernelInputs : inputs) &* outputs }
    var parameters: Int { weightCount &+ outputs }

    /// (inputs, outputs) row-major; (kernel rows, kernel columns, input channels, outputs) of a convolution.
    var floatWeights: UnsafePointer<Float> { file.floats(weightsOffset) }
    /// Likewise.
    var integerWeights: UnsafePointer<Int8> { file.integers(weightsOffset) }
    /// Of output `output`: what one unit of the integer sum is worth.
    func scale(_ output: Int) -> Float { file.float(scalesOffset &+ 4 &* output) }
    func floatBias(_ output: Int) -> Float { file.float(biasesOffset &+ 4 &* output) }
    func integerBias(_ output: Int) -> Int32 { Int32(bitPattern: file.word(biasesOffset &+ 4 &* output)) }
}

extension WeightsFile {
    /// Checks the whole file, in an order in which each check makes the next one safe.
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
        guard layerCount >= 1, layerCount <= WeightsFile.layerLimit else { return MNIST37_ERROR_LAYER_COUNT }
        let tensors = WeightsFile.headerSize &+ layerCount &* WeightsFile.layerRecordSize
        let end = size &- WeightsFile.checksumSize
        guard tensors <= end else { return MNIST37_ERROR_TRUNCATED }
        var offset = tensors
        var input = Shape.picture
        for index in 0..<layerCount {
            let status = layer(index).verify(&input, isLast: index &+ 1 == layerCount, at: &offset, end: end)
            guard status == MNIST37_OK else { return status }
        }
        guard offset == end else { return MNIST37_ERROR_LAYOUT }
        return !isNetwork || valueCount <= WeightsFile.valueLimit ? MNIST37_OK : MNIST37_ERROR_SCRATCH
    }
}

/// What a layer takes from the one before it.
private struct Shape {
    var height: Int
    var width: Int
    var channels: Int
    /// Of all layers so far; nil for none.
    var elementType: Int?

    static let picture = Shape(height: Int(MNIST37_SIDE), width: Int(MNIST37_SIDE), channels: 1)
}

extension Layer {
    /// Checks the record and its tensors, which must begin at `offset`; moves `offset` past them and `input` on to what
    /// the layer after it takes.
    ///
    /// - Parameter end: where the tensors of the file end; `offset <= end`.
    fileprivate func verify(_ input: inout Shape, isLast: Bool, at offset: inout Int, end: Int) -> mnist37_status {
        let isConvolution = isConvolution
        guard kind == Layer.dense || isConvolution else { return MNIST37_ERROR_LAYER_KIND }
        guard elementType == Layer.float32 || elementType == Layer.int8, elementType == input.elementType ?? elementType
        else { return MNIST37_ERROR_ELEMENT_TYPE }
        guard activation == (isConvolution ? Layer.rectifier : Layer.noActivation) else {
            return MNIST37_ERROR_ACTIVATION
        }
        guard isConvolution || file.byte(record &+ 3) | file.half(record &+ 4) == 0, file.half(record &+ 6) == 0,
            file.word(record &+ 28) == 0
        else { return MNIST37_ERROR_RESERVED }
        guard isLast != isConvolution, height == input.height, width == input.width, channels == input.channels,
            isConvolution ? hasUsableKernel : hasUsableColumns(isOnly: input.elementType == nil)
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

    /// Whether a dense layer has the outputs that the header says: one or two on a picture, one after a convolution.
    private func hasUsableColumns(isOnly: Bool) -> Bool {
        outputs == file.columns && (outputs == 1 || outputs == 2 && isOnly)
    }

    /// Height or width of a convolution's output: (size + 2 * padding - kernelSize) / stride + 1, rounded down.
    private func outputSize(_ size: Int) -> Int {
        // Counted, because small processors do not divide.
        var result = 0
        while result &* stride &+ kernelSize <= size &+ 2 &* padding { result &+= 1 }
        return result
    }

    private func verifyTensors(at offset: inout Int, end: Int) -> mnist37_status {
        let isInteger = elementType == Layer.int8
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
