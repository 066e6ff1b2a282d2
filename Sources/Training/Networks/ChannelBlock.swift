/// Up to four channels that are computed together, so that they share the loads of what they are multiplied with.
///
/// Of fewer than four, the last stands in for the missing ones, which then compute and store what it does.
struct ChannelBlock {
    let first: Int
    let count: Int
    /// The second to the fourth channel, counted from the first.
    let second: Int
    let third: Int
    let fourth: Int

    /// - Parameter channels: above `first`.
    @inline(__always)
    init(_ first: Int, of channels: Int) {
        self.first = first
        count = min(4, channels - first)
        second = min(1, count - 1)
        third = min(2, count - 1)
        fourth = min(3, count - 1)
    }
}
