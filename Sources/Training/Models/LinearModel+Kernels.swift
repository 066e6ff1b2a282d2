import CPlatform
import TrainingKernels
#if arch(x86_64)
import TrainingKernelsAVX2
#endif

/// The kernels of a linear model, on whichever instruction set the processor has.
struct LinearKernels {
    /// The most pictures in a block.
    static let blockLimit = TrainingKernels.blockLimit

    private let columns: Int
    /// (8, 784) bytes of the current block, as floats.
    private var bytes = [Float](repeating: 0, count: LinearKernels.blockLimit * Dataset.pixelCount)
    /// (8, columns) outputs of the current block, without bias.
    private(set) var outputs: [Float]
    /// Pictures of the current block.
    private(set) var count = 0

    init(columns: Int) {
        self.columns = columns
        outputs = [Float](repeating: 0, count: LinearKernels.blockLimit * columns)
    }

    /// Fills `outputs` for the block of at most eight pictures that begins at `start`.
    ///
    /// - Parameters:
    ///   - pictures: (n) pointers to 784 bytes each.
    ///   - start: below n.
    ///   - model: of `columns` columns.
    mutating func forward(_ model: LinearModel, _ pictures: UnsafeBufferPointer<UnsafePointer<UInt8>>, from start: Int)
    {
        guard let base = pictures.baseAddress, start < pictures.count else { return }
        count = min(pictures.count - start, LinearKernels.blockLimit)
        let block = base + start
        // Safe: the next block, where it is as long; else this one again, which costs nothing.
        let upcoming = pictures.count - start >= 2 * count ? block + count : block
        #if arch(x86_64)
        if LinearKernels.hasAVX2 {
            return TrainingKernelsAVX2.forward(
                block, upcoming: upcoming, count: count, weights: model.weights, columns: columns, bytes: &bytes,
                outputs: &outputs)
        }
        #endif
        TrainingKernels.forward(
            block, upcoming: upcoming, count: count, weights: model.weights, columns: columns, bytes: &bytes,
            outputs: &outputs)
    }

    /// Adds the current block's part of the gradient to `sums`.
    ///
    /// - Parameters:
    ///   - derivatives: (block, columns), the derivatives of the loss by the outputs.
    ///   - sums: (columns, 784).
    func accumulate(_ derivatives: [Float], into sums: inout [Float]) {
        #if arch(x86_64)
        if LinearKernels.hasAVX2 {
            return TrainingKernelsAVX2.accumulate(
                bytes, count: count, derivatives: derivatives, columns: columns, into: &sums)
        }
        #endif
        TrainingKernels.accumulate(bytes, count: count, derivatives: derivatives, columns: columns, into: &sums)
    }

    #if arch(x86_64)
    private static let hasAVX2 = mnist37_has_avx2() != 0
    #endif
}

extension LinearModel {
    /// The outputs for a whole dataset: (count, columns) row-major.
    public func outputs(for dataset: Dataset) -> [Float] {
        var result: [Float] = []
        result.reserveCapacity(dataset.count * columns)
        var kernels = LinearKernels(columns: columns)
        dataset.withPictures(0..<dataset.count) { pictures in
            for start in stride(from: 0, to: pictures.count, by: LinearKernels.blockLimit) {
                kernels.forward(self, pictures, from: start)
                for index in 0..<kernels.count * columns {
                    result.append(kernels.outputs[index] + bias[index % columns])
                }
            }
        }
        return result
    }
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
