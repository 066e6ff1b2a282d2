// Integers: bytes 0...255 (kept in 16 bits, which is what processors multiply), int8 weights and 32-bit sums, which do not
// overflow (a reader of weights files sees to it). Any order gives the same sums. Two taps are taken together: their inputs
// are neighbours in a row, and beside a last tap that is alone the weights are zeros.

#if arch(x86_64) || arch(arm64)
import CVector
#endif

enum IntegerArithmetic: Arithmetic {
    typealias One = IntegerSum
    #if arch(x86_64) || arch(arm64)
    typealias Eight = EightIntegerSums
    typealias Sixteen = SixteenIntegerSums
    typealias FourTwice = FourIntegerSumsTwice
    #endif
}

struct IntegerSum: ChannelSums {
    var lane: Int32 = 0

    static var columns: Int { 1 }
    static var taps: Int { 1 }

    @inline(__always)
    init() {}

    @inline(__always)
    init(_ sums: UnsafePointer<Int32>) { lane = sums.pointee }

    @inline(__always)
    func store(_ sums: UnsafeMutablePointer<Int32>) { sums.pointee = lane }

    @inline(__always)
    static func load(_ weights: UnsafePointer<Int8>, outputs: Int, isAlone: Bool) -> Int32 {
        Int32(truncatingIfNeeded: weights.pointee)
    }

    @inline(__always)
    mutating func add(_ inputs: UnsafePointer<Int16>, _ weights: Int32) {
        lane &+= Int32(truncatingIfNeeded: inputs.pointee) &* weights
    }
}

#if arch(x86_64) || arch(arm64)
struct EightIntegerSums: ChannelSums {
    var lanes = i32x8_zero()

    static var columns: Int { 1 }
    static var taps: Int { 2 }

    @inline(__always)
    init() {}

    @inline(__always)
    init(_ sums: UnsafePointer<Int32>) { lanes = i32x8_load(sums) }

    @inline(__always)
    func store(_ sums: UnsafeMutablePointer<Int32>) { i32x8_store(sums, lanes) }

    @inline(__always)
    static func load(_ weights: UnsafePointer<Int8>, outputs: Int, isAlone: Bool) -> i16x16 {
        isAlone ? i16x16_load_tap(weights) : i16x16_load_taps(weights, weights + outputs)
    }

    @inline(__always)
    mutating func add(_ inputs: UnsafePointer<Int16>, _ weights: i16x16) {
        lanes = i32x8_add_products(lanes, i16x16_splat_pair(inputs), weights)
    }
}

struct SixteenIntegerSums: ChannelSums {
    var lanes = i32x16_zero()

    static var columns: Int { 1 }
    static var taps: Int { 2 }

    @inline(__always)
    init() {}

    @inline(__always)
    init(_ sums: UnsafePointer<Int32>) { lanes = i32x16_load(sums) }

    @inline(__always)
    func store(_ sums: UnsafeMutablePointer<Int32>) { i32x16_store(sums, lanes) }

    @inline(__always)
    static func load(_ weights: UnsafePointer<Int8>, outputs: Int, isAlone: Bool) -> i16x32 {
        isAlone ? i16x32_load_tap(weights) : i16x32_load_taps(weights, weights + outputs)
    }

    @inline(__always)
    mutating func add(_ inputs: UnsafePointer<Int16>, _ weights: i16x32) {
        lanes = i32x16_add_products(lanes, i16x32_splat_pair(inputs), weights)
    }
}

/// Of columns that lie two inputs apart.
struct FourIntegerSumsTwice: ChannelSums {
    var lanes = i32x8_zero()

    static var columns: Int { 2 }
    static var taps: Int { 2 }

    @inline(__always)
    init() {}

    @inline(__always)
    init(_ sums: UnsafePointer<Int32>) { lanes = i32x8_load(sums) }

    @inline(__always)
    func store(_ sums: UnsafeMutablePointer<Int32>) { i32x8_store(sums, lanes) }

    @inline(__always)
    static func load(_ weights: UnsafePointer<Int8>, outputs: Int, isAlone: Bool) -> i16x16 {
        isAlone ? i16x16_load_tap_twice(weights) : i16x16_load_taps_twice(weights, weights + outputs)
    }

    @inline(__always)
    mutating func add(_ inputs: UnsafePointer<Int16>, _ weights: i16x16) {
        // Safe: a row has room for 32 bits an element, and this reads less than half a row past the last.
        lanes = i32x8_add_products(lanes, i16x16_load_quads(inputs), weights)
    }
}
#endif

/// Finishes an output row: each sum becomes the byte min(floor(max(sum + bias, 0) * scale + 1/2), 255).
///
/// The results are written from `row` on, which may lie before `sums` in the same memory: value i takes the bytes 2 i and
/// 2 i + 1 after `row`, and is written once sums 0...i (in steps of eight) are read.
///
/// - Parameters:
///   - row: (columns, outputs); at or before `sums`.
///   - sums: (columns, outputs).
///   - biases: (outputs).
///   - scales: (outputs), each from 2^-40 up to but not including 2^16.
@inline(never)
func finishRow(
    _ row: UnsafeMutablePointer<Int16>, _ sums: UnsafePointer<Int32>, _ biases: UnsafePointer<Int32>,
    _ scales: UnsafePointer<Float>, columns: Int, outputs: Int
) {
    #if arch(x86_64) || arch(arm64)
    // All of these go in the order of memory, because `row` overtakes none of the sums only then. Four channels of two
    // columns make one vector; eight of each of the columns another.
    if outputs == 4, columns & 1 == 0 {
        return finishVectors(row, sums, i32x8_load_twice(biases), f32x8_load_twice(scales), count: 4 &* columns)
    }
    if outputs == 8 {
        return finishVectors(row, sums, i32x8_load(biases), f32x8_load(scales), count: 8 &* columns)
    }
    if outputs & 7 == 0 {
        var index = 0
        while index < columns &* outputs {
            var first = 0
            while first < outputs {
                // Safe: first + 8 <= outputs.
                finishVectors(
                    row + index, sums + index, i32x8_load(biases + first), f32x8_load(scales + first), count: 8)
                index &+= 8
                first &+= 8
            }
        }
        return
    }
    #endif
    var sum = sums, value = row
    for _ in 0..<columns {
        for output in 0..<outputs {
            value.pointee = requantized(sum.pointee &+ biases[output], scales[output])
            sum += 1
            value += 1
        }
    }
}

#if arch(x86_64) || arch(arm64)
/// Finishes (count) sums, a multiple of eight, that share eight biases and scales.
@inline(__always)
private func finishVectors(
    _ row: UnsafeMutablePointer<Int16>, _ sums: UnsafePointer<Int32>, _ bias: i32x8, _ scale: f32x8, count: Int
) {
    var index = 0
    while index < count {
        // Safe: index + 8 <= count.
        i32x8_store_requantized(row + index, i32x8_add(i32x8_load(sums + index), bias), scale)
        index &+= 8
    }
}
#endif

/// min(floor(max(sum, 0) * scale + 1/2), 255), exactly: scale is m * 2^-n with a significand m of 24 bits, so the result is
/// (sum * m + 2^(n - 1)) >> n.
///
/// - Parameter scale: from 2^-40 up to but not including 2^16, so that n = 150 - (biased exponent) is 8...63.
@inline(__always)
func requantized(_ sum: Int32, _ scale: Float) -> Int16 {
    guard sum > 0 else { return 0 }
    let significand = UInt64(truncatingIfNeeded: (scale.bitPattern & 0x7f_ffff) | 0x80_0000)
    let shift = UInt64(truncatingIfNeeded: 150 &- (scale.bitPattern &>> 23))
    // Below 2^31 * 2^24 + 2^62: no overflow.
    let product = UInt64(truncatingIfNeeded: sum) &* significand &+ (1 &<< (shift &- 1))
    let rounded = product &>> shift
    return rounded < 255 ? Int16(truncatingIfNeeded: rounded) : 255
}

/// Adds one row of inputs to the sum of a dense layer of one output.
///
/// - Parameters:
///   - inputs: (count).
///   - weights: (count).
@inline(never)
func addDenseRow(
    _ sum: UnsafeMutablePointer<Int32>, _ inputs: UnsafePointer<Int16>, _ weights: UnsafePointer<Int8>, count: Int
) {
    var index = 0
    var total = sum.pointee
    #if arch(x86_64) || arch(arm64)
    var lanes = i32x8_zero()
    while index &+ 16 <= count {
        // Safe: index + 16 <= count.
        lanes = i32x8_add_products(lanes, i16x16_load(inputs + index), i16x16_load_weights(weights + index))
        index &+= 16
    }
    total &+= i32x8_sum(lanes)
    #endif
    while index < count {
        total &+= Int32(truncatingIfNeeded: inputs[index]) &* Int32(truncatingIfNeeded: weights[index])
        index &+= 1
    }
    sum.pointee = total
}
