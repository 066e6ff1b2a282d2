// The rows of a convolution in integers: bytes 0...255 (kept in 16 bits, which is what processors multiply), int8 weights
// and 32-bit sums, which do not overflow (a reader of weights files sees to it). Any order gives the same sums.

#if arch(x86_64) || arch(arm64)
import CVector
#endif

/// Adds one kernel row to the accumulators of one output row.
///
/// sums[j, o] += inputs[j * step + t] * weights[t, o] for t = 0..<taps.
///
/// - Parameters:
///   - sums: (columns, outputs).
///   - inputs: at least (columns - 1) * step + taps.
///   - weights: (taps, outputs).
public func addKernelRow(
    _ sums: UnsafeMutablePointer<Int32>, _ inputs: UnsafePointer<Int16>, _ weights: UnsafePointer<Int8>,
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
        let column = 2 &* pair
        return addScalars(
            sums + 4 &* column, inputs + column &* step, weights, taps: taps, step: step, columns: columns &- column,
            outputs: 4, from: 0)
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
    _ sums: UnsafeMutablePointer<Int32>, _ inputs: UnsafePointer<Int16>, _ weights: UnsafePointer<Int8>,
    taps: Int, step: Int, columns: Int, outputs: Int, from first: Int
) {
    var column = 0
    while column < columns {
        var output = first
        while output < outputs {
            var sum = sums[column &* outputs &+ output]
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
/// Eight channels of seven columns, two taps at a time.
@inline(__always)
private func addSeven(
    _ sums: UnsafeMutablePointer<Int32>, _ inputs: UnsafePointer<Int16>, _ weights: UnsafePointer<Int8>,
    _ taps: Int, _ step: Int, _ outputs: Int
) {
    var a0 = i32x8_load(sums), a1 = i32x8_load(sums + outputs), a2 = i32x8_load(sums + 2 &* outputs)
    var a3 = i32x8_load(sums + 3 &* outputs), a4 = i32x8_load(sums + 4 &* outputs)
    var a5 = i32x8_load(sums + 5 &* outputs), a6 = i32x8_load(sums + 6 &* outputs)
    var inputs = inputs, weights = weights
    let end = inputs + taps
    while inputs + 2 <= end {
        let weight = i16x16_load_taps(weights, weights + outputs)
        a0 = i32x8_add_products(a0, i16x16_splat_pair(inputs), weight)
        a1 = i32x8_add_products(a1, i16x16_splat_pair(inputs + step), weight)
        a2 = i32x8_add_products(a2, i16x16_splat_pair(inputs + 2 &* step), weight)
        a3 = i32x8_add_products(a3, i16x16_splat_pair(inputs + 3 &* step), weight)
        a4 = i32x8_add_products(a4, i16x16_splat_pair(inputs + 4 &* step), weight)
        a5 = i32x8_add_products(a5, i16x16_splat_pair(inputs + 5 &* step), weight)
        a6 = i32x8_add_products(a6, i16x16_splat_pair(inputs + 6 &* step), weight)
        inputs += 2
        weights += 2 &* outputs
    }
    if inputs < end {
        let weight = i16x16_load_tap(weights)
        a0 = i32x8_add_products(a0, i16x16_splat(inputs), weight)
        a1 = i32x8_add_products(a1, i16x16_splat(inputs + step), weight)
        a2 = i32x8_add_products(a2, i16x16_splat(inputs + 2 &* step), weight)
        a3 = i32x8_add_products(a3, i16x16_splat(inputs + 3 &* step), weight)
        a4 = i32x8_add_products(a4, i16x16_splat(inputs + 4 &* step), weight)
        a5 = i32x8_add_products(a5, i16x16_splat(inputs + 5 &* step), weight)
        a6 = i32x8_add_products(a6, i16x16_splat(inputs + 6 &* step), weight)
    }
    i32x8_store(sums, a0)
    i32x8_store(sums + outputs, a1)
    i32x8_store(sums + 2 &* outputs, a2)
    i32x8_store(sums + 3 &* outputs, a3)
    i32x8_store(sums + 4 &* outputs, a4)
    i32x8_store(sums + 5 &* outputs, a5)
    i32x8_store(sums + 6 &* outputs, a6)
}

/// Eight channels of four columns, two taps at a time.
@inline(__always)
private func addFour(
    _ sums: UnsafeMutablePointer<Int32>, _ inputs: UnsafePointer<Int16>, _ weights: UnsafePointer<Int8>,
    _ taps: Int, _ step: Int, _ outputs: Int
) {
    var a0 = i32x8_load(sums), a1 = i32x8_load(sums + outputs)
    var a2 = i32x8_load(sums + 2 &* outputs), a3 = i32x8_load(sums + 3 &* outputs)
    var inputs = inputs, weights = weights
    let end = inputs + taps
    while inputs + 2 <= end {
        let weight = i16x16_load_taps(weights, weights + outputs)
        a0 = i32x8_add_products(a0, i16x16_splat_pair(inputs), weight)
        a1 = i32x8_add_products(a1, i16x16_splat_pair(inputs + step), weight)
        a2 = i32x8_add_products(a2, i16x16_splat_pair(inputs + 2 &* step), weight)
        a3 = i32x8_add_products(a3, i16x16_splat_pair(inputs + 3 &* step), weight)
        inputs += 2
        weights += 2 &* outputs
    }
    if inputs < end {
        let weight = i16x16_load_tap(weights)
        a0 = i32x8_add_products(a0, i16x16_splat(inputs), weight)
        a1 = i32x8_add_products(a1, i16x16_splat(inputs + step), weight)
        a2 = i32x8_add_products(a2, i16x16_splat(inputs + 2 &* step), weight)
        a3 = i32x8_add_products(a3, i16x16_splat(inputs + 3 &* step), weight)
    }
    i32x8_store(sums, a0)
    i32x8_store(sums + outputs, a1)
    i32x8_store(sums + 2 &* outputs, a2)
    i32x8_store(sums + 3 &* outputs, a3)
}

/// Eight channels of one column.
@inline(__always)
private func addOne(
    _ sums: UnsafeMutablePointer<Int32>, _ inputs: UnsafePointer<Int16>, _ weights: UnsafePointer<Int8>,
    _ taps: Int, _ outputs: Int
) {
    var sum = i32x8_load(sums)
    var tap = 0
    while tap < taps {
        sum = i32x8_add_products(sum, i16x16_splat(inputs + tap), i16x16_load_tap(weights + tap &* outputs))
        tap &+= 1
    }
    i32x8_store(sums, sum)
}

/// Four channels of fourteen columns, two columns to a vector, two taps at a time.
@inline(__always)
private func addSevenPairs(
    _ sums: UnsafeMutablePointer<Int32>, _ inputs: UnsafePointer<Int16>, _ weights: UnsafePointer<Int8>,
    taps: Int, step: Int
) {
    var a0 = i32x8_load(sums), a1 = i32x8_load(sums + 8), a2 = i32x8_load(sums + 16), a3 = i32x8_load(sums + 24)
    var a4 = i32x8_load(sums + 32), a5 = i32x8_load(sums + 40), a6 = i32x8_load(sums + 48)
    var inputs = inputs, weights = weights
    let end = inputs + taps

    @inline(__always)
    func pair(_ column: Int) -> i16x16 {
        i16x16_halves(i16x16_splat_pair(inputs + column &* step), i16x16_splat_pair(inputs + (column &+ 1) &* step))
    }
    @inline(__always)
    func single(_ column: Int) -> i16x16 {
        i16x16_halves(i16x16_splat(inputs + column &* step), i16x16_splat(inputs + (column &+ 1) &* step))
    }
    while inputs + 2 <= end {
        let weight = i16x16_load_taps_twice(weights, weights + 4)
        a0 = i32x8_add_products(a0, pair(0), weight)
        a1 = i32x8_add_products(a1, pair(2), weight)
        a2 = i32x8_add_products(a2, pair(4), weight)
        a3 = i32x8_add_products(a3, pair(6), weight)
        a4 = i32x8_add_products(a4, pair(8), weight)
        a5 = i32x8_add_products(a5, pair(10), weight)
        a6 = i32x8_add_products(a6, pair(12), weight)
        inputs += 2
        weights += 8
    }
    if inputs < end {
        let weight = i16x16_load_tap_twice(weights)
        a0 = i32x8_add_products(a0, single(0), weight)
        a1 = i32x8_add_products(a1, single(2), weight)
        a2 = i32x8_add_products(a2, single(4), weight)
        a3 = i32x8_add_products(a3, single(6), weight)
        a4 = i32x8_add_products(a4, single(8), weight)
        a5 = i32x8_add_products(a5, single(10), weight)
        a6 = i32x8_add_products(a6, single(12), weight)
    }
    i32x8_store(sums, a0)
    i32x8_store(sums + 8, a1)
    i32x8_store(sums + 16, a2)
    i32x8_store(sums + 24, a3)
    i32x8_store(sums + 32, a4)
    i32x8_store(sums + 40, a5)
    i32x8_store(sums + 48, a6)
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
public func finishRow(
    _ row: UnsafeMutablePointer<Int16>, _ sums: UnsafePointer<Int32>, _ biases: UnsafePointer<Int32>,
    _ scales: UnsafePointer<Float>, columns: Int, outputs: Int
) {
    var index = 0
    let count = columns &* outputs
    #if arch(x86_64) || arch(arm64)
    // Safe: index + 8 <= count, and output + 8 <= outputs, or outputs is 4 and eight sums are two columns.
    if outputs == 4 {
        let bias = i32x8_load_twice(biases), scale = f32x8_load_twice(scales)
        while index &+ 8 <= count {
            i32x8_store_requantized(row + index, i32x8_add(i32x8_load(sums + index), bias), scale)
            index &+= 8
        }
    } else if outputs & 7 == 0 {
        var output = 0
        while index < count {
            let sum = i32x8_add(i32x8_load(sums + index), i32x8_load(biases + output))
            i32x8_store_requantized(row + index, sum, f32x8_load(scales + output))
            index &+= 8
            output = output &+ 8 < outputs ? output &+ 8 : 0
        }
    }
    #endif
    var output = 0
    while index < count {
        row[index] = requantized(sums[index] &+ biases[output], scales[output])
        index &+= 1
        output = output &+ 1 < outputs ? output &+ 1 : 0
    }
}

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
    var notFinite: UInt32 = 0
    var bits: UInt32 = 0
    for index in 0..<28 {
        let pixel = pixels[index]
        notFinite |= (pixel.bitPattern & 0x7fff_ffff) &+ 0x0080_0000
        let byte = byte(nearest: pixel)
        bits |= UInt32(truncatingIfNeeded: byte)
        row[index] = Int16(truncatingIfNeeded: byte)
    }
    return (notFinite & 0x8000_0000) | bits
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
