// The way of a picture through convolutions and a dense layer, a row at a time.
//
// A layer keeps only as many rows of its input as its kernel is high. When the last row that a row of output sees has
// come, the row of output is computed, and is at once the next layer's new row of input. So 28 x 28 pixels, and all that
// comes of them, pass through a few hundred bytes.

import CPlatform

/// The log-odds of a three; not finite, or nil, when a pixel is not finite or a sum overflows.
///
/// - Parameters:
///   - layers: (count): one convolution or more, then a dense layer of one output. Their rows are zeros.
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
    layers.pointee.is_integer != 0
        ? logit(IntegerArithmetic.self, layers, count, sums, pixels)
        : logit(FloatArithmetic.self, layers, count, sums, pixels)
}

@inline(__always)
private func logit<A: Arithmetic, P: PictureElement>(
    _: A.Type, _ layers: UnsafeMutablePointer<mnist37_layer>, _ count: Int, _ sums: UnsafeMutableRawPointer,
    _ pixels: UnsafePointer<P>
) -> Float? {
    guard P.areFinite(pixels) else { return nil }
    var network = Network<A, P>(layers, pixels)
    let dense = layers + (count &- 1)
    for y in 0..<dense.pointee.height {
        // Safe: a dense layer has no margin, and room for one row.
        network.computeRow(of: dense - 1, to: dense.pointee.rows.assumingMemoryBound(to: A.One.Value.self))
        A.addDenseRow(dense, y, to: sums)
    }
    // Rows that no output sees, whose sums may overflow.
    var layer = dense
    while layer > layers {
        layer -= 1
        while layer.pointee.seen < layer.pointee.height { network.takeRow(of: layer) }
    }
    guard network.largest <= largestFinite else { return nil }
    return A.logit(dense, sums)
}

/// A picture on its way.
private struct Network<A: Arithmetic, P: PictureElement> {
    let layers: UnsafeMutablePointer<mnist37_layer>
    /// (784).
    let pixels: UnsafePointer<P>
    /// The largest magnitude of a sum so far: more than `largestFinite` once one is NaN or infinite.
    var largest: UInt32 = 0

    init(_ layers: UnsafeMutablePointer<mnist37_layer>, _ pixels: UnsafePointer<P>) {
        self.layers = layers
        self.pixels = pixels
    }

    /// Computes the next row of a convolution's output, and whatever it needs before.
    ///
    /// - Parameter outputs: (columns, outputs).
    @inline(never)
    mutating func computeRow(
        of layer: UnsafeMutablePointer<mnist37_layer>, to outputs: UnsafeMutablePointer<A.One.Value>
    ) {
        // The first row of input that this row of output sees, the padding counted, and the one after the last.
        let top = layer.pointee.top
        layer.pointee.top = top &+ layer.pointee.stride
        let first = top < 0 ? 0 &- top : 0
        let end = min(top &+ layer.pointee.kernel_size, layer.pointee.height)
        while layer.pointee.seen < end { takeRow(of: layer) }
        // The place of the row `top + first`: the next one has the oldest row, of kernel_size.
        let place = layer.pointee.place &- (end &- top &- first)
        let rows = KernelRows(
            first: first, end: end &- top, place: place < 0 ? place &+ layer.pointee.kernel_size : place)
        largest = max(largest, convolve(A.self, layer, rows, to: outputs))
    }

    /// Brings the next row of a convolution's input into memory.
    @inline(__always)
    mutating func takeRow(of layer: UnsafeMutablePointer<mnist37_layer>) {
        let place = layer.pointee.place
        // Safe: `rows` is (kernel_size, row_size), and place < kernel_size.
        let row =
            layer.pointee.rows.assumingMemoryBound(to: A.One.Value.self)
            + (place &* layer.pointee.row_size &+ layer.pointee.margin)
        if layer == layers {
            let pixels = pixels + 28 &* layer.pointee.seen, bit = 1 &<< place
            if P.isBlank(pixels) {
                // Not to be read.
                layer.pointee.blank |= bit
            } else {
                A.loadRow(pixels, row)
                layer.pointee.blank &= ~bit
            }
        } else {
            computeRow(of: layer - 1, to: row)
        }
        layer.pointee.seen &+= 1
        layer.pointee.place = place &+ 1 == layer.pointee.kernel_size ? 0 : place &+ 1
    }
}
