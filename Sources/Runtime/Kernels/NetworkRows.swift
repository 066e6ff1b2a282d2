// The way of a picture through convolutions and a dense layer, a row at a time.
//
// A convolution holds only those rows of its output that are begun and not finished. Each row of its input is added to
// all of them that see it; a row of output that has seen its last row of input gets its bias and activation, is taken by
// the next layer at once, and makes room for another. So 28 x 28 pixels, and all that comes of them, pass through a few
// hundred bytes.
//
// A float32 row is finished in place. An int8 row is summed in 32 bits, and finished to bytes kept in 16 bits, from the
// start of the same memory on.

import CPlatform

/// The log-odds of a three; not finite, or nil, when a pixel is not finite or a sum overflows.
///
/// - Parameters:
///   - layers: (count): one convolution or more, then a dense layer of one output. Their rows are zeros; the first
///     layer's are one row.
///   - sums: (8) zeros, for the dense layer.
///   - pixels: (784).
@export(interface)
@inline(never)
public func networkLogit(
    _ layers: UnsafeMutablePointer<mnist37_layer>, count: Int, sums: UnsafeMutableRawPointer,
    _ pixels: UnsafePointer<Float>
) -> Float? {
    logit(layers, count, sums, pixels)
}

/// The same for a picture of bytes.
@export(interface)
@inline(never)
public func networkLogit(
    _ layers: UnsafeMutablePointer<mnist37_layer>, count: Int, sums: UnsafeMutableRawPointer,
    _ pixels: UnsafePointer<UInt8>
) -> Float? {
    logit(layers, count, sums, pixels)
}

@inline(__always)
private func logit<P: PictureElement>(
    _ layers: UnsafeMutablePointer<mnist37_layer>, _ count: Int, _ sums: UnsafeMutableRawPointer,
    _ pixels: UnsafePointer<P>
) -> Float? {
    var network = Network(sums: sums, isInteger: layers.pointee.scales != nil)
    // Safe: `rows` is a row of 28 elements of 4 bytes between its margins.
    let row = layers.pointee.rows, margin = layers.pointee.margin
    for y in 0..<28 {
        let largest =
            network.isInteger
            ? P.loadRow(pixels + 28 &* y, row.assumingMemoryBound(to: Int16.self) + margin)
            : P.loadRow(pixels + 28 &* y, row.assumingMemoryBound(to: Float.self) + margin)
        network.largest = max(network.largest, largest)
        network.take(row, layers, isBlank: largest == 0)
    }
    return network.logit(of: layers + (count &- 1))
}

/// What the layers have in common.
private struct Network {
    /// (8) sums of the dense layer; of int8 only the first.
    let sums: UnsafeMutableRawPointer
    let isInteger: Bool
    /// The largest magnitude so far: more than `largestFinite` once a pixel or a sum is NaN or infinite.
    var largest: UInt32 = 0

    init(sums: UnsafeMutableRawPointer, isInteger: Bool) {
        self.sums = sums
        self.isInteger = isInteger
    }

    /// Lets a layer take one row of its input.
    ///
    /// - Parameters:
    ///   - row: (row_size) float32, or bytes in 16 bits.
    ///   - isBlank: whether all of the row is zeros, which change nothing.
    @inline(never)
    mutating func take(_ row: UnsafeRawPointer, _ layer: UnsafeMutablePointer<mnist37_layer>, isBlank: Bool) {
        let y = layer.pointee.seen
        layer.pointee.seen = y &+ 1
        guard layer.pointee.kernel_size != 0 else { return addDense(row, layer, y) }
        let next = layer + 1
        var output = layer.pointee.finished
        var place = layer.pointee.place
        // The first row of input that row `output` of the output sees, the padding counted.
        var top = output &* layer.pointee.stride &- layer.pointee.padding
        while output < layer.pointee.output_rows, top <= y {
            // Safe: `rows` holds `open_rows` rows of (row_size) elements of 4 bytes, and place < open_rows.
            let outputRow = next.pointee.rows + 4 &* place &* next.pointee.row_size
            let isFirst = y == 0 || y == top
            if !isBlank {
                add(row, kernelRow: y &- top, layer, to: outputRow + 4 &* next.pointee.margin, isFirst)
            } else if isFirst {
                clear(outputRow, count: next.pointee.row_size)
            }
            place = place &+ 1 == layer.pointee.open_rows ? 0 : place &+ 1
            if y &- top &+ 1 == layer.pointee.kernel_size || y &+ 1 == layer.pointee.height {
                finish(outputRow, layer)
                layer.pointee.finished &+= 1
                layer.pointee.place = place
                take(outputRow, next, isBlank: false)
            }
            output &+= 1
            top &+= layer.pointee.stride
        }
    }

    /// Adds one row of input to the sums of one row of output.
    ///
    /// Safe: the weights are (kernel_size, taps, outputs), and kernelRow < kernel_size, because every row of input from
    /// `top` on is taken once and the last of them finishes the row of output. A row of input holds
    /// (columns - 1) * step + taps elements or more, because (columns - 1) * stride + kernel_size <= width + 2 * padding.
    @inline(__always)
    private func add(
        _ row: UnsafeRawPointer, kernelRow: Int, _ layer: UnsafePointer<mnist37_layer>,
        to sums: UnsafeMutableRawPointer,
        _ isFirst: Bool
    ) {
        let offset = kernelRow &* layer.pointee.taps &* layer.pointee.outputs
        if isInteger {
            addKernelRow(
                IntegerArithmetic.self, of: layer, to: sums.assumingMemoryBound(to: Int32.self),
                row.assumingMemoryBound(to: Int16.self),
                layer.pointee.weights.assumingMemoryBound(to: Int8.self) + offset, isFirst: isFirst)
        } else {
            addKernelRow(
                FloatArithmetic.self, of: layer, to: sums.assumingMemoryBound(to: Float.self),
                row.assumingMemoryBound(to: Float.self),
                layer.pointee.weights.assumingMemoryBound(to: Float.self) + offset, isFirst: isFirst)
        }
    }

    @inline(never)
    private func clear(_ row: UnsafeMutableRawPointer, count: Int) {
        let words = row.assumingMemoryBound(to: UInt32.self)
        for index in 0..<count { words[index] = 0 }
    }

    /// Makes the sums of a whole row of output the row of input that the next layer takes.
    @inline(__always)
    private mutating func finish(_ row: UnsafeMutableRawPointer, _ layer: UnsafeMutablePointer<mnist37_layer>) {
        let margin = layer[1].margin
        let sums = row + 4 &* margin
        if let scales = layer.pointee.scales {
            let values = row.assumingMemoryBound(to: Int16.self) + margin
            finishRow(
                values, sums.assumingMemoryBound(to: Int32.self),
                layer.pointee.biases.assumingMemoryBound(to: Int32.self), scales,
                columns: layer.pointee.columns, outputs: layer.pointee.outputs)
            // There are sums where the margin at the right is now.
            let count = layer.pointee.columns &* layer.pointee.outputs
            for index in count..<(count &+ margin) { values[index] = 0 }
        } else {
            let inRow = finishRow(
                sums.assumingMemoryBound(to: Float.self), layer.pointee.biases.assumingMemoryBound(to: Float.self),
                columns: layer.pointee.columns, outputs: layer.pointee.outputs)
            largest = max(largest, inRow)
        }
    }

    /// Adds one row of input to the sums of the dense layer.
    @inline(__always)
    private func addDense(_ row: UnsafeRawPointer, _ layer: UnsafePointer<mnist37_layer>, _ y: Int) {
        // Safe: a dense layer has no margin, and y < height.
        let count = layer.pointee.row_size
        if isInteger {
            addDenseRow(
                sums.assumingMemoryBound(to: Int32.self), row.assumingMemoryBound(to: Int16.self),
                layer.pointee.weights.assumingMemoryBound(to: Int8.self) + y &* count, count: count)
        } else {
            addDenseRow(
                sums.assumingMemoryBound(to: Float.self), row.assumingMemoryBound(to: Float.self),
                layer.pointee.weights.assumingMemoryBound(to: Float.self) + y &* count, count: count)
        }
    }

    /// The output of the dense layer, once it has taken all rows.
    func logit(of layer: UnsafePointer<mnist37_layer>) -> Float? {
        guard largest <= largestFinite else { return nil }
        if let scales = layer.pointee.scales {
            let bias = layer.pointee.biases.assumingMemoryBound(to: Int32.self).pointee
            // Through Int, because a 32-bit target converts Int32 by way of 64 bits.
            return Float(Int(sums.assumingMemoryBound(to: Int32.self).pointee &+ bias)) * scales.pointee
        }
        // Halves added to halves, as at the end of the dot product of a linear model.
        let lanes = sums.assumingMemoryBound(to: Float.self)
        let even = (lanes[0] + lanes[4]) + (lanes[2] + lanes[6])
        let odd = (lanes[1] + lanes[5]) + (lanes[3] + lanes[7])
        return (even + odd) + layer.pointee.biases.assumingMemoryBound(to: Float.self).pointee
    }
}
