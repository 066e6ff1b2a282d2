// Float32: each product and each sum is rounded by itself. A sum starts at +0 and is never -0, so that a product with a
// zero leaves it as it is: leaving out the padding, or a row that is blank, gives the same bits as adding it.

import CPlatform
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

    @inline(__always)
    static func hasVectors(for layer: UnsafePointer<mnist37_layer>) -> Bool { true }

    /// In eight accumulators: sums[i mod 8] += inputs[i] * weights[i] for i = 0, 1... in order.
    @inline(never)
    static func addDenseRow(_ layer: UnsafePointer<mnist37_layer>, _ y: Int, to sums: UnsafeMutableRawPointer) {
        // Safe: a dense layer has no margin, and y < height.
        let count = layer.pointee.row_size
        let weights = layer.pointee.weights.assumingMemoryBound(to: Float.self) + y &* count
        let inputs = layer.pointee.rows.assumingMemoryBound(to: Float.self)
        let sums = sums.assumingMemoryBound(to: Float.self)
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

    @inline(__always)
    static func loadRow<P: PictureElement>(_ pixels: UnsafePointer<P>, _ row: UnsafeMutablePointer<Float>) -> Bool {
        P.loadRow(pixels, row)
    }

    @inline(__always)
    static func logit(_ layer: UnsafePointer<mnist37_layer>, _ sums: UnsafeRawPointer) -> Float {
        // Halves added to halves, as at the end of the dot product of a linear model.
        let lanes = sums.assumingMemoryBound(to: Float.self)
        let even = (lanes[0] + lanes[4]) + (lanes[2] + lanes[6])
        let odd = (lanes[1] + lanes[5]) + (lanes[3] + lanes[7])
        return (even + odd) + layer.pointee.biases.assumingMemoryBound(to: Float.self).pointee
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
    static func finish(of layer: UnsafePointer<mnist37_layer>, _ channel: Int) -> Float {
        layer.pointee.biases.assumingMemoryBound(to: Float.self)[channel]
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
/// Eight sums, of one column or of two.
protocol EightFloatLanes: ChannelSums where Value == Float, Finish == f32x8, Largest == LargestOfEight {
    var lanes: f32x8 { get }
}

extension EightFloatLanes {
    @inline(__always)
    func write(to outputs: UnsafeMutablePointer<Float>, _ bias: f32x8, _ largest: inout LargestOfEight) {
        let sums = f32x8_add(lanes, bias)
        largest.lanes = u32x8_largest_magnitude(largest.lanes, sums)
        f32x8_store(outputs, f32x8_rectify(sums))
    }
}

struct EightFloatSums: EightFloatLanes {
    var lanes = f32x8_zero()

    static var channels: Int { 8 }
    static var taps: Int { 1 }

    @inline(__always)
    static func load(_ weights: UnsafePointer<Float>, outputs: Int, taps: Int) -> f32x8 { f32x8_load(weights) }

    @inline(__always)
    mutating func add(_ inputs: UnsafePointer<Float>, _ weights: f32x8) {
        lanes = f32x8_add_product(lanes, f32x8_splat(inputs.pointee), weights)
    }

    @inline(__always)
    static func finish(of layer: UnsafePointer<mnist37_layer>, _ channel: Int) -> f32x8 {
        f32x8_load(layer.pointee.biases.assumingMemoryBound(to: Float.self) + channel)
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
    static func finish(of layer: UnsafePointer<mnist37_layer>, _ channel: Int) -> f32x16 {
        f32x16_load(layer.pointee.biases.assumingMemoryBound(to: Float.self) + channel)
    }

    @inline(__always)
    func write(to outputs: UnsafeMutablePointer<Float>, _ bias: f32x16, _ largest: inout LargestOfSixteen) {
        let sums = f32x16_add(lanes, bias)
        largest.lanes = u32x16_largest_magnitude(largest.lanes, sums)
        f32x16_store(outputs, f32x16_rectify(sums))
    }
}

/// Of columns that lie two inputs apart.
struct FourFloatSumsTwice: EightFloatLanes {
    var lanes = f32x8_zero()

    static var channels: Int { 4 }
    static var columns: Int { 2 }
    static var taps: Int { 1 }

    @inline(__always)
    static func load(_ weights: UnsafePointer<Float>, outputs: Int, taps: Int) -> f32x8 { f32x8_load_twice(weights) }

    @inline(__always)
    mutating func add(_ inputs: UnsafePointer<Float>, _ weights: f32x8) {
        // Safe: it reads at most one float past the row, which another one follows.
        lanes = f32x8_add_product(lanes, f32x8_load_even_quads(inputs), weights)
    }

    @inline(__always)
    static func finish(of layer: UnsafePointer<mnist37_layer>, _ channel: Int) -> f32x8 {
        f32x8_load_twice(layer.pointee.biases.assumingMemoryBound(to: Float.self) + channel)
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
