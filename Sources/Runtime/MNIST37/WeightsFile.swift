// The reader of a weights file. docs/weights-format.md is the specification; in short, little-endian throughout:
//
//   0   8   magic: 89 4D 33 37 0D 0A 1A 0A
//   8   4   format version: 1
//   12  4   size of the whole file in bytes
//   16  1   number of layers          17  1  outputs of the last layer: 1, or 2 in a network
//   18  1   loss                      19  1  zero
//   20  4   version of the trainer
//   24  4   epochs                    28  4  learning rate, float32
//   32  8   seed
//   40  8   fingerprint of the training data
//   48  4   validation pictures       52  4  validation errors
//   56  4   batch size                60  4  zero
//   64  16  name of the first class, UTF-8, filled with zeros
//   80  16  name of the second class
//   96  32  the first layer's record, then the next; then the tensors; then
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
import CPlan

/// A weights file in memory. `verify()` checks every byte once; the other members are for a verified file.
struct WeightsFile {
    /// (size) bytes, little-endian, starting at a multiple of 4.
    let bytes: UnsafeRawPointer
    let size: Int

    static let headerSize = 96
    static let layerRecordSize = 32
    static let checksumSize = 4
    /// The most values of activations that may be in memory at a time. With four bytes a value and the sums of two
    /// outputs they fill 4 KB of stack.
    static let valueLimit = 1008
    /// The most channels of a layer: with it no product of a layer's dimensions overflows 32 bits, as height, width and
    /// kernel size are at most 28.
    static let channelLimit = 64

    var layerCount: Int { byte(16) }
    /// Of the last layer.
    var outputs: Int { byte(17) }

    /// Whether a prediction runs through a network, not through one dot product.
    var isNetwork: Bool { layer(0).isConvolution }

    /// Values of all layers that are in memory at a time.
    ///
    /// Safe on 32 bits: at most 5 layers of 28 rows of 3,456 values each.
    var valueCount: Int {
        var count = 0
        for index in 0..<layerCount { count &+= layer(index).valueCount }
        return count
    }

    func layer(_ index: Int) -> LayerRecord {
        LayerRecord(file: self, record: WeightsFile.headerSize &+ index &* WeightsFile.layerRecordSize)
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
}

/// The record of one layer.
struct LayerRecord {
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
        return kind == LayerRecord.convolution
        #endif
    }

    var elementType: Int { file.byte(record &+ 1) }
    var activation: Int { file.byte(record &+ 2) }
    /// Kernel size, stride and padding of a convolution, the same in both directions; 0 in a dense layer.
    var kernelSize: Int { file.byte(record &+ 3) }
    var stride: Int { file.byte(record &+ 4) }
    var padding: Int { file.byte(record &+ 5) }
    var height: Int { file.half(record &+ 8) }
    var width: Int { file.half(record &+ 10) }
    var channels: Int { file.half(record &+ 12) }
    var outputs: Int { file.half(record &+ 14) }
    // Truncating, because a checked conversion would add the code of a trap; no offset beyond the file is ever verified.
    var weightsOffset: Int { Int(truncatingIfNeeded: file.word(record &+ 16)) }
    var scalesOffset: Int { Int(truncatingIfNeeded: file.word(record &+ 20)) }
    var biasesOffset: Int { Int(truncatingIfNeeded: file.word(record &+ 24)) }

    /// Values of one row of its input, with the padding.
    var rowSize: Int { (width &+ 2 &* padding) &* channels }
    /// Values of its input that are in memory at a time: as many rows as the kernel is high, or the one of a dense layer.
    var valueCount: Int { max(kernelSize, 1) &* rowSize }
    /// Number of inputs of a dense layer.
    var inputs: Int { height &* width &* channels }
    /// Of a convolution, the number of its kernel rows, kernel columns and input channels, multiplied.
    var kernelInputs: Int { kernelSize &* kernelSize &* channels }
    var weightCount: Int { (isConvolution ? kernelInputs : inputs) &* outputs }
    var parameters: Int { weightCount &+ outputs }

    /// (outputs, inputs) row-major; (kernel rows, kernel columns, input channels, outputs) of a convolution.
    var floatWeights: UnsafePointer<Float> { file.floats(weightsOffset) }
    /// Of output `output`: what one unit of the integer sum is worth.
    func scale(_ output: Int) -> Float { file.float(scalesOffset &+ 4 &* output) }
    func integerBias(_ output: Int) -> Int32 { Int32(bitPattern: file.word(biasesOffset &+ 4 &* output)) }
}

extension WeightsFile {
    /// The verified file of an initialised model.
    init(of plan: UnsafePointer<mnist37_plan>) {
        // Safe: only an initialised model has a plan, and its bytes are not null.
        self.init(
            bytes: UnsafeRawPointer(plan.pointee.bytes.unsafelyUnwrapped),
            size: Int(truncatingIfNeeded: plan.pointee.size))
    }
}
