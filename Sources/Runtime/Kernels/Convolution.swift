// The rows of a convolution in float32.
//
// A layer of kernel size k sees, for one output column and one kernel row, k * channels inputs that lie side by side in a
// row (rows are stored pixel by pixel, channel by channel, and padded with zeros at both ends). One output channel is one
// accumulator, which starts at +0 and takes the products in the order kernel row, kernel column, input channel, each
// product and each sum rounded to float32; the bias is added last. So lanes can be output channels, or columns, as a
// target likes: no order changes. A product with a zero leaves such an accumulator as it is (it never holds -0), so that
// leaving out the padding, or a row that is blank, gives the same bits as adding it.

#if arch(x86_64) || arch(arm64)
import CVector
#endif

/// Adds one kernel row to the accumulators of one output row.
///
/// sums[j, o] += inputs[j * step + t] * weights[t, o] for t = 0..<taps in order.
///
/// - Parameters:
///   - sums: (columns, outputs).
///   - inputs: at least (columns - 1) * step + taps.
///   - weights: (taps, outputs).
public func addKernelRow(
    _ sums: UnsafeMutablePointer<Float>, _ inputs: UnsafePointer<Float>, _ weights: UnsafePointer<Float>,
    taps: Int, step: Int, columns: Int, outputs: Int
) {
    var first = 0
    #if arch(x86_64) || arch(arm64)
    // Safe, here and below: column < columns and output + 8 <= outputs keep each load and store inside the arrays above.
    if outputs == 4 {
        let pairs = columns >> 1
        var pair = 0
        while pair &+ 7 <= pairs {
            addSevenPairs(sums + 8 &* pair, inputs + 2 &* pair &* step, weights, taps: taps, step: step)
            pair &+= 7
        }
        while pair < pairs {
            addPair(sums + 8 &* pair, inputs + 2 &* pair &* step, weights, taps: taps, step: step)
            pair &+= 1
        }
        guard columns & 1 == 1 else { return }
        let last = columns &- 1
        return addScalars(
            sums + 4 &* last, inputs + last &* step, weights, taps: taps, step: step, columns: 1, outputs: 4, from: 0)
    }
    while first &+ 8 <= outputs {
        let weights = weights + first
        var column = 0
        while column &+ 7 <= columns {
            addSeven(sums + (column &* outputs &+ first), inputs + column &* step, weights, taps, step, outputs)
            column &+= 7
        }
        while column &+ 4 <= columns {
            addFour(sums + (column &* outputs &+ first), inputs + column &* step, weights, taps, step, outputs)
            column &+= 4
        }
        while column < columns {
            addOne(sums + (column &* outputs &+ first), inputs + column &* step, weights, taps, outputs)
            column &+= 1
        }
        first &+= 8
    }
    #endif
    addScalars(sums, inputs, weights, taps: taps, step: step, columns: columns, outputs: outputs, from: first)
}

/// The channels from `first` on, one after the other.
@inline(__always)
private func addScalars(
    _ sums: UnsafeMutablePointer<Float>, _ inputs: UnsafePointer<Float>, _ weights: UnsafePointer<Float>,
    taps: Int, step: Int, columns: Int, outputs: Int, from first: Int
) {
    var column = 0
    while column < columns {
        var output = first
        while output < outputs {
            var sum = sums[column &* outputs &+ output]
            var tap = 0
            while tap < taps {
                sum += inputs[column &* step &+ tap] * weights[tap &* outputs &+ output]
                tap &+= 1
            }
            sums[column &* outputs &+ output] = sum
            output &+= 1
        }
        column &+= 1
    }
}

#if arch(x86_64) || arch(arm64)
/// Eight channels of seven columns: seven accumulators share each load of weights.
@inline(__always)
private func addSeven(
    _ sums: UnsafeMutablePointer<Float>, _ inputs: UnsafePointer<Float>, _ weights: UnsafePointer<Float>,
    _ taps: Int, _ step: Int, _ outputs: Int
) {
    var a0 = f32x8_load(sums), a1 = f32x8_load(sums + outputs), a2 = f32x8_load(sums + 2 &* outputs)
    var a3 = f32x8_load(sums + 3 &* outputs), a4 = f32x8_load(sums + 4 &* outputs)
    var a5 = f32x8_load(sums + 5 &* outputs), a6 = f32x8_load(sums + 6 &* outputs)
    var inputs = inputs, weights = weights
    let end = inputs + taps
    while inputs < end {
        let weight = f32x8_load(weights)
        a0 = f32x8_add_product(a0, f32x8_splat(inputs[0]), weight)
        a1 = f32x8_add_product(a1, f32x8_splat(inputs[step]), weight)
        a2 = f32x8_add_product(a2, f32x8_splat(inputs[2 &* step]), weight)
        a3 = f32x8_add_product(a3, f32x8_splat(inputs[3 &* step]), weight)
        a4 = f32x8_add_product(a4, f32x8_splat(inputs[4 &* step]), weight)
        a5 = f32x8_add_product(a5, f32x8_splat(inputs[5 &* step]), weight)
        a6 = f32x8_add_product(a6, f32x8_splat(inputs[6 &* step]), weight)
        inputs += 1
        weights += outputs
    }
    f32x8_store(sums, a0)
    f32x8_store(sums + outputs, a1)
    f32x8_store(sums + 2 &* outputs, a2)
    f32x8_store(sums + 3 &* outputs, a3)
    f32x8_store(sums + 4 &* outputs, a4)
    f32x8_store(sums + 5 &* outputs, a5)
    f32x8_store(sums + 6 &* outputs, a6)
}

/// Eight channels of four columns.
@inline(__always)
private func addFour(
    _ sums: UnsafeMutablePointer<Float>, _ inputs: UnsafePointer<Float>, _ weights: UnsafePointer<Float>,
    _ taps: Int, _ step: Int, _ outputs: Int
) {
    var a0 = f32x8_load(sums), a1 = f32x8_load(sums + outputs)
    var a2 = f32x8_load(sums + 2 &* outputs), a3 = f32x8_load(sums + 3 &* outputs)
    var inputs = inputs, weights = weights
    let end = inputs + taps
    while inputs < end {
        let weight = f32x8_load(weights)
        a0 = f32x8_add_product(a0, f32x8_splat(inputs[0]), weight)
        a1 = f32x8_add_product(a1, f32x8_splat(inputs[step]), weight)
        a2 = f32x8_add_product(a2, f32x8_splat(inputs[2 &* step]), weight)
        a3 = f32x8_add_product(a3, f32x8_splat(inputs[3 &* step]), weight)
        inputs += 1
        weights += outputs
    }
    f32x8_store(sums, a0)
    f32x8_store(sums + outputs, a1)
    f32x8_store(sums + 2 &* outputs, a2)
    f32x8_store(sums + 3 &* outputs, a3)
}

/// Eight channels of one column.
@inline(__always)
private func addOne(
    _ sums: UnsafeMutablePointer<Float>, _ inputs: UnsafePointer<Float>, _ weights: UnsafePointer<Float>,
    _ taps: Int, _ outputs: Int
) {
    var sum = f32x8_load(sums)
    var tap = 0
    while tap < taps {
        sum = f32x8_add_product(sum, f32x8_splat(inputs[tap]), f32x8_load(weights + tap &* outputs))
        tap &+= 1
    }
    f32x8_store(sums, sum)
}

/// Four channels of fourteen columns, two columns to a vector.
@inline(__always)
private func addSevenPairs(
    _ sums: UnsafeMutablePointer<Float>, _ inputs: UnsafePointer<Float>, _ weights: UnsafePointer<Float>,
    taps: Int, step: Int
) {
    var a0 = f32x8_load(sums), a1 = f32x8_load(sums + 8), a2 = f32x8_load(sums + 16), a3 = f32x8_load(sums + 24)
    var a4 = f32x8_load(sums + 32), a5 = f32x8_load(sums + 40), a6 = f32x8_load(sums + 48)
    var inputs = inputs, weights = weights
    let end = inputs + taps
    while inputs < end {
        let weight = f32x8_load_twice(weights)
        a0 = f32x8_add_product(a0, f32x8_halves(inputs[0], inputs[step]), weight)
        a1 = f32x8_add_product(a1, f32x8_halves(inputs[2 &* step], inputs[3 &* step]), weight)
        a2 = f32x8_add_product(a2, f32x8_halves(inputs[4 &* step], inputs[5 &* step]), weight)
        a3 = f32x8_add_product(a3, f32x8_halves(inputs[6 &* step], inputs[7 &* step]), weight)
        a4 = f32x8_add_product(a4, f32x8_halves(inputs[8 &* step], inputs[9 &* step]), weight)
        a5 = f32x8_add_product(a5, f32x8_halves(inputs[10 &* step], inputs[11 &* step]), weight)
        a6 = f32x8_add_product(a6, f32x8_halves(inputs[12 &* step], inputs[13 &* step]), weight)
        inputs += 1
        weights += 4
    }
    f32x8_store(sums, a0)
    f32x8_store(sums + 8, a1)
    f32x8_store(sums + 16, a2)
    f32x8_store(sums + 24, a3)
    f32x8_store(sums + 32, a4)
    f32x8_store(sums + 40, a5)
    f32x8_store(sums + 48, a6)
}

/// Four channels of two columns.
@inline(__always)
private func addPair(
    _ sums: UnsafeMutablePointer<Float>, _ inputs: UnsafePointer<Float>, _ weights: UnsafePointer<Float>,
    taps: Int, step: Int
) {
    var sum = f32x8_load(sums)
    var tap = 0
    while tap < taps {
        sum = f32x8_add_product(
            sum, f32x8_halves(inputs[tap], inputs[tap &+ step]), f32x8_load_twice(weights + 4 &* tap))
        tap &+= 1
    }
    f32x8_store(sums, sum)
}
#endif

/// Finishes an output row in place: sum + bias where that is above 0, else 0.
///
/// - Parameters:
///   - sums: (columns, outputs).
///   - biases: (outputs).
/// - Returns: bit 31 is set when a sum is NaN or infinite.
public func finishRow(
    _ sums: UnsafeMutablePointer<Float>, _ biases: UnsafePointer<Float>, columns: Int, outputs: Int
) -> UInt32 {
    var notFinite: UInt32 = 0
    var index = 0
    let count = columns &* outputs
    #if arch(x86_64) || arch(arm64)
    var flags = u32x8_zero()
    // Safe: index + 8 <= count, and output + 8 <= outputs, or outputs is 4 and eight floats are two columns.
    if outputs == 4 || outputs & 7 == 0 {
        var output = 0
        let four = outputs == 4 ? f32x8_load_twice(biases) : f32x8_zero()
        while index &+ 8 <= count {
            let sum = f32x8_add(f32x8_load(sums + index), outputs == 4 ? four : f32x8_load(biases + output))
            flags = u32x8_or_not_finite(flags, sum)
            f32x8_store(sums + index, f32x8_rectify(sum))
            index &+= 8
            output = output &+ 8 < outputs ? output &+ 8 : 0
        }
    }
    notFinite = u32x8_or(flags)
    #endif
    var output = 0
    while index < count {
        let sum = sums[index] + biases[output]
        notFinite |= (sum.bitPattern & 0x7fff_ffff) &+ 0x0080_0000
        sums[index] = sum > 0 ? sum : 0
        index &+= 1
        output = output &+ 1 < outputs ? output &+ 1 : 0
    }
    return notFinite
}

/// Adds one row of inputs to a dense layer of one output, in eight accumulators.
///
/// sums[i mod 8] += inputs[i] * weights[i] for i = 0..<count in order.
///
/// - Parameters:
///   - sums: (8).
///   - inputs: (count).
///   - weights: (count).
public func addDenseRow(
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

/// Copies a row of (28) pixels.
///
/// - Returns: bit 31 is set when a pixel is NaN or infinite; the other bits are 0 when all pixels are zeros.
public func loadRow(_ pixels: UnsafePointer<Float>, _ row: UnsafeMutablePointer<Float>) -> UInt32 {
    var notFinite: UInt32 = 0
    var bits: UInt32 = 0
    for index in 0..<28 {
        let pixel = pixels[index]
        // The sign, shifted out, makes no pixel of a blank row: -0 counts as 0.
        bits |= pixel.bitPattern &<< 1
        notFinite |= (pixel.bitPattern & 0x7fff_ffff) &+ 0x0080_0000
        row[index] = pixel
    }
    return (notFinite & 0x8000_0000) | (bits &>> 1)
}

/// The same for a row of bytes, each of which becomes the correctly rounded byte / 255.
public func loadRow(_ pixels: UnsafePointer<UInt8>, _ row: UnsafeMutablePointer<Float>) -> UInt32 {
    var bits: UInt32 = 0
    for index in 0..<28 {
        let byte = UInt32(truncatingIfNeeded: pixels[index])
        bits |= byte
        row[index] = Float(byte) * reciprocalLow + Float(byte) * reciprocalHigh
    }
    return bits
}
