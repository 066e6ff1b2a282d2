import Foundation

/// Random numbers that a seed fixes: SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number
/// generators", OOPSLA 2014). Not for cryptography.
public struct RandomSource: RandomNumberGenerator, Sendable {
    private var state: UInt64

    public init(seed: UInt64) {
        state = seed
    }

    public mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }

    /// Uniform in (0, 1).
    public mutating func uniform() -> Double {
        (Double(next() >> 11) + 0.5) * 0x1p-53
    }

    /// Normal with mean 0 and standard deviation 1, by the transform of Box and Muller.
    public mutating func normal() -> Double {
        (-2 * log(uniform())).squareRoot() * cos(2 * .pi * uniform())
    }

    /// 0..<count, in random order where they are to be shuffled.
    public mutating func order(of count: Int, shuffled: Bool) -> [Int] {
        shuffled ? permutation(of: count) : Array(0..<count)
    }

    /// 0..<count in random order (Fisher and Yates).
    public mutating func permutation(of count: Int) -> [Int] {
        (0..<count).shuffled(using: &self)
    }
}
