// What a row of a convolution is computed with. FloatSums.swift has it for float32, IntegerSums.swift for integers.

/// Sums of neighbouring channels of output, one to a lane.
protocol ChannelSums {
    /// An input, and an output.
    associatedtype Value: BitwiseCopyable
    associatedtype Weight: BitwiseCopyable
    /// The weights of the taps that are taken together.
    associatedtype Weights
    /// What makes outputs of the channels' sums.
    associatedtype Finish
    /// The largest magnitude of a sum.
    associatedtype Largest: LargestMagnitude

    /// How many channels these are.
    static var channels: Int { get }
    /// How many neighbouring columns of output the lanes belong to: `channels` lanes for each. 1 unless a type says
    /// otherwise.
    static var columns: Int { get }
    /// How many taps are taken together.
    static var taps: Int { get }

    /// Zeros.
    init()

    /// The weights of the next taps.
    ///
    /// - Parameter taps: how many there are from here on; beside fewer than are taken together go zeros.
    static func load(_ weights: UnsafePointer<Weight>, outputs: Int, taps: Int) -> Weights

    /// Adds the products of these weights and the inputs at an address.
    mutating func add(_ inputs: UnsafePointer<Value>, _ weights: Weights)

    /// What finishes the channels from one on.
    static func finish(of layer: Layer, _ channel: Int) -> Finish

    /// Writes the outputs.
    func write(to outputs: UnsafeMutablePointer<Value>, _ finish: Finish, _ largest: inout Largest)
}

extension ChannelSums {
    static var columns: Int {
        @inline(__always) get { 1 }
    }
}

/// Collects the largest magnitude of sums.
protocol LargestMagnitude {
    init()
    /// As the bits of a float32 without the sign, doubled: more than `largestFinite` for NaN and infinity.
    var bits: UInt32 { get }
}

/// An element type of a network: the sums that it has.
protocol Arithmetic {
    associatedtype One: ChannelSums
    #if arch(x86_64) || arch(arm64)
    associatedtype Eight: ChannelSums where Eight.Value == One.Value, Eight.Weight == One.Weight
    associatedtype Sixteen: ChannelSums where Sixteen.Value == One.Value, Sixteen.Weight == One.Weight
    /// Four channels of a column and of the next.
    associatedtype FourTwice: ChannelSums where FourTwice.Value == One.Value, FourTwice.Weight == One.Weight
    /// Likewise eight, where registers hold sixteen lanes.
    associatedtype EightTwice: ChannelSums where EightTwice.Value == One.Value, EightTwice.Weight == One.Weight
    #endif
}
