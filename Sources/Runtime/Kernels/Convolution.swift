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

/// Adds one kernel row to the accumulators of one output row, which count as zeros when the row is the first.
///
/// sums[j, o] += inputs[j * step + t] * weights[t, o] for t = 0..<taps in order.
///
/// - Parameters:
///   - sums: (columns, outputs).
///   - inputs: at least (columns - 1) * step + taps.
///   - weights: (taps, outputs).
@inline(never)
public func addKernelRow(
    _ sums: UnsafeMutablePointer<Float>, _ inputs: UnsafePointer<Float>, _ weights: UnsafePointer<Float>,
    taps: Int, step: Int, columns: Int, outputs: Int, isFirst: Bool
) {
    var first = 0
    #if arch(x86_64) || arch(arm64)
    // Safe, here and below: column < columns and output + 8 <= outputs keep each load and store inside the arrays above.
    if outputs == 4, step == 2, columns == 14 {
        return addFourteen(sums, inputs, weights, taps: taps, isFirst)
    }
    // The shapes of the networks that ship, with addresses that the compiler knows.
    if outputs == 8, step == 8, columns == 7 {
        return addSeven(sums, inputs, weights, taps, 8, 8, isFirst)
    }
    if outputs == 8, step == 2, columns == 14 {
        addSeven(sums, inputs, weights, taps, 2, 8, isFirst)
        return addSeven(sums + 56, inputs + 14, weights, taps, 2, 8, isFirst)
    }
    if mnist37_has_many_registers(), outputs == 16, step == 16, columns == 7 {
        return addSevenWide(sums, inputs, weights, taps, 16, 16, isFirst)
    }
    if outputs == 16, step == 32, columns == 4 {
        return addFourWide(sums, inputs, weights, taps, 32, 16, isFirst)
    }
    while first &+ 16 <= outputs {
        let weights = weights + first
        var column = 0
        while column &+ 7 <= columns {
            let sums = sums + (column &* outputs &+ first), inputs = inputs + column &* step
            if mnist37_has_many_registers() {
                addSevenWide(sums, inputs, weights, taps, step, outputs, isFirst)
            } else {
                addSeven(sums, inputs, weights, taps, step, outputs, isFirst)
                addSeven(sums + 8, inputs, weights + 8, taps, step, outputs, isFirst)
            }
            column &+= 7
        }
        while column &+ 4 <= columns {
            addFourWide(
                sums + (column &* outputs &+ first), inputs + column &* step, weights, taps, step, outputs, isFirst)
            column &+= 4
        }
        while column < columns {
            addOneWide(sums + (column &* outputs &+ first), inputs + column &* step, weights, taps, outputs, isFirst)
            column &+= 1
        }
        first &+= 16
    }
    if first &+ 8 <= outputs {
        let weights = weights + first
        var column = 0
        while column &+ 7 <= columns {
            addSeven(
                sums + (column &* outputs &+ first), inputs + column &* step, weights, taps, step, outputs, isFirst)
            column &+= 7
        }
        while column < columns {
            addOne(sums + (column &* outputs &+ first), inputs + column &* step, weights, taps, outputs, isFirst)
            column &+= 1
        }
        first &+= 8
    }
    guard first < outputs else { return }
    #endif
    addScalars(sums, inputs, weights, taps: taps, step: step, columns: columns, outputs: outputs, from: first, isFirst)
}

/// The channels from `first` on, one after the other.
@inline(never)
private func addScalars(
    _ sums: UnsafeMutablePointer<Float>, _ inputs: UnsafePointer<Float>, _ weights: UnsafePointer<Float>,
    taps: Int, step: Int, columns: Int, outputs: Int, from first: Int, _ isFirst: Bool
) {
    var column = 0
    while column < columns {
        var output = first
        while output < outputs {
            var sum = isFirst ? 0 : sums[column &* outputs &+ output]
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
/// Eight channels of seven columns, or four of fourteen, two of these to a vector: seven vectors of sums that share each
/// load of weights.
private struct SevenSums {
    private var a0 = f32x8_zero(), a1 = f32x8_zero(), a2 = f32x8_zero(), a3 = f32x8_zero()
    private var a4 = f32x8_zero(), a5 = f32x8_zero(), a6 = f32x8_zero()

    /// The sums at 0, pitch, 2 * pitch...
    @inline(__always)
    mutating func load(_ sums: UnsafePointer<Float>, pitch: Int) {
        a0 = f32x8_load(sums)
        a1 = f32x8_load(sums + pitch)
        a2 = f32x8_load(sums + 2 &* pitch)
        a3 = f32x8_load(sums + 3 &* pitch)
        a4 = f32x8_load(sums + 4 &* pitch)
        a5 = f32x8_load(sums + 5 &* pitch)
        a6 = f32x8_load(sums + 6 &* pitch)
    }

    @inline(__always)
    func store(_ sums: UnsafeMutablePointer<Float>, pitch: Int) {
        f32x8_store(sums, a0)
        f32x8_store(sums + pitch, a1)
        f32x8_store(sums + 2 &* pitch, a2)
        f32x8_store(sums + 3 &* pitch, a3)
        f32x8_store(sums + 4 &* pitch, a4)
        f32x8_store(sums + 5 &* pitch, a5)
        f32x8_store(sums + 6 &* pitch, a6)
    }

    /// Adds the products of eight channels of seven columns.
    @inline(__always)
    mutating func addColumns(
        _ inputs: UnsafePointer<Float>, _ weights: UnsafePointer<Float>, taps: Int, step: Int, outputs: Int
    ) {
        // Three pointers and a step reach all columns by the addresses p, p + step and p + 2 step of the processor.
        var low = inputs, high = inputs + 3 &* step, last = inputs + 6 &* step
        var weights = weights
        let end = inputs + taps
        while low < end {
            let weight = f32x8_load(weights)
            a0 = f32x8_add_product(a0, f32x8_splat(low[0]), weight)
            a1 = f32x8_add_product(a1, f32x8_splat(low[step]), weight)
            a2 = f32x8_add_product(a2, f32x8_splat(low[2 &* step]), weight)
            a3 = f32x8_add_product(a3, f32x8_splat(high[0]), weight)
            a4 = f32x8_add_product(a4, f32x8_splat(high[step]), weight)
            a5 = f32x8_add_product(a5, f32x8_splat(high[2 &* step]), weight)
            a6 = f32x8_add_product(a6, f32x8_splat(last[0]), weight)
            low += 1
            high += 1
            last += 1
            weights += outputs
        }
    }

    /// Adds the products of four channels of fourteen columns that lie two inputs apart.
    @inline(__always)
    mutating func addPairs(_ inputs: UnsafePointer<Float>, _ weights: UnsafePointer<Float>, taps: Int) {
        var tap = 0
        while tap < taps {
            let weight = f32x8_load_twice(weights + 4 &* tap)
            // Safe: the last load ends five elements after the last input that counts, and after it lie others.
            let x0 = f32x8_load(inputs + tap), x1 = f32x8_load(inputs + tap + 8)
            let x2 = f32x8_load(inputs + tap + 16), x3 = f32x8_load(inputs + tap + 24)
            a0 = f32x8_add_product(a0, f32x8_even_quads_low(x0), weight)
            a1 = f32x8_add_product(a1, f32x8_even_quads_high(x0), weight)
            a2 = f32x8_add_product(a2, f32x8_even_quads_low(x1), weight)
            a3 = f32x8_add_product(a3, f32x8_even_quads_high(x1), weight)
            a4 = f32x8_add_product(a4, f32x8_even_quads_low(x2), weight)
            a5 = f32x8_add_product(a5, f32x8_even_quads_high(x2), weight)
            a6 = f32x8_add_product(a6, f32x8_even_quads_low(x3), weight)
            tap &+= 1
        }
    }
}

/// Eight channels of seven columns.
@inline(__always)
private func addSeven(
    _ sums: UnsafeMutablePointer<Float>, _ inputs: UnsafePointer<Float>, _ weights: UnsafePointer<Float>,
    _ taps: Int, _ step: Int, _ outputs: Int, _ isFirst: Bool
) {
    var seven = SevenSums()
    if !isFirst { seven.load(sums, pitch: outputs) }
    seven.addColumns(inputs, weights, taps: taps, step: step, outputs: outputs)
    seven.store(sums, pitch: outputs)
}

/// Four channels of fourteen columns that lie two inputs apart.
@inline(__always)
private func addFourteen(
    _ sums: UnsafeMutablePointer<Float>, _ inputs: UnsafePointer<Float>, _ weights: UnsafePointer<Float>, taps: Int,
    _ isFirst: Bool
) {
    var seven = SevenSums()
    if !isFirst { seven.load(sums, pitch: 8) }
    seven.addPairs(inputs, weights, taps: taps)
    seven.store(sums, pitch: 8)
}

/// Sixteen channels of seven columns.
@inline(__always)
private func addSevenWide(
    _ sums: UnsafeMutablePointer<Float>, _ inputs: UnsafePointer<Float>, _ weights: UnsafePointer<Float>,
    _ taps: Int, _ step: Int, _ outputs: Int, _ isFirst: Bool
) {
    var a0 = f32x16_zero(), a1 = a0, a2 = a0, a3 = a0, a4 = a0, a5 = a0, a6 = a0
    if !isFirst {
        a0 = f32x16_load(sums)
        a1 = f32x16_load(sums + outputs)
        a2 = f32x16_load(sums + 2 &* outputs)
        a3 = f32x16_load(sums + 3 &* outputs)
        a4 = f32x16_load(sums + 4 &* outputs)
        a5 = f32x16_load(sums + 5 &* outputs)
        a6 = f32x16_load(sums + 6 &* outputs)
    }
    var low = inputs, high = inputs + 3 &* step, last = inputs + 6 &* step
    var weights = weights
    let end = inputs + taps
    while low < end {
        let weight = f32x16_load(weights)
        a0 = f32x16_add_product(a0, f32x16_splat(low[0]), weight)
        a1 = f32x16_add_product(a1, f32x16_splat(low[step]), weight)
        a2 = f32x16_add_product(a2, f32x16_splat(low[2 &* step]), weight)
        a3 = f32x16_add_product(a3, f32x16_splat(high[0]), weight)
        a4 = f32x16_add_product(a4, f32x16_splat(high[step]), weight)
        a5 = f32x16_add_product(a5, f32x16_splat(high[2 &* step]), weight)
        a6 = f32x16_add_product(a6, f32x16_splat(last[0]), weight)
        low += 1
        high += 1
        last += 1
        weights += outputs
    }
    f32x16_store(sums, a0)
    f32x16_store(sums + outputs, a1)
    f32x16_store(sums + 2 &* outputs, a2)
    f32x16_store(sums + 3 &* outputs, a3)
    f32x16_store(sums + 4 &* outputs, a4)
    f32x16_store(sums + 5 &* outputs, a5)
    f32x16_store(sums + 6 &* outputs, a6)
}

/// Sixteen channels of four columns.
@inline(__always)
private func addFourWide(
    _ sums: UnsafeMutablePointer<Float>, _ inputs: UnsafePointer<Float>, _ weights: UnsafePointer<Float>,
    _ taps: Int, _ step: Int, _ outputs: Int, _ isFirst: Bool
) {
    var a0 = f32x16_zero(), a1 = a0, a2 = a0, a3 = a0
    if !isFirst {
        a0 = f32x16_load(sums)
        a1 = f32x16_load(sums + outputs)
        a2 = f32x16_load(sums + 2 &* outputs)
        a3 = f32x16_load(sums + 3 &* outputs)
    }
    var low = inputs, high = inputs + 3 &* step
    var weights = weights
    let end = inputs + taps
    while low < end {
        let weight = f32x16_load(weights)
        a0 = f32x16_add_product(a0, f32x16_splat(low[0]), weight)
        a1 = f32x16_add_product(a1, f32x16_splat(low[step]), weight)
        a2 = f32x16_add_product(a2, f32x16_splat(low[2 &* step]), weight)
        a3 = f32x16_add_product(a3, f32x16_splat(high[0]), weight)
        low += 1
        high += 1
        weights += outputs
    }
    f32x16_store(sums, a0)
    f32x16_store(sums + outputs, a1)
    f32x16_store(sums + 2 &* outputs, a2)
    f32x16_store(sums + 3 &* outputs, a3)
}

/// Sixteen channels of one column.
@inline(__always)
private func addOneWide(
    _ sums: UnsafeMutablePointer<Float>, _ inputs: UnsafePointer<Float>, _ weights: UnsafePointer<Float>,
    _ taps: Int, _ outputs: Int, _ isFirst: Bool
) {
    var sum = isFirst ? f32x16_zero() : f32x16_load(sums)
    var tap = 0
    while tap < taps {
        sum = f32x16_add_product(sum, f32x16_splat(inputs[tap]), f32x16_load(weights + tap &* outputs))
        tap &+= 1
    }
    f32x16_store(sums, sum)
}

/// Eight channels of one column.
@inline(__always)
private func addOne(
    _ sums: UnsafeMutablePointer<Float>, _ inputs: UnsafePointer<Float>, _ weights: UnsafePointer<Float>,
    _ taps: Int, _ outputs: Int, _ isFirst: Bool
) {
    var sum = isFirst ? f32x8_zero() : f32x8_load(sums)
    var tap = 0
    while tap < taps {
        sum = f32x8_add_product(sum, f32x8_splat(inputs[tap]), f32x8_load(weights + tap &* outputs))
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
@inline(never)
public func finishRow(
    _ sums: UnsafeMutablePointer<Float>, _ biases: UnsafePointer<Float>, columns: Int, outputs: Int
) -> UInt32 {
    #if arch(x86_64) || arch(arm64)
    // Four channels of two columns make one vector; eight of each of the columns another.
    if outputs == 4, columns & 1 == 0 {
        return finishVectors(sums, f32x8_load_twice(biases), step: 8, count: 4 &* columns)
    }
    if outputs & 7 == 0 {
        var notFinite: UInt32 = 0
        var first = 0
        while first < outputs {
            notFinite |= finishVectors(
                sums + first, f32x8_load(biases + first), step: outputs, count: columns &* outputs)
            first &+= 8
        }
        return notFinite
    }
    #endif
    var notFinite: UInt32 = 0
    var sum = sums
    for _ in 0..<columns {
        for output in 0..<outputs {
            let value = sum.pointee + biases[output]
            notFinite |= (value.bitPattern & 0x7fff_ffff) &+ 0x0080_0000
            sum.pointee = value > 0 ? value : 0
            sum += 1
        }
    }
    return notFinite
}

#if arch(x86_64) || arch(arm64)
/// Finishes every vector of eight at 0, step, 2 * step... below count.
@inline(__always)
private func finishVectors(_ sums: UnsafeMutablePointer<Float>, _ bias: f32x8, step: Int, count: Int) -> UInt32 {
    var flags = u32x8_zero()
    var index = 0
    while index < count {
        // Safe: index + 8 <= count, a multiple of step, which is at least 8.
        let sum = f32x8_add(f32x8_load(sums + index), bias)
        flags = u32x8_or_not_finite(flags, sum)
        f32x8_store(sums + index, f32x8_rectify(sum))
        index &+= step
    }
    return u32x8_or(flags)
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
    #if arch(x86_64) || arch(arm64)
    var bits = u32x8_zero(), flags = bits
    for block in 0..<4 {
        // Safe: start + 8 <= 28. Some pixels are read twice.
        let start = block == 3 ? 20 : 8 &* block
        let eight = f32x8_load(pixels + start)
        bits = u32x8_or_magnitude(bits, eight)
        flags = u32x8_or_not_finite(flags, eight)
        f32x8_store(row + start, eight)
    }
    let anyBit = u32x8_or(bits), notFinite = u32x8_or(flags)
    #else
    var notFinite: UInt32 = 0
    var anyBit: UInt32 = 0
    for index in 0..<28 {
        let pixel = pixels[index]
        anyBit |= pixel.bitPattern &<< 1
        notFinite |= (pixel.bitPattern & 0x7fff_ffff) &+ 0x0080_0000
        row[index] = pixel
    }
    #endif
    // The sign, shifted out, makes no pixel of a blank row: -0 counts as 0.
    return (notFinite & 0x8000_0000) | (anyBit &>> 1)
}

/// The same for a row of bytes, each of which becomes the correctly rounded byte / 255.
public func loadRow(_ pixels: UnsafePointer<UInt8>, _ row: UnsafeMutablePointer<Float>) -> UInt32 {
    #if arch(x86_64) || arch(arm64)
    var bits = u32x8_zero()
    for block in 0..<4 {
        // Safe: start + 8 <= 28. Some pixels are read twice.
        let start = block == 3 ? 20 : 8 &* block
        let eight = f32x8_load_pixels(pixels + start, reciprocalLow, reciprocalHigh)
        bits = u32x8_or_magnitude(bits, eight)
        f32x8_store(row + start, eight)
    }
    return u32x8_or(bits) &>> 1
    #else
    var bits: UInt32 = 0
    for index in 0..<28 {
        let byte = UInt32(truncatingIfNeeded: pixels[index])
        bits |= byte
        row[index] = Float(byte) * reciprocalLow + Float(byte) * reciprocalHigh
    }
    return bits
    #endif
}
