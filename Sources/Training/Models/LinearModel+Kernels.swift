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
    /// (4, 784) floats of the current block.
    private var scaled = [Float](repeating: 0, count: LinearKernels.blockLimit * Dataset.pixelCount)
    /// (4, columns) outputs of the current block.
    private(set) var outputs: [Float]
    private var count = 0

    init(columns: Int) {
        self.columns = columns
        outputs = [Float](repeating: 0, count: LinearKernels.blockLimit * columns)
    }

    /// Fills `outputs` for a block of at most four pictures.
    ///
    /// - Parameters:
    ///   - pixels: (n, 784) bytes of the dataset.
    ///   - block: the indices of the pictures, each below n.
    ///   - upcoming: the indices of the next block.
    ///   - model: of `columns` columns.
    mutating func forward(
        _ model: LinearModel, _ pixels: UnsafeBufferPointer<UInt8>, block: some Collection<Int>,
        upcoming: some Collection<Int>
    ) {
        guard let base = pixels.baseAddress else { return }
        // Safe: the caller's indices are below the number of pictures, and a block has at most four.
        let pictures = block.map { base + $0 * Dataset.pixelCount }
        count = min(pictures.count, LinearKernels.blockLimit)
        var next = pictures
        for (row, index) in zip(next.indices, upcoming) { next[row] = base + index * Dataset.pixelCount }
        #if arch(x86_64)
        if LinearKernels.hasAVX2 {
            return TrainingKernelsAVX2.forward(
                pictures, upcoming: next, count: count, weights: model.weights, columns: columns, scaled: &scaled, outputs: &outputs)
        }
        #endif
        TrainingKernels.forward(
            pictures, upcoming: next, count: count, weights: model.weights, columns: columns, scaled: &scaled, outputs: &outputs)
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
                scaled, count: count, derivatives: derivatives, columns: columns, into: &sums)
        }
        #endif
        TrainingKernels.accumulate(scaled, count: count, derivatives: derivatives, columns: columns, into: &sums)
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
        dataset.pixels.withUnsafeBufferPointer { pixels in
            for start in stride(from: 0, to: dataset.count, by: LinearKernels.blockLimit) {
                let block = start..<min(start + LinearKernels.blockLimit, dataset.count)
                kernels.forward(self, pixels, block: block, upcoming: block.endIndex..<dataset.count)
                for index in 0..<block.count * columns { result.append(kernels.outputs[index] + bias[index % columns]) }
            }
        }
        return result
    }
}
