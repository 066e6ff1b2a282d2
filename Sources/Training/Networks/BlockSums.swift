/// Sums of a block's channels, each for eight pictures.
struct BlockSums<T: NetworkScalar> {
    var first: T.Lanes
    var second: T.Lanes
    var third: T.Lanes
    var fourth: T.Lanes

    /// The number of each channel at `start`, the same for all pictures.
    @inline(__always)
    init(splatting start: UnsafePointer<T>, _ block: ChannelBlock) {
        first = T.splat(start[0])
        second = T.splat(start[block.second])
        third = T.splat(start[block.third])
        fourth = T.splat(start[block.fourth])
    }

    /// The eight numbers of each channel at `start`.
    @inline(__always)
    init(loading start: UnsafePointer<T>, _ block: ChannelBlock) {
        first = T.load(start)
        second = T.load(start + block.second * laneCount)
        third = T.load(start + block.third * laneCount)
        fourth = T.load(start + block.fourth * laneCount)
    }

    @inline(__always)
    init() {
        first = T.splat(0)
        second = first
        third = first
        fourth = first
    }

    /// Adds `lanes` times the weight of each channel, the weights `step` apart.
    @inline(__always)
    mutating func add(_ lanes: T.Lanes, weights: UnsafePointer<T>, step: Int = 1, _ block: ChannelBlock) {
        first = T.addProduct(first, lanes, T.splat(weights[0]))
        second = T.addProduct(second, lanes, T.splat(weights[block.second * step]))
        third = T.addProduct(third, lanes, T.splat(weights[block.third * step]))
        fourth = T.addProduct(fourth, lanes, T.splat(weights[block.fourth * step]))
    }

    /// Adds `lanes` times the eight numbers of each channel at `start`.
    @inline(__always)
    mutating func add(_ lanes: T.Lanes, times start: UnsafePointer<T>, _ block: ChannelBlock) {
        first = T.addProduct(first, lanes, T.load(start))
        second = T.addProduct(second, lanes, T.load(start + block.second * laneCount))
        third = T.addProduct(third, lanes, T.load(start + block.third * laneCount))
        fourth = T.addProduct(fourth, lanes, T.load(start + block.fourth * laneCount))
    }

    @inline(__always)
    func store(to start: UnsafeMutablePointer<T>, _ block: ChannelBlock) {
        T.store(start, first)
        T.store(start + block.second * laneCount, second)
        T.store(start + block.third * laneCount, third)
        T.store(start + block.fourth * laneCount, fourth)
    }

    /// Adds the sum over the eight pictures to the number of each channel at `start`.
    @inline(__always)
    func addSums(to start: UnsafeMutablePointer<T>, _ block: ChannelBlock) {
        start[0] += T.sum(first)
        if block.count > 1 { start[1] += T.sum(second) }
        if block.count > 2 { start[2] += T.sum(third) }
        if block.count > 3 { start[3] += T.sum(fourth) }
    }

    /// The sums after a ReLU.
    @inline(__always)
    func rectified() -> BlockSums {
        var result = self
        result.first = T.gated(first, by: first)
        result.second = T.gated(second, by: second)
        result.third = T.gated(third, by: third)
        result.fourth = T.gated(fourth, by: fourth)
        return result
    }
}
