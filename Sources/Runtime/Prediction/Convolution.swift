// One row of a convolution's output, in float32 and in integers.
//
// An output sees, in each row of the kernel, kernel size * channels inputs that lie side by side: rows are stored pixel by
// pixel, channel by channel, and padded with zeros at both ends. These are its taps. A sum takes its products in the order
// kernel row, tap; which sums are worked on together, lanes or columns, changes no bit.

import CPlan
#if arch(x86_64) || arch(arm64)
import CVector
#endif

/// The rows of input in memory, and which of them a row of output sees.
struct KernelInputs {
    /// (kernel_size, row_size) values, the oldest row replaced by the latest.
    let rows: UnsafeRawPointer
    /// The first row of the kernel that lies in the picture, and the one after the last.
    let first: Int
    let end: Int
    /// The place in memory of what the first one sees; the others follow, round and round.
    let place: Int
    /// Bit p: the row at place p is all zeros.
    let blank: UInt32
}

/// The sizes of a convolution that its loops are made of, see `mnist37_layer`.
private protocol ConvolutionShape {
    var outputs: Int { get }
    var taps: Int { get }
    var step: Int { get }
    var columns: Int { get }
}

extension Layer: ConvolutionShape {}

/// Computes one row of a convolution's output.
///
/// - Parameter outputs: (columns, outputs).
/// - Returns: the largest magnitude of a float32 sum, see `LargestMagnitude`.
@inline(__always)
@discardableResult
func convolve<A: Arithmetic>(
    _: A.Type, _ layer: Layer, _ inputs: KernelInputs, to outputs: UnsafeMutablePointer<A.One.Value>
) -> UInt32 {
    #if arch(x86_64) || arch(arm64)
    let isWide = mnist37_has_wide_vectors()
    switch layer.shape {
    case MNIST37_SHAPE_4_3_2_14:
        return convolveColumns(A.FourTwice.self, layer, inputs, outputs, Shape<4, 3, 2, 14>())
    case MNIST37_SHAPE_8_3_2_14 where mnist37_has_many_registers():
        return convolveColumns(A.EightTwice.self, layer, inputs, outputs, Shape<8, 3, 2, 14>())
    case MNIST37_SHAPE_8_3_2_14 where isWide:
        return convolveColumns(A.Eight.self, layer, inputs, outputs, Shape<8, 3, 2, 14>())
    case MNIST37_SHAPE_8_12_8_7 where isWide:
        return convolveColumns(A.Eight.self, layer, inputs, outputs, Shape<8, 12, 8, 7>())
    case MNIST37_SHAPE_16_24_16_7 where mnist37_has_many_registers():
        return convolveColumns(A.Sixteen.self, layer, inputs, outputs, Shape<16, 24, 16, 7>())
    case MNIST37_SHAPE_16_24_16_7 where isWide:
        return convolveColumns(A.Eight.self, layer, inputs, outputs, Shape<16, 24, 16, 7>())
    case MNIST37_SHAPE_16_48_32_4 where isWide:
        return convolveColumns(A.Sixteen.self, layer, inputs, outputs, Shape<16, 48, 32, 4>())
    // mnist37_model_init gives a network with any other layer to AVX2, and saves this module the code for it.
    case _ where mnist37_has_many_registers(): return .max
    case _ where layer.hasLargeSums: return convolveSingly(A.self, layer, inputs, outputs, from: 0)
    default: return convolveAny(A.self, layer, inputs, outputs)
    }
    #else
    return convolveSingly(A.self, layer, inputs, outputs, from: 0)
    #endif
}

#if arch(x86_64) || arch(arm64)
/// A shape of a network that ships: the compiler knows its distances.
private struct Shape<let outputCount: Int, let tapCount: Int, let stepSize: Int, let columnCount: Int>:
    ConvolutionShape
{
    var outputs: Int { @inline(__always) get { outputCount } }
    var taps: Int { @inline(__always) get { tapCount } }
    var step: Int { @inline(__always) get { stepSize } }
    var columns: Int { @inline(__always) get { columnCount } }
}

/// All channels of all columns, as many at once as there are registers for.
@inline(never)
private func convolveColumns<S: ChannelSums, H: ConvolutionShape>(
    _: S.Type, _ layer: Layer, _ inputs: KernelInputs, _ outputs: UnsafeMutablePointer<S.Value>, _ shape: H
) -> UInt32 {
    var largest: UInt32 = 0
    var channel = 0
    while channel < shape.outputs {
        if shape.columns == 4 {
            largest = max(largest, Block<S, 4>.write(to: outputs, layer, inputs, channel, 0, shape))
        } else if shape.columns == 14 &* S.columns, mnist37_has_many_registers() {
            largest = max(largest, Block<S, 14>.write(to: outputs, layer, inputs, channel, 0, shape))
        } else {
            var column = 0
            while column < shape.columns {
                if mnist37_has_wide_vectors() {
                    largest = max(largest, Block<S, 7>.write(to: outputs, layer, inputs, channel, column, shape))
                    column &+= 7 &* S.columns
                } else {
                    largest = max(largest, Block<S, 1>.write(to: outputs, layer, inputs, channel, column, shape))
                    column &+= S.columns
                }
            }
        }
        channel &+= S.channels
    }
    return largest
}

/// Any shape: eight channels of four columns at once, while there are.
@inline(never)
@_optimize(size)
private func convolveAny<A: Arithmetic>(
    _: A.Type, _ layer: Layer, _ inputs: KernelInputs, _ outputs: UnsafeMutablePointer<A.One.Value>
) -> UInt32 {
    var largest: UInt32 = 0
    var channel = 0
    while channel &+ 8 <= layer.outputs, layer.columns >= 4 {
        var column = 0
        while column < layer.columns {
            // The last four may begin among those before them, which are then computed again.
            column = min(column, layer.columns &- 4)
            largest = max(largest, Block<A.Eight, 4>.write(to: outputs, layer, inputs, channel, column, layer))
            column &+= 4
        }
        channel &+= 8
    }
    return max(largest, convolveSingly(A.self, layer, inputs, outputs, from: channel))
}
#endif

/// One channel at a time, from a channel on. Where there are no vectors, this is all there is, and four columns share each
/// load of a weight.
@inline(never)
@_optimize(size)
private func convolveSingly<A: Arithmetic>(
    _: A.Type, _ layer: Layer, _ inputs: KernelInputs, _ outputs: UnsafeMutablePointer<A.One.Value>, from first: Int
) -> UInt32 {
    var largest: UInt32 = 0
    var channel = first
    while channel < layer.outputs {
        var column = 0
        #if !(arch(x86_64) || arch(arm64))
        while column &+ 4 <= layer.columns {
            largest = max(largest, Block<A.One, 4>.write(to: outputs, layer, inputs, channel, column, layer))
            column &+= 4
        }
        #endif
        while column < layer.columns {
            largest = max(largest, Block<A.One, 1>.write(to: outputs, layer, inputs, channel, column, layer))
            column &+= 1
        }
        channel &+= 1
    }
    return largest
}

/// The channels of `S` of `count` times its columns, which share each load of weights.
private enum Block<S: ChannelSums, let count: Int> {
    /// Safe: the callers leave count * S.columns columns and S's channels from `column` and `channel` on. The weights are
    /// (kernel_size, taps, outputs). A row of input holds (columns - 1) * step + taps values or more, because
    /// (columns - 1) * stride + kernel_size <= width + 2 * padding.
    @inline(__always)
    static func write<H: ConvolutionShape>(
        to outputs: UnsafeMutablePointer<S.Value>, _ layer: Layer, _ inputs: KernelInputs, _ channel: Int,
        _ column: Int, _ shape: H
    ) -> UInt32 {
        var block = InlineArray<count, S>(repeating: S())
        let columnInputs = inputs.rows.assumingMemoryBound(to: S.Value.self) + column &* shape.step
        let weights = layer.weights.assumingMemoryBound(to: S.Weight.self) + channel
        var place = inputs.place
        var row = inputs.first
        while row < inputs.end {
            if inputs.blank &>> UInt32(truncatingIfNeeded: place) & 1 == 0 {
                var input = columnInputs + place &* layer.rowSize
                var weight = weights + row &* shape.taps &* shape.outputs
                var tap = 0
                while tap < shape.taps {
                    let taken = S.load(weight, outputs: shape.outputs, taps: shape.taps &- tap)
                    for index in 0..<count {
                        block[unchecked: index].add(input + index &* S.columns &* shape.step, taken)
                    }
                    tap &+= S.taps
                    input += S.taps
                    weight += S.taps &* shape.outputs
                }
            }
            row &+= 1
            place = place &+ 1 == layer.kernelSize ? 0 : place &+ 1
        }
        let finish = S.finish(of: layer, channel)
        var largest = S.Largest()
        let output = outputs + (column &* shape.outputs &+ channel)
        for index in 0..<count {
            block[unchecked: index].write(to: output + index &* S.columns &* shape.outputs, finish, &largest)
        }
        return largest.bits
    }
}
