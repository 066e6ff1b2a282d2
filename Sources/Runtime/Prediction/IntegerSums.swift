// Integers: inputs and outputs are bytes 0...255, weights int8 and sums 32 bits wide, which do not overflow (a reader of
// weights files sees to it). Any order gives the same sums. Vectors take four taps together: their inputs are neighbours in
// a row, and beside the last ones, when there are fewer, the weights are zeros.

import CPlan
#if arch(x86_64) || arch(arm64)
import CVector
#endif

enum IntegerArithmetic: Arithmetic {
    typealias One = IntegerSum
    #if arch(x86_64) || arch(arm64)
    typealias Eight = EightIntegerSums<1>
    typealias Sixteen = SixteenIntegerSums<1>
    typealias FourTwice = EightIntegerSums<2>
    typealias EightTwice = SixteenIntegerSums<2>
    #endif

    /// Adds a row of a dense layer's input to the first four of eight sums, in any order.
    ///
    /// Safe: the row is (row_size) values, and the weights hold as many from `weight` on.
    @inline(never)
    static func addProducts(
        _ layer: Layer, _ row: UnsafeRawPointer, _ weight: Int, to sums: UnsafeMutableRawPointer
    ) {
        let count = layer.rowSize
        let weights = layer.weights.assumingMemoryBound(to: Int8.self) + weight
        let inputs = row.assumingMemoryBound(to: UInt8.self), sums = sums.assumingMemoryBound(to: Int32.self)
        #if arch(x86_64) || arch(arm64)
        var lanes = i32x4_load(sums)
        var index = 0
        while index &+ 8 <= count {
            lanes = i32x4_add_products(lanes, inputs + index, weights + index)
            index &+= 8
        }
        i32x4_store(sums, lanes)
        // At most seven are left.
        let rest = count & 7
        #else
        let index = 0, rest = count
        #endif
        var sum = sums.pointee
        for next in 0..<rest { sum &+= Int32(inputs[index &+ next]) &* Int32(weights[index &+ next]) }
        sums.pointee = sum
    }

    /// An output of a dense layer that has taken all rows.
    @inline(__always)
    static func output(_ output: Int, _ layer: Layer, _ sums: UnsafeRawPointer) -> Float {
        let sums = sums.assumingMemoryBound(to: Int32.self)
        let sum = (sums[0] &+ sums[1]) &+ (sums[2] &+ sums[3])
        // Through Int, because a 32-bit target converts Int32 by way of 64 bits.
        return Float(Int(sum &+ layer.integerBiases[output])) * layer.scales[output]
    }
}

struct IntegerSum: ChannelSums {
    var lane: Int32 = 0

    static var channels: Int { 1 }
    static var taps: Int { 1 }

    @inline(__always)
    static func load(_ weights: UnsafePointer<Int8>, outputs: Int, taps: Int) -> Int32 { Int32(weights.pointee) }

    @inline(__always)
    mutating func add(_ inputs: UnsafePointer<UInt8>, _ weights: Int32) { lane &+= Int32(inputs.pointee) &* weights }

    @inline(__always)
    static func finish(of layer: Layer, _ channel: Int) -> (bias: Int32, scale: Float) {
        (layer.integerBiases[channel], layer.scales[channel])
    }

    @inline(__always)
    func write(
        to outputs: UnsafeMutablePointer<UInt8>, _ finish: (bias: Int32, scale: Float), _ largest: inout NoMagnitude
    ) {
        outputs.pointee = requantized(lane &+ finish.bias, finish.scale)
    }
}

/// min(floor(max(sum, 0) * scale + 1/2), 255), exactly: scale is m * 2^-n with a significand m of 24 bits, so the result is
/// (sum * m + 2^(n - 1)) >> n, or ((sum * m >> (n - 1)) + 1) >> 1.
///
/// - Parameter scale: from 2^-40 up to but not including 2^16, so that n = 150 - (biased exponent) is 8...63.
@inline(__always)
private func requantized(_ sum: Int32, _ scale: Float) -> UInt8 {
    guard sum > 0 else { return 0 }
    let significand = UInt64(truncatingIfNeeded: (scale.bitPattern & 0x7f_ffff) | 0x80_0000)
    // Below 2^31 * 2^24: no overflow.
    let product = UInt64(truncatingIfNeeded: sum) &* significand
    let halves = product &>> UInt64(truncatingIfNeeded: 149 &- (scale.bitPattern &>> 23))
    return halves < 509 ? UInt8(truncatingIfNeeded: (halves &+ 1) &>> 1) : 255
}

/// Integers are always finite.
struct NoMagnitude: LargestMagnitude {
    var bits: UInt32 { 0 }
}

#if arch(x86_64) || arch(arm64)
/// Sums of eight channels; or of four, of a column and of the next, whose inputs lie two further.
struct EightIntegerSums<let columnCount: Int>: ChannelSums {
    var lanes = i32x8_zero()

    static var channels: Int { columnCount == 1 ? 8 : 4 }
    static var columns: Int { columnCount }
    static var taps: Int { 4 }

    @inline(__always)
    static func load(_ weights: UnsafePointer<Int8>, outputs: Int, taps: Int) -> i8x32 {
        columnCount == 1
            ? i8x32_load_quads(weights, outputs, taps) : i8x32_load_quads_twice(weights, outputs, taps)
    }

    @inline(__always)
    mutating func add(_ inputs: UnsafePointer<UInt8>, _ weights: i8x32) {
        // Safe: it reads at most three bytes past the row, of two columns five. A row of the next layer follows in the
        // scratch memory, of at least as many values as this layer has channels; of two columns, of 14 times as many.
        lanes = i32x8_add_quads(lanes, columnCount == 1 ? u8x32_splat_quad(inputs) : u8x32_load_quads(inputs), weights)
    }

    @inline(__always)
    static func finish(of layer: Layer, _ channel: Int) -> (biases: i32x8, scales: f32x8, halves: Bool) {
        let biases = layer.integerBiases + channel, scales = layer.scales + channel
        return columnCount == 1
            ? (i32x8_load(biases), f32x8_load(scales), layer.hasHalves)
            : (i32x8_load_twice(biases), f32x8_load_twice(scales), layer.hasHalves)
    }

    @inline(__always)
    func write(
        to outputs: UnsafeMutablePointer<UInt8>, _ finish: (biases: i32x8, scales: f32x8, halves: Bool),
        _ largest: inout NoMagnitude
    ) {
        let sums = i32x8_add(lanes, finish.biases)
        if mnist37_has_fused_products() {
            i32x8_store_requantized(outputs, sums, finish.scales, finish.halves)
        } else {
            for lane in 0..<8 { outputs[lane] = requantized(i32x8_lane(sums, lane), f32x8_lane(finish.scales, lane)) }
        }
    }
}

/// Likewise of sixteen channels, or of eight.
struct SixteenIntegerSums<let columnCount: Int>: ChannelSums {
    var lanes = i32x16_zero()

    static var channels: Int { columnCount == 1 ? 16 : 8 }
    static var columns: Int { columnCount }
    static var taps: Int { 4 }

    @inline(__always)
    static func load(_ weights: UnsafePointer<Int8>, outputs: Int, taps: Int) -> i8x64 {
        columnCount == 1
            ? i8x64_load_quads(weights, outputs, taps) : i8x64_load_quads_twice(weights, outputs, taps)
    }

    @inline(__always)
    mutating func add(_ inputs: UnsafePointer<UInt8>, _ weights: i8x64) {
        // Safe: as for eight sums.
        lanes = i32x16_add_quads(
            lanes, columnCount == 1 ? u8x64_splat_quad(inputs) : u8x64_load_quads(inputs), weights)
    }

    @inline(__always)
    static func finish(of layer: Layer, _ channel: Int) -> (biases: i32x16, scales: f32x16, halves: Bool) {
        let biases = layer.integerBiases + channel, scales = layer.scales + channel
        return columnCount == 1
            ? (i32x16_load(biases), f32x16_load(scales), layer.hasHalves)
            : (i32x16_load_twice(biases), f32x16_load_twice(scales), layer.hasHalves)
    }

    @inline(__always)
    func write(
        to outputs: UnsafeMutablePointer<UInt8>, _ finish: (biases: i32x16, scales: f32x16, halves: Bool),
        _ largest: inout NoMagnitude
    ) {
        let sums = i32x16_add(lanes, finish.biases)
        if mnist37_has_fused_products() {
            i32x16_store_requantized(outputs, sums, finish.scales, finish.halves)
        } else {
            for lane in 0..<16 {
                outputs[lane] = requantized(i32x16_lane(sums, lane), f32x16_lane(finish.scales, lane))
            }
        }
    }
}
#endif
