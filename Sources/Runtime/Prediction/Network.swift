// The way of a picture through convolutions and a dense layer, a row at a time.
//
// A layer keeps only as many rows of its input as its kernel is high. When the last row that a row of output sees has
// come, the row of output is computed, and is at once the next layer's new row of input. So 28 x 28 pixels, and all that
// comes of them, pass through a few hundred bytes: the scratch memory, which begins with the sums of the dense layer.

import CPlan

/// The outputs of a network; see `outputs(of:for:areBytes:)`.
@inline(never)
@_optimize(size)
func networkOutputs(_ plan: UnsafePointer<mnist37_plan>, _ pixels: UnsafeRawPointer, _ areBytes: Bool) -> (Float, Float)
{
    switch Int(plan.pointee.scratch_blocks) {
    case Scratch<13>.blocks: return Scratch<13>.outputs(plan, pixels, areBytes)
    case Scratch<34>.blocks: return Scratch<34>.outputs(plan, pixels, areBytes)
    case Scratch<45>.blocks: return Scratch<45>.outputs(plan, pixels, areBytes)
    default: return Scratch<128>.outputs(plan, pixels, areBytes)
    }
}

/// The blocks of scratch memory that a network gets for its sums and activations.
///
/// - Parameter needed: bytes, at most 4,096.
@export(interface)
public func scratchBlocks(forBytes needed: Int) -> Int {
    // conv-tiny in int8, any network in int8, conv-tiny in float32, any network.
    if needed <= 13 &* blockSize { return Scratch<13>.blocks }
    if needed <= 34 &* blockSize { return Scratch<34>.blocks }
    if needed <= 45 &* blockSize { return Scratch<45>.blocks }
    return Scratch<128>.blocks
}

#if arch(x86_64) || arch(arm64)
/// Aligned, so that a vector of eight values lies in one line of the cache.
private typealias ScratchBlock = SIMD8<UInt32>
private var zeros: ScratchBlock { ScratchBlock(repeating: 0) }
#else
private typealias ScratchBlock = (UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32)
private var zeros: ScratchBlock { (0, 0, 0, 0, 0, 0, 0, 0) }
#endif
private var blockSize: Int { 32 }

/// Scratch memory on the stack.
private enum Scratch<let count: Int> {
    static var blocks: Int { count }

    /// Not inlined: the frame of a function that held several of these would be as large as the largest.
    @inline(never)
    static func outputs(
        _ plan: UnsafePointer<mnist37_plan>, _ pixels: UnsafeRawPointer, _ areBytes: Bool
    ) -> (Float, Float) {
        // Zeros for the sums, and for the padding, which nobody writes to.
        var memory = InlineArray<count, ScratchBlock>(repeating: zeros)
        return withUnsafeMutableBytes(of: &memory) { scratch in
            guard let scratch = scratch.baseAddress else { return (.nan, .infinity) }
            var network = Network(plan, pixels, areBytes, scratch)
            return network.outputs()
        }
    }
}

/// A picture on its way through a network.
private struct Network: ~Copyable {
    let plan: UnsafePointer<mnist37_plan>
    /// (784) bytes or float32.
    let pixels: UnsafeRawPointer
    let areBytes: Bool
    /// The sums of the dense layer, (outputs, 8); then each layer's rows of input.
    let scratch: UnsafeMutableRawPointer
    /// How far each layer has come.
    var cursors = InlineArray<5, Cursor>(repeating: Cursor())
    /// The largest magnitude of a float32 sum so far, see `LargestMagnitude`.
    var largest: UInt32 = 0
    /// Of float32 pixels, likewise.
    var largestPixel = PixelMagnitude()

    struct Cursor {
        /// The first row of input that the next row of output sees; less than 0 in the padding.
        var top: Int32 = 0
        /// Rows of input so far.
        var seen: Int32 = 0
        /// Of the next row of input among the kernel_size rows in memory: it takes the place of the oldest.
        var place: Int32 = 0
        /// Bit p: the row at place p is all zeros, which change no sum.
        var blank: UInt32 = 0
    }

    init(
        _ plan: UnsafePointer<mnist37_plan>, _ pixels: UnsafeRawPointer, _ areBytes: Bool,
        _ scratch: UnsafeMutableRawPointer
    ) {
        self.plan = plan
        self.pixels = pixels
        self.areBytes = areBytes
        self.scratch = scratch
    }

    /// Not inlined: it would be compiled once for each size of the scratch memory.
    @inline(never)
    @_optimize(size)
    mutating func outputs() -> (Float, Float) {
        let last = Int(plan.pointee.layer_count) &- 1
        // Safe, here and below: an index of a layer is less than layer_count, which is at most 5.
        for index in 0..<last {
            cursors[unchecked: index].top = 0 &- Int32(truncatingIfNeeded: Layer(plan, index).padding)
        }
        let dense = Layer(plan, last)
        for y in 0..<dense.height {
            computeRow(of: last &- 1, to: scratch + dense.rows)
            addRow(y, of: dense)
        }
        takeRowsThatNoOutputSees(last)
        guard largest <= largestFinite, largestPixel.bits <= largestFinite else { return (.nan, .infinity) }
        return plan.pointee.is_integer != 0
            ? (integerOutput(0, dense), integerOutput(1, dense)) : (floatOutput(0, dense), floatOutput(1, dense))
    }

    /// Computes the next row of a convolution's output, and whatever it needs before.
    ///
    /// - Parameter outputs: (columns, outputs).
    @inline(never)
    mutating func computeRow(of index: Int, to outputs: UnsafeMutableRawPointer) {
        let layer = Layer(plan, index)
        let top = Int(cursors[unchecked: index].top)
        cursors[unchecked: index].top = Int32(truncatingIfNeeded: top &+ layer.stride)
        let first = top < 0 ? 0 &- top : 0
        let end = min(top &+ layer.kernelSize, layer.height)
        while Int(cursors[unchecked: index].seen) < end { takeRow(of: index, layer) }
        // The rows top + first..<end are the latest; the next place has the oldest of kernel_size.
        let place = Int(cursors[unchecked: index].place) &- (end &- top &- first)
        let inputs = KernelInputs(
            rows: scratch + layer.rows, first: first, end: end &- top,
            place: place < 0 ? place &+ layer.kernelSize : place, blank: cursors[unchecked: index].blank)
        if plan.pointee.is_integer != 0 {
            convolve(IntegerArithmetic.self, layer, inputs, to: outputs.assumingMemoryBound(to: UInt8.self))
        } else {
            let magnitude = convolve(
                FloatArithmetic.self, layer, inputs, to: outputs.assumingMemoryBound(to: Float.self))
            largest = max(largest, magnitude)
        }
    }

    /// Brings the next row of a convolution's input into memory.
    @inline(__always)
    mutating func takeRow(of index: Int, _ layer: Layer) {
        let place = Int(cursors[unchecked: index].place)
        // Safe: the layer's rows are (kernel_size, row_size) values, and place < kernel_size.
        let offset = place &* layer.rowSize &+ layer.margin
        let row = scratch + (layer.rows &+ (plan.pointee.is_integer != 0 ? offset : 4 &* offset))
        if index == 0 {
            let isBlank = loadPixels(
                pixels, areBytes, row: Int(cursors[unchecked: 0].seen), to: row, asBytes: plan.pointee.is_integer != 0,
                &largestPixel)
            let bit: UInt32 = 1 &<< UInt32(truncatingIfNeeded: place)
            cursors[unchecked: 0].blank =
                isBlank ? cursors[unchecked: 0].blank | bit : cursors[unchecked: 0].blank & ~bit
        } else {
            computeRow(of: index &- 1, to: row)
        }
        cursors[unchecked: index].seen &+= 1
        cursors[unchecked: index].place = place &+ 1 == layer.kernelSize ? 0 : Int32(truncatingIfNeeded: place &+ 1)
    }

    /// A stride may leave the last rows of an input unseen. A float32 sum in them that overflows, or a pixel that is not
    /// finite, is an error all the same.
    @inline(never)
    @_optimize(size)
    mutating func takeRowsThatNoOutputSees(_ last: Int) {
        var index = last &- 1
        while index > 0 {
            let layer = Layer(plan, index)
            while Int(cursors[unchecked: index].seen) < layer.height {
                computeRow(of: index &- 1, to: scratch + layer.rows)
                cursors[unchecked: index].seen &+= 1
            }
            index &-= 1
        }
        if areBytes { return }
        let floats = pixels.assumingMemoryBound(to: Float.self)
        var pixel = 28 &* Int(cursors[unchecked: 0].seen)
        while pixel < 784 {
            largest = max(largest, floats[pixel].bitPattern &<< 1)
            pixel &+= 1
        }
    }

    /// Adds row `y` of the dense layer's input to the sums of each output. The weights are (outputs, height, row_size).
    @inline(__always)
    func addRow(_ y: Int, of dense: Layer) {
        var output = 0
        while output < dense.outputs {
            let weight = (output &* dense.height &+ y) &* dense.rowSize
            if plan.pointee.is_integer != 0 {
                IntegerArithmetic.addProducts(
                    dense, scratch + dense.rows, weight, to: scratch + output &* Int(MNIST37_SUMS_SIZE))
            } else {
                FloatArithmetic.addProducts(
                    dense, scratch + dense.rows, weight, to: scratch + output &* Int(MNIST37_SUMS_SIZE))
            }
            output &+= 1
        }
    }

    @inline(__always)
    func floatOutput(_ output: Int, _ dense: Layer) -> Float {
        guard output < dense.outputs else { return .infinity }
        // A sum that overflows must not pass for an output that is not there.
        let sum = FloatArithmetic.output(output, dense, scratch + output &* Int(MNIST37_SUMS_SIZE))
        return sum.isFinite ? sum : .nan
    }

    @inline(__always)
    func integerOutput(_ output: Int, _ dense: Layer) -> Float {
        output < dense.outputs
            ? IntegerArithmetic.output(output, dense, scratch + output &* Int(MNIST37_SUMS_SIZE)) : .infinity
    }
}
