// Float32: each product and each sum is rounded by itself. A sum starts at +0 and is never -0, so that a product with a
// zero leaves it as it is: leaving out the padding, or a row that is blank, gives the same bits as adding it.

import CPlan
#if arch(x86_64) || arch(arm64)
import CVector
#endif

enum FloatArithmetic: Arithmetic {
    typealias One = FloatSum
    #if arch(x86_64) || arch(arm64)
    typealias Eight = EightFloatSums<1>
    typealias Sixteen = SixteenFloatSums
    typealias FourTwice = EightFloatSums<2>
    // Of two columns together, floats take longer.
    typealias EightTwice = EightFloatSums<1>
    #endif

    /// Adds a row of a dense layer's input, in eight accumulators: sums[i mod 8] += inputs[i] * weights[i] for i = 0, 1...
    /// in order.
    ///
    /// Safe: the row is (row_size) values, and the weights hold as many from `weight` on.
    @inline(never)
    static func addProducts(
        _ layer: Layer, _ row: UnsafeRawPointer, _ weight: Int, to sums: UnsafeMutableRawPointer
    ) {
        let count = layer.rowSize
        let weights = layer.weights.assumingMemoryBound(to: Float.self) + weight
        let inputs = row.assumingMemoryBound(to: Float.self), sums = sums.assumingMemoryBound(to: Float.self)
        var index = 0
        #if arch(x86_64) || arch(arm64)
        var sum = f32x8_load(sums)
        while index &+ 8 <= count {
            sum = f32x8_add_product(sum, f32x8_load(inputs + index), f32x8_load(weights + index))
            index &+= 8
        }
        f32x8_store(sums, sum)
        // At most seven are left.
        for lane in 0..<(count & 7) { sums[lane] += inputs[index &+ lane] * weights[index &+ lane] }
        #else
        while index < count {
            sums[index & 7] += inputs[index] * weights[index]
            index &+= 1
        }
        #endif
    }

    /// An output of a dense layer that has taken all rows.
    @inline(__always)
    static func output(_ output: Int, _ layer: Layer, _ sums: UnsafeRawPointer) -> Float {
        // Halves added to halves, as at the end of the dot product of a linear model.
        let lanes = sums.assumingMemoryBound(to: Float.self)
        let even = (lanes[0] + lanes[4]) + (lanes[2] + lanes[6])
        let odd = (lanes[1] + lanes[5]) + (lanes[3] + lanes[7])
        return (even + odd) + layer.floatBiases[output]
    }
}

struct FloatSum: ChannelSums {
    var lane: Float = 0

    static var channels: Int { 1 }
    static var taps: Int { 1 }

    @inline(__always)
    static func load(_ weights: UnsafePointer<Float>, outputs: Int, taps: Int) -> Float { weights.pointee }

    @inline(__always)
    mutating func add(_ inputs: UnsafePointer<Float>, _ weights: Float) { lane += inputs.pointee * weights }

    @inline(__always)
    static func finish(of layer: Layer, _ channel: Int) -> Float {
        layer.floatBiases[channel]
    }

    @inline(__always)
    func write(to outputs: UnsafeMutablePointer<Float>, _ bias: Float, _ largest: inout LargestFloat) {
        let sum = lane + bias
        largest.bits = max(largest.bits, sum.bitPattern &<< 1)
        outputs.pointee = sum > 0 ? sum : 0
    }
}

struct LargestFloat: LargestMagnitude {
    var bits: UInt32 = 0
}

#if arch(x86_64) || arch(arm64)
/// Sums of eight channels; or of four, of a column and of the next, whose inputs lie two further.
struct EightFloatSums<let columnCount: Int>: ChannelSums {
    var lanes = f32x8_zero()

    static var channels: Int { columnCount == 1 ? 8 : 4 }
    static var columns: Int { columnCount }
    static var taps: Int { 1 }

    @inline(__always)
    static func load(_ weights: UnsafePointer<Float>, outputs: Int, taps: Int) -> f32x8 { load(weights) }

    @inline(__always)
    mutating func add(_ inputs: UnsafePointer<Float>, _ weights: f32x8) {
        // Safe: of two columns, it reads at most one float past the row. The next layer's row of 14 * 4 values follows in
        // the scratch memory.
        lanes = f32x8_add_product(
            lanes, columnCount == 1 ? f32x8_splat(inputs.pointee) : f32x8_load_even_quads(inputs), weights)
    }

    @inline(__always)
    static func finish(of layer: Layer, _ channel: Int) -> f32x8 { load(layer.floatBiases + channel) }

    /// What the channels have for each column.
    @inline(__always)
    private static func load(_ channels: UnsafePointer<Float>) -> f32x8 {
        columnCount == 1 ? f32x8_load(channels) : f32x8_load_twice(channels)
    }

    @inline(__always)
    func write(to outputs: UnsafeMutablePointer<Float>, _ bias: f32x8, _ largest: inout LargestOfEight) {
        let sums = f32x8_add(lanes, bias)
        largest.lanes = u32x8_largest_magnitude(largest.lanes, sums)
        f32x8_store(outputs, f32x8_rectify(sums))
    }
}

struct SixteenFloatSums: ChannelSums {
    var lanes = f32x16_zero()

    static var channels: Int { 16 }
    static var taps: Int { 1 }

    @inline(__always)
    static func load(_ weights: UnsafePointer<Float>, outputs: Int, taps: Int) -> f32x16 { f32x16_load(weights) }

    @inline(__always)
    mutating func add(_ inputs: UnsafePointer<Float>, _ weights: f32x16) {
        lanes = f32x16_add_product(lanes, f32x16_splat(inputs.pointee), weights)
    }

    @inline(__always)
    static func finish(of layer: Layer, _ channel: Int) -> f32x16 {
        f32x16_load(layer.floatBiases + channel)
    }

    @inline(__always)
    func write(to outputs: UnsafeMutablePointer<Float>, _ bias: f32x16, _ largest: inout LargestOfSixteen) {
        let sums = f32x16_add(lanes, bias)
        largest.lanes = u32x16_largest_magnitude(largest.lanes, sums)
        f32x16_store(outputs, f32x16_rectify(sums))
    }
}

struct LargestOfEight: LargestMagnitude {
    var lanes = u32x8_zero()

    var bits: UInt32 {
        @inline(__always) get { u32x8_largest(lanes) }
    }
}

struct LargestOfSixteen: LargestMagnitude {
    var lanes = u32x16_zero()

    var bits: UInt32 {
        @inline(__always) get { u32x16_largest(lanes) }
    }
}
#endif
