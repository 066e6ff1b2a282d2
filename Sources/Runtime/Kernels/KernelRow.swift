// One kernel row of a convolution, for a row of output, in float32 and in integers.
//
// A layer of kernel size k sees, for one column of output and one kernel row, k * channels inputs that lie side by side
// (rows are stored pixel by pixel, channel by channel, and padded with zeros at both ends). These are its taps. A sum
// takes its products in the order kernel row, tap; which sums are worked on together, lanes or columns, changes no bit.

import CPlatform
#if arch(x86_64) || arch(arm64)
import CVector
#endif

/// Sums of neighbouring channels of output, one to a lane.
protocol ChannelSums {
    associatedtype Input: BitwiseCopyable
    associatedtype Weight: BitwiseCopyable
    associatedtype Sum: BitwiseCopyable
    /// The weights of the taps that are taken together.
    associatedtype Weights

    /// How many neighbouring columns these are the channels of.
    static var columns: Int { get }
    /// How many taps are taken together.
    static var taps: Int { get }

    /// Zeros.
    init()
    init(_ sums: UnsafePointer<Sum>)
    func store(_ sums: UnsafeMutablePointer<Sum>)

    /// The weights of the next taps; of the last, beside nothing, when it is alone.
    static func load(_ weights: UnsafePointer<Weight>, outputs: Int, isAlone: Bool) -> Weights

    /// Adds the products of these weights and the inputs at an address.
    mutating func add(_ inputs: UnsafePointer<Input>, _ weights: Weights)
}

/// An element type of a network: the sums that it has.
protocol Arithmetic {
    associatedtype One: ChannelSums
    #if arch(x86_64) || arch(arm64)
    associatedtype Eight: ChannelSums
    where Eight.Input == One.Input, Eight.Weight == One.Weight, Eight.Sum == One.Sum
    associatedtype Sixteen: ChannelSums
    where Sixteen.Input == One.Input, Sixteen.Weight == One.Weight, Sixteen.Sum == One.Sum
    /// Four channels of a column and of the next.
    associatedtype FourTwice: ChannelSums
    where FourTwice.Input == One.Input, FourTwice.Weight == One.Weight, FourTwice.Sum == One.Sum
    #endif
}

/// Adds one kernel row to the sums of a row of output.
///
/// sums[j, o] += inputs[j * step + t] * weights[t, o] for t = 0..<taps in order.
///
/// - Parameters:
///   - layer: a convolution; it has the sizes.
///   - sums: (columns, outputs); they count as zeros when the kernel row is the first.
///   - inputs: at least (columns - 1) * step + taps.
///   - weights: (taps, outputs).
@inline(__always)
func addKernelRow<A: Arithmetic>(
    _: A.Type, of layer: UnsafePointer<mnist37_layer>, to sums: UnsafeMutablePointer<A.One.Sum>,
    _ inputs: UnsafePointer<A.One.Input>, _ weights: UnsafePointer<A.One.Weight>, isFirst: Bool
) {
    #if arch(x86_64) || arch(arm64)
    addShippedRow(A.self, layer, sums, inputs, weights, isFirst)
    #else
    addAnyRow(A.self, layer, sums, inputs, weights, isFirst)
    #endif
}

#if arch(x86_64) || arch(arm64)
/// The shapes of the networks that ship, with distances that the compiler knows; a function of its own, because it needs
/// fewer registers than the next.
@inline(never)
private func addShippedRow<A: Arithmetic>(
    _: A.Type, _ layer: UnsafePointer<mnist37_layer>, _ sums: UnsafeMutablePointer<A.One.Sum>,
    _ inputs: UnsafePointer<A.One.Input>, _ weights: UnsafePointer<A.One.Weight>, _ isFirst: Bool
) {
    let taps = layer.pointee.taps
    switch (layer.pointee.outputs, layer.pointee.step, layer.pointee.columns) {
    case (4, 2, 14): Block<A.FourTwice, 7>.add(to: sums, inputs, weights, taps, step: 2, outputs: 4, isFirst)
    case (8, 2, 14): addColumns(A.Eight.self, to: sums, inputs, weights, taps, step: 2, 14, outputs: 8, isFirst)
    case (8, 8, 7): addColumns(A.Eight.self, to: sums, inputs, weights, taps, step: 8, 7, outputs: 8, isFirst)
    case (16, 16, 7) where mnist37_has_many_registers():
        addColumns(A.Sixteen.self, to: sums, inputs, weights, taps, step: 16, 7, outputs: 16, isFirst)
    case (16, 32, 4):
        addColumns(A.Sixteen.self, to: sums, inputs, weights, taps, step: 32, 4, outputs: 16, isFirst)
    default: addAnyRow(A.self, layer, sums, inputs, weights, isFirst)
    }
}
#endif

/// Any shape.
@inline(never)
private func addAnyRow<A: Arithmetic>(
    _: A.Type, _ layer: UnsafePointer<mnist37_layer>, _ sums: UnsafeMutablePointer<A.One.Sum>,
    _ inputs: UnsafePointer<A.One.Input>, _ weights: UnsafePointer<A.One.Weight>, _ isFirst: Bool
) {
    let taps = layer.pointee.taps, step = layer.pointee.step
    let columns = layer.pointee.columns, outputs = layer.pointee.outputs
    var channel = 0
    #if arch(x86_64) || arch(arm64)
    while channel &+ 16 <= outputs, mnist37_has_many_registers() {
        addColumns(
            A.Sixteen.self, to: sums + channel, inputs, weights + channel, taps, step: step, columns, outputs: outputs,
            isFirst)
        channel &+= 16
    }
    while channel &+ 8 <= outputs {
        addColumns(
            A.Eight.self, to: sums + channel, inputs, weights + channel, taps, step: step, columns, outputs: outputs,
            isFirst)
        channel &+= 8
    }
    #endif
    while channel < outputs {
        var column = 0
        while column < columns {
            Block<A.One, 1>.add(
                to: sums + (column &* outputs &+ channel), inputs + column &* step, weights + channel, taps, step: step,
                outputs: outputs, isFirst)
            column &+= 1
        }
        channel &+= 1
    }
}

#if arch(x86_64) || arch(arm64)
/// The channels of `S` of all columns.
@inline(__always)
private func addColumns<S: ChannelSums>(
    _: S.Type, to sums: UnsafeMutablePointer<S.Sum>, _ inputs: UnsafePointer<S.Input>,
    _ weights: UnsafePointer<S.Weight>, _ taps: Int, step: Int, _ columns: Int, outputs: Int, _ isFirst: Bool
) {
    var column = 0
    while column &+ 7 <= columns {
        Block<S, 7>.add(
            to: sums + column &* outputs, inputs + column &* step, weights, taps, step: step, outputs: outputs, isFirst)
        column &+= 7
    }
    if column &+ 4 <= columns {
        Block<S, 4>.add(
            to: sums + column &* outputs, inputs + column &* step, weights, taps, step: step, outputs: outputs, isFirst)
        column &+= 4
    }
    while column < columns {
        Block<S, 1>.add(
            to: sums + column &* outputs, inputs + column &* step, weights, taps, step: step, outputs: outputs, isFirst)
        column &+= 1
    }
}
#endif

/// The channels of `S` of `count` times its columns, which share each load of weights.
private enum Block<S: ChannelSums, let count: Int> {
    /// Safe: the callers leave count * S.columns columns and S.channels channels from the addresses on.
    @inline(__always)
    static func add(
        to sums: UnsafeMutablePointer<S.Sum>, _ inputs: UnsafePointer<S.Input>, _ weights: UnsafePointer<S.Weight>,
        _ taps: Int, step: Int, outputs: Int, _ isFirst: Bool
    ) {
        var block = InlineArray<count, S>(repeating: S())
        if !isFirst {
            for index in 0..<count { block[unchecked: index] = S(sums + index &* S.columns &* outputs) }
        }
        var inputs = inputs, weights = weights
        let end = inputs + taps
        while inputs < end {
            let weight = S.load(weights, outputs: outputs, isAlone: inputs + 1 == end)
            for index in 0..<count { block[unchecked: index].add(inputs + index &* S.columns &* step, weight) }
            inputs += S.taps
            weights += S.taps &* outputs
        }
        for index in 0..<count { block[unchecked: index].store(sums + index &* S.columns &* outputs) }
    }
}
