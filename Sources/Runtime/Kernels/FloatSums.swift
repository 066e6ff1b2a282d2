// Float32: each product and each sum is rounded by itself. A sum starts at +0 and is never -0, so that a product with a
// zero leaves it as it is: leaving out the padding, or a row that is blank, gives the same bits as adding it.

#if arch(x86_64) || arch(arm64)
import CVector
#endif

enum FloatArithmetic: Arithmetic {
    typealias One = FloatSum
    #if arch(x86_64) || arch(arm64)
    typealias Eight = EightFloatSums
    typealias Sixteen = SixteenFloatSums
    typealias FourTwice = FourFloatSumsTwice
    #endif
}

struct FloatSum: ChannelSums {
    var lane: Float = 0

    static var columns: Int { 1 }
    static var taps: Int { 1 }

    @inline(__always)
    init() {}

    @inline(__always)
    init(_ sums: UnsafePointer<Float>) { lane = sums.pointee }

    @inline(__always)
    func store(_ sums: UnsafeMutablePointer<Float>) { sums.pointee = lane }

    @inline(__always)
    static func load(_ weights: UnsafePointer<Float>, outputs: Int, isAlone: Bool) -> Float { weights.pointee }

    @inline(__always)
    mutating func add(_ inputs: UnsafePointer<Float>, _ weights: Float) { lane += inputs.pointee * weights }
}

#if arch(x86_64) || arch(arm64)
struct EightFloatSums: ChannelSums {
    var lanes = f32x8_zero()

    static var columns: Int { 1 }
    static var taps: Int { 1 }

    @inline(__always)
    init() {}

    @inline(__always)
    init(_ sums: UnsafePointer<Float>) { lanes = f32x8_load(sums) }

    @inline(__always)
    func store(_ sums: UnsafeMutablePointer<Float>) { f32x8_store(sums, lanes) }

    @inline(__always)
    static func load(_ weights: UnsafePointer<Float>, outputs: Int, isAlone: Bool) -> f32x8 { f32x8_load(weights) }

    @inline(__always)
    mutating func add(_ inputs: UnsafePointer<Float>, _ weights: f32x8) {
        lanes = f32x8_add_product(lanes, f32x8_splat(inputs.pointee), weights)
    }
}

struct SixteenFloatSums: ChannelSums {
    var lanes = f32x16_zero()

    static var columns: Int { 1 }
    static var taps: Int { 1 }

    @inline(__always)
    init() {}

    @inline(__always)
    init(_ sums: UnsafePointer<Float>) { lanes = f32x16_load(sums) }

    @inline(__always)
    func store(_ sums: UnsafeMutablePointer<Float>) { f32x16_store(sums, lanes) }

    @inline(__always)
    static func load(_ weights: UnsafePointer<Float>, outputs: Int, isAlone: Bool) -> f32x16 { f32x16_load(weights) }

    @inline(__always)
    mutating func add(_ inputs: UnsafePointer<Float>, _ weights: f32x16) {
        lanes = f32x16_add_product(lanes, f32x16_splat(inputs.pointee), weights)
    }
}

/// Of columns that lie two inputs apart.
struct FourFloatSumsTwice: ChannelSums {
    var lanes = f32x8_zero()

    static var columns: Int { 2 }
    static var taps: Int { 1 }

    @inline(__always)
    init() {}

    @inline(__always)
    init(_ sums: UnsafePointer<Float>) { lanes = f32x8_load(sums) }

    @inline(__always)
    func store(_ sums: UnsafeMutablePointer<Float>) { f32x8_store(sums, lanes) }

    @inline(__always)
    static func load(_ weights: UnsafePointer<Float>, outputs: Int, isAlone: Bool) -> f32x8 {
        f32x8_load_twice(weights)
    }

    @inline(__always)
    mutating func add(_ inputs: UnsafePointer<Float>, _ weights: f32x8) {
        // Safe: it reads at most five floats past the row, which the row of output that it is added to follows.
        lanes = f32x8_add_product(lanes, f32x8_load_even_quads(inputs), weights)
    }
}
#endif

/// The bits of the largest finite float32, doubled, so that the sign is shifted out: those of infinity and NaN are more.
let largestFinite: UInt32 = 0xfeff_fffe

/// Finishes a row of output in place: sum + bias where that is above 0, else 0.
///
/// - Parameters:
///   - sums: (columns, outputs).
///   - biases: (outputs).
/// - Returns: the largest magnitude of a sum, see `largestFinite`.
@inline(never)
func finishRow(
    _ sums: UnsafeMutablePointer<Float>, _ biases: UnsafePointer<Float>, columns: Int, outputs: Int
) -> UInt32 {
    #if arch(x86_64) || arch(arm64)
    // Four channels of two columns make one vector; eight of each of the columns another.
    if outputs == 4, columns & 1 == 0 {
        return finishVectors(sums, f32x8_load_twice(biases), step: 8, count: 4 &* columns)
    }
    if outputs & 7 == 0 {
        var largest: UInt32 = 0
        var first = 0
        while first < outputs {
            largest = max(
                largest,
                finishVectors(sums + first, f32x8_load(biases + first), step: outputs, count: columns &* outputs))
            first &+= 8
        }
        return largest
    }
    #endif
    var largest: UInt32 = 0
    var sum = sums
    for _ in 0..<columns {
        for output in 0..<outputs {
            let value = sum.pointee + biases[output]
            largest = max(largest, value.bitPattern &<< 1)
            sum.pointee = value > 0 ? value : 0
            sum += 1
        }
    }
    return largest
}

#if arch(x86_64) || arch(arm64)
/// Finishes every vector of eight at 0, step, 2 * step... below count.
@inline(__always)
private func finishVectors(_ sums: UnsafeMutablePointer<Float>, _ bias: f32x8, step: Int, count: Int) -> UInt32 {
    var largest = u32x8_zero()
    var index = 0
    while index < count {
        // Safe: index + 8 <= count, a multiple of step, which is at least 8.
        let sum = f32x8_add(f32x8_load(sums + index), bias)
        largest = u32x8_largest_magnitude(largest, sum)
        f32x8_store(sums + index, f32x8_rectify(sum))
        index &+= step
    }
    return u32x8_largest(largest)
}
#endif

/// Adds one row of inputs to a dense layer of one output, in eight accumulators.
///
/// sums[i mod 8] += inputs[i] * weights[i] for i = 0..<count in order.
///
/// - Parameters:
///   - sums: (8).
///   - inputs: (count).
///   - weights: (count).
@inline(never)
func addDenseRow(
    _ sums: UnsafeMutablePointer<Float>, _ inputs: UnsafePointer<Float>, _ weights: UnsafePointer<Float>, count: Int
) {
    var index = 0
    #if arch(x86_64) || arch(arm64)
    var sum = f32x8_load(sums)
    while index &+ 8 <= count {
        // Safe: index + 8 <= count.
        sum = f32x8_add_product(sum, f32x8_load(inputs + index), f32x8_load(weights + index))
        index &+= 8
    }
    f32x8_store(sums, sum)
    #endif
    while index < count {
        sums[index & 7] += inputs[index] * weights[index]
        index &+= 1
    }
}
