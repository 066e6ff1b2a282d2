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
///   - pixels: (784) float32, or bytes.
@export(interface)
@inline(never)
public func networkLogit(
    _ layers: UnsafeMutablePointer<mnist37_layer>, count: Int, sums: UnsafeMutableRawPointer,
    _ pixels: UnsafeRawPointer, areBytes: Bool
) -> Float? {
    guard areBytes || Float.areFinite(pixels.assumingMemoryBound(to: Float.self)) else { return nil }
    return layers.pointee.is_integer != 0
        ? Network<IntegerArithmetic>(layers, pixels, areBytes).logit(layers + (count &- 1), sums)
        : Network<FloatArithmetic>(layers, pixels, areBytes).logit(layers + (count &- 1), sums)
}

/// A picture on its way.
private struct Network<A: Arithmetic> {
    let layers: UnsafeMutablePointer<mnist37_layer>
    /// (784) finite pixels.
    let pixels: UnsafeRawPointer
    let areBytes: Bool
    /// The largest magnitude of a sum so far: more than `largestFinite` once one is NaN or infinite.
    var largest: UInt32 = 0

    init(_ layers: UnsafeMutablePointer<mnist37_layer>, _ pixels: UnsafeRawPointer, _ areBytes: Bool) {
        self.layers = layers
        self.pixels = pixels
        self.areBytes = areBytes
    }

    /// Runs the picture through all layers, of which the dense one is the last.
    @inline(__always)
    consuming func logit(_ dense: UnsafeMutablePointer<mnist37_layer>, _ sums: UnsafeMutableRawPointer) -> Float? {
        for y in 0..<dense.pointee.height {
            // Safe: a dense layer has no margin, and room for one row.
            computeRow(of: dense - 1, to: dense.pointee.rows.assumingMemoryBound(to: A.One.Value.self))
            A.addDenseRow(dense, y, to: sums)
        }
        // Rows that no output sees, whose sums may overflow.
        var layer = dense - 1
        while layer > layers {
            while layer.pointee.seen < layer.pointee.height {
                computeRow(of: layer - 1, to: layer.pointee.rows.assumingMemoryBound(to: A.One.Value.self))
                layer.pointee.seen &+= 1
            }
            layer -= 1
        }
        return largest <= largestFinite ? A.logit(dense, sums) : nil
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
            // Safe: a first layer has as many rows of input as the picture, and 28 values between their margins.
            let offset = 28 &* layer.pointee.seen
            let isBlank =
                areBytes
                ? A.loadRow(pixels.assumingMemoryBound(to: UInt8.self) + offset, row)
                : A.loadRow(pixels.assumingMemoryBound(to: Float.self) + offset, row)
            let bit = 1 &<< place
            layer.pointee.blank = isBlank ? layer.pointee.blank | bit : layer.pointee.blank & ~bit
        } else {
            computeRow(of: layer - 1, to: row)
        }
        layer.pointee.seen &+= 1
        layer.pointee.place = place &+ 1 == layer.pointee.kernel_size ? 0 : place &+ 1
    }
}
