import CPlatform
import TrainingKernels
#if arch(x86_64)
import TrainingKernelsAVX2
import TrainingKernelsAVX512
#endif

/// The kernels of a linear model, on whichever instruction set the processor has.
struct LinearKernels {
    /// The most pictures in a block.
    static let blockLimit = TrainingKernels.blockLimit

    private let columns: Int
    /// (columns, 784).
    private let weights: CacheLines
    /// (8, 784) bytes of the current block, as floats.
    private let bytes: CacheLines
    /// (columns, 784).
    private let gradient: CacheLines
    /// (8, columns) outputs of the current block, without bias.
    private(set) var outputs: [Float]
    /// Pictures of the current block.
    private(set) var count = 0

    init(_ model: LinearModel) {
        columns = model.columns
        weights = CacheLines(model.weights)
        bytes = CacheLines(repeating: 0, count: LinearKernels.blockLimit * Dataset.pixelCount)
        gradient = CacheLines(repeating: 0, count: columns * Dataset.pixelCount)
        outputs = [Float](repeating: 0, count: LinearKernels.blockLimit * columns)
    }

    /// What `accumulate` has added up: (columns, 784), valid as long as the kernels are.
    var sums: UnsafeBufferPointer<Float> { UnsafeBufferPointer(start: gradient.start, count: gradient.count) }

    /// Fills `outputs` for the block of at most eight pictures that begins at `start`.
    ///
    /// - Parameters:
    ///   - pictures: (n) pointers to 784 bytes each.
    ///   - start: below n.
    mutating func forward(_ pictures: UnsafeBufferPointer<UnsafePointer<UInt8>>, from start: Int) {
        guard let base = pictures.baseAddress, start < pictures.count else { return }
        count = min(pictures.count - start, LinearKernels.blockLimit)
        let block = base + start
        // Safe: the next block, where it is as long; else this one again, which costs nothing.
        let upcoming = pictures.count - start >= 2 * count ? block + count : block
        #if arch(x86_64)
        if LinearKernels.hasAVX512 {
            return TrainingKernelsAVX512.forward(
                block, upcoming: upcoming, count: count, weights: weights.start, columns: columns, bytes: bytes.start,
                outputs: &outputs)
        }
        if LinearKernels.hasAVX2 {
            return TrainingKernelsAVX2.forward(
                block, upcoming: upcoming, count: count, weights: weights.start, columns: columns, bytes: bytes.start,
                outputs: &outputs)
        }
        #endif
        TrainingKernels.forward(
            block, upcoming: upcoming, count: count, weights: weights.start, columns: columns, bytes: bytes.start,
            outputs: &outputs)
    }

    /// Adds the current block's part to the gradient.
    ///
    /// - Parameter derivatives: (block, columns), the derivatives of the loss by the outputs.
    func accumulate(_ derivatives: [Float]) {
        #if arch(x86_64)
        if LinearKernels.hasAVX512 {
            return TrainingKernelsAVX512.accumulate(
                bytes.start, count: count, derivatives: derivatives, columns: columns, into: gradient.start)
        }
        if LinearKernels.hasAVX2 {
            return TrainingKernelsAVX2.accumulate(
                bytes.start, count: count, derivatives: derivatives, columns: columns, into: gradient.start)
        }
        #endif
        TrainingKernels.accumulate(
            bytes.start, count: count, derivatives: derivatives, columns: columns, into: gradient.start)
    }

    #if arch(x86_64)
    private static let hasAVX2 = mnist37_has_avx2() != 0
    private static let hasAVX512 = mnist37_has_avx512() != 0
    #endif
}

/// Floats from the start of a cache line on: an array begins anywhere, and where every second vector lies in two lines, an
/// epoch takes a quarter longer.
private final class CacheLines {
    let start: UnsafeMutablePointer<Float>
    let count: Int

    init(repeating value: Float, count: Int) {
        let memory = UnsafeMutableRawPointer.allocate(
            byteCount: max(count, 1) * MemoryLayout<Float>.size, alignment: 64)
        start = memory.initializeMemory(as: Float.self, repeating: value, count: count)
        self.count = count
    }

    convenience init(_ floats: some Collection<Float>) {
        self.init(repeating: 0, count: floats.count)
        _ = UnsafeMutableBufferPointer(start: start, count: count).update(fromContentsOf: floats)
    }

    deinit { start.deallocate() }
}

extension Dataset {
    /// Calls `body` with pointers to the (784) bytes of some pictures, which are valid until it returns.
    ///
    /// - Parameter indices: each below `count`.
    func withPictures<Result>(
        _ indices: some Collection<Int>, _ body: (UnsafeBufferPointer<UnsafePointer<UInt8>>) -> Result
    ) -> Result {
        pixels.withUnsafeBufferPointer { pixels in
            guard let base = pixels.baseAddress else { return body(UnsafeBufferPointer(start: nil, count: 0)) }
            // Safe: index < count, and there are count * 784 bytes.
            let pictures = indices.map { base + $0 * Dataset.pixelCount }
            return pictures.withUnsafeBufferPointer(body)
        }
    }
}
