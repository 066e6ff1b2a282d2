// The rows of a convolution in integers: bytes 0...255 (kept in 16 bits, which is what processors multiply), int8 weights
// and 32-bit sums, which do not overflow (a reader of weights files sees to it). Any order gives the same sums.

#if arch(x86_64) || arch(arm64)
import CVector
#endif

/// Adds one kernel row to the accumulators of one output row, which count as zeros when the row is the first.
///
/// sums[j, o] += inputs[j * step + t] * weights[t, o] for t = 0..<taps.
///
/// - Parameters:
///   - sums: (columns, outputs).
///   - inputs: at least (columns - 1) * step + taps.
///   - weights: (taps, outputs).
@inline(never)
public func addKernelRow(
    _ sums: UnsafeMutablePointer<Int32>, _ inputs: UnsafePointer<Int16>, _ weights: UnsafePointer<Int8>,
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
    _ sums: UnsafeMutablePointer<Int32>, _ inputs: UnsafePointer<Int16>, _ weights: UnsafePointer<Int8>,
    taps: Int, step: Int, columns: Int, outputs: Int, from first: Int, _ isFirst: Bool
) {
    var column = 0
    while column < columns {
        var output = first
        while output < outputs {
            var sum = isFirst ? 0 : sums[column &* outputs &+ output]
            var tap = 0
            while tap < taps {
                sum &+=
                    Int32(truncatingIfNeeded: inputs[column &* step &+ tap])
                    &* Int32(truncatingIfNeeded: weights[tap &* outputs &+ output])
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
    private var a0 = i32x8_zero(), a1 = i32x8_zero(), a2 = i32x8_zero(), a3 = i32x8_zero()
    private var a4 = i32x8_zero(), a5 = i32x8_zero(), a6 = i32x8_zero()

    /// The sums at 0, pitch, 2 * pitch...
    @inline(__always)
    mutating func load(_ sums: UnsafePointer<Int32>, pitch: Int) {
        a0 = i32x8_load(sums)
        a1 = i32x8_load(sums + pitch)
        a2 = i32x8_load(sums + 2 &* pitch)
        a3 = i32x8_load(sums + 3 &* pitch)
        a4 = i32x8_load(sums + 4 &* pitch)
        a5 = i32x8_load(sums + 5 &* pitch)
        a6 = i32x8_load(sums + 6 &* pitch)
    }

    @inline(__always)
    func store(_ sums: UnsafeMutablePointer<Int32>, pitch: Int) {
        i32x8_store(sums, a0)
        i32x8_store(sums + pitch, a1)
        i32x8_store(sums + 2 &* pitch, a2)
        i32x8_store(sums + 3 &* pitch, a3)
        i32x8_store(sums + 4 &* pitch, a4)
        i32x8_store(sums + 5 &* pitch, a5)
        i32x8_store(sums + 6 &* pitch, a6)
    }

    /// Adds the products of eight channels of seven columns, two taps at a time.
    @inline(__always)
    mutating func addColumns(
        _ inputs: UnsafePointer<Int16>, _ weights: UnsafePointer<Int8>, taps: Int, step: Int, outputs: Int
    ) {
        // Three pointers and a step reach all columns by the addresses p, p + step and p + 2 step of the processor.
        var low = inputs, high = inputs + 3 &* step, last = inputs + 6 &* step
        var weights = weights
        let end = inputs + taps
        while low < end {
            // The inputs of a tap and the next are neighbours; beside a last tap that is alone the weights are zeros.
            let weight = low + 1 < end ? i16x16_load_taps(weights, weights + outputs) : i16x16_load_tap(weights)
            a0 = i32x8_add_products(a0, i16x16_splat_pair(low), weight)
            a1 = i32x8_add_products(a1, i16x16_splat_pair(low + step), weight)
            a2 = i32x8_add_products(a2, i16x16_splat_pair(low + 2 &* step), weight)
            a3 = i32x8_add_products(a3, i16x16_splat_pair(high), weight)
            a4 = i32x8_add_products(a4, i16x16_splat_pair(high + step), weight)
            a5 = i32x8_add_products(a5, i16x16_splat_pair(high + 2 &* step), weight)
            a6 = i32x8_add_products(a6, i16x16_splat_pair(last), weight)
            low += 2
            high += 2
            last += 2
            weights += 2 &* outputs
        }
    }

    /// Adds the products of four channels of fourteen columns that lie two inputs apart, two taps at a time.
    @inline(__always)
    mutating func addPairs(_ inputs: UnsafePointer<Int16>, _ weights: UnsafePointer<Int8>, taps: Int) {
        var tap = 0
        while tap < taps {
            let weight =
                tap &+ 1 < taps
                ? i16x16_load_taps_twice(weights + 4 &* tap, weights + 4 &* (tap &+ 1))
                : i16x16_load_tap_twice(weights + 4 &* tap)
            // Safe: the last load ends five elements after the last input that counts, and after it lie others.
            let x = inputs + tap
            a0 = i32x8_add_products(a0, i16x16_load_quads_low(x), weight)
            a1 = i32x8_add_products(a1, i16x16_load_quads_high(x), weight)
            a2 = i32x8_add_products(a2, i16x16_load_quads_low(x + 8), weight)
            a3 = i32x8_add_products(a3, i16x16_load_quads_high(x + 8), weight)
            a4 = i32x8_add_products(a4, i16x16_load_quads_low(x + 16), weight)
            a5 = i32x8_add_products(a5, i16x16_load_quads_high(x + 16), weight)
            a6 = i32x8_add_products(a6, i16x16_load_quads_low(x + 24), weight)
            tap &+= 2
        }
    }
}

/// Eight channels of seven columns.
@inline(__always)
private func addSeven(
    _ sums: UnsafeMutablePointer<Int32>, _ inputs: UnsafePointer<Int16>, _ weights: UnsafePointer<Int8>,
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
    _ sums: UnsafeMutablePointer<Int32>, _ inputs: UnsafePointer<Int16>, _ weights: UnsafePointer<Int8>, taps: Int,
    _ isFirst: Bool
) {
    var seven = SevenSums()
    if !isFirst { seven.load(sums, pitch: 8) }
    seven.addPairs(inputs, weights, taps: taps)
    seven.store(sums, pitch: 8)
}

/// Sixteen channels of seven columns, two taps at a time.
@inline(__always)
private func addSevenWide(
    _ sums: UnsafeMutablePointer<Int32>, _ inputs: UnsafePointer<Int16>, _ weights: UnsafePointer<Int8>,
    _ taps: Int, _ step: Int, _ outputs: Int, _ isFirst: Bool
) {
    var a0 = i32x16_zero(), a1 = a0, a2 = a0, a3 = a0, a4 = a0, a5 = a0, a6 = a0
    if !isFirst {
        a0 = i32x16_load(sums)
        a1 = i32x16_load(sums + outputs)
        a2 = i32x16_load(sums + 2 &* outputs)
        a3 = i32x16_load(sums + 3 &* outputs)
        a4 = i32x16_load(sums + 4 &* outputs)
        a5 = i32x16_load(sums + 5 &* outputs)
        a6 = i32x16_load(sums + 6 &* outputs)
    }
    var low = inputs, high = inputs + 3 &* step, last = inputs + 6 &* step
    var weights = weights
    let end = inputs + taps
    while low < end {
        let weight = low + 1 < end ? i16x32_load_taps(weights, weights + outputs) : i16x32_load_tap(weights)
        a0 = i32x16_add_products(a0, i16x32_splat_pair(low), weight)
        a1 = i32x16_add_products(a1, i16x32_splat_pair(low + step), weight)
        a2 = i32x16_add_products(a2, i16x32_splat_pair(low + 2 &* step), weight)
        a3 = i32x16_add_products(a3, i16x32_splat_pair(high), weight)
        a4 = i32x16_add_products(a4, i16x32_splat_pair(high + step), weight)
        a5 = i32x16_add_products(a5, i16x32_splat_pair(high + 2 &* step), weight)
        a6 = i32x16_add_products(a6, i16x32_splat_pair(last), weight)
        low += 2
        high += 2
        last += 2
        weights += 2 &* outputs
    }
    i32x16_store(sums, a0)
    i32x16_store(sums + outputs, a1)
    i32x16_store(sums + 2 &* outputs, a2)
    i32x16_store(sums + 3 &* outputs, a3)
    i32x16_store(sums + 4 &* outputs, a4)
    i32x16_store(sums + 5 &* outputs, a5)
    i32x16_store(sums + 6 &* outputs, a6)
}

/// Sixteen channels of four columns, two taps at a time.
@inline(__always)
private func addFourWide(
    _ sums: UnsafeMutablePointer<Int32>, _ inputs: UnsafePointer<Int16>, _ weights: UnsafePointer<Int8>,
    _ taps: Int, _ step: Int, _ outputs: Int, _ isFirst: Bool
) {
    var a0 = i32x16_zero(), a1 = a0, a2 = a0, a3 = a0
    if !isFirst {
        a0 = i32x16_load(sums)
        a1 = i32x16_load(sums + outputs)
        a2 = i32x16_load(sums + 2 &* outputs)
        a3 = i32x16_load(sums + 3 &* outputs)
    }
    var low = inputs, high = inputs + 3 &* step
    var weights = weights
    let end = inputs + taps
    while low < end {
        let weight = low + 1 < end ? i16x32_load_taps(weights, weights + outputs) : i16x32_load_tap(weights)
        a0 = i32x16_add_products(a0, i16x32_splat_pair(low), weight)
        a1 = i32x16_add_products(a1, i16x32_splat_pair(low + step), weight)
        a2 = i32x16_add_products(a2, i16x32_splat_pair(low + 2 &* step), weight)
        a3 = i32x16_add_products(a3, i16x32_splat_pair(high), weight)
        low += 2
        high += 2
        weights += 2 &* outputs
    }
    i32x16_store(sums, a0)
    i32x16_store(sums + outputs, a1)
    i32x16_store(sums + 2 &* outputs, a2)
    i32x16_store(sums + 3 &* outputs, a3)
}

/// Sixteen channels of one column.
@inline(__always)
private func addOneWide(
    _ sums: UnsafeMutablePointer<Int32>, _ inputs: UnsafePointer<Int16>, _ weights: UnsafePointer<Int8>,
    _ taps: Int, _ outputs: Int, _ isFirst: Bool
) {
    var sum = isFirst ? i32x16_zero() : i32x16_load(sums)
    var tap = 0
    while tap < taps {
        sum = i32x16_add_products(sum, i16x32_splat_single(inputs + tap), i16x32_load_tap(weights + tap &* outputs))
        tap &+= 1
    }
    i32x16_store(sums, sum)
}

/// Eight channels of one column.
@inline(__always)
private func addOne(
    _ sums: UnsafeMutablePointer<Int32>, _ inputs: UnsafePointer<Int16>, _ weights: UnsafePointer<Int8>,
    _ taps: Int, _ outputs: Int, _ isFirst: Bool
) {
    var sum = isFirst ? i32x8_zero() : i32x8_load(sums)
    var tap = 0
    while tap < taps {
        sum = i32x8_add_products(sum, i16x16_splat(inputs + tap), i16x16_load_tap(weights + tap &* outputs))
        tap &+= 1
    }
    i32x8_store(sums, sum)
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
public func finishRow(
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
public func addDenseRow(
    _ sum: UnsafeMutablePointer<Int32>, _ inputs: UnsafePointer<Int16>, _ weights: UnsafePointer<Int8>, count: Int
) {
    var total = sum.pointee
    for index in 0..<count {
        // Safe: index < count.
        total &+= Int32(truncatingIfNeeded: inputs[index]) &* Int32(truncatingIfNeeded: weights[index])
    }
    sum.pointee = total
}

/// Copies a row of (28) pixels, each as the nearest of the bytes (see `byte(nearest:)`).
///
/// - Returns: bit 31 is set when a pixel is NaN or infinite; the other bits are 0 when all bytes are zeros.
public func loadRow(_ pixels: UnsafePointer<Float>, _ row: UnsafeMutablePointer<Int16>) -> UInt32 {
    #if arch(x86_64) || arch(arm64)
    // Safe: 28 pixels. Some are read twice.
    let low = f32x16_load(pixels), high = f32x16_load(pixels + 12)
    let marks = i32x16_mark_not_finite(i32x16_mark_not_finite(i32x16_zero(), low), high)
    let lowBytes = i16x16_nearest_bytes(low), highBytes = i16x16_nearest_bytes(high)
    i16x16_store(row, lowBytes)
    i16x16_store(row + 12, highBytes)
    let bits = i16x16_or(lowBytes) | i16x16_or(highBytes)
    return (i32x16_any_negative(marks) != 0 ? 0x8000_0000 : 0) | UInt32(truncatingIfNeeded: bits)
    #else
    var notFinite: UInt32 = 0
    var bits: UInt32 = 0
    for index in 0..<28 {
        let pixel = pixels[index]
        notFinite |= (pixel.bitPattern & 0x7fff_ffff) &+ 0x0080_0000
        let value = byte(nearest: pixel)
        bits |= UInt32(truncatingIfNeeded: value)
        row[index] = Int16(truncatingIfNeeded: value)
    }
    return (notFinite & 0x8000_0000) | bits
    #endif
}

/// The same for a row of bytes.
public func loadRow(_ pixels: UnsafePointer<UInt8>, _ row: UnsafeMutablePointer<Int16>) -> UInt32 {
    var bits: UInt32 = 0
    for index in 0..<28 {
        bits |= UInt32(truncatingIfNeeded: pixels[index])
        row[index] = Int16(truncatingIfNeeded: pixels[index])
    }
    return bits
}
