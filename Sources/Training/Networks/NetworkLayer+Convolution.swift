import WeightsFile

// Convolutions, forward. Values are (rows, columns, channels, 8); `parameters` are those of the whole network.
extension NetworkLayer {
    /// The part of the kernel that lies inside the input at one position of the output.
    struct Window {
        let kernelRows: Range<Int>
        let kernelColumns: Range<Int>
        /// Pixel of the input under the kernel's first tap; it may lie outside.
        let origin: Int
    }

    @inline(__always)
    func window(_ convolution: Weights.Convolution, row: Int, column: Int) -> Window {
        func range(_ first: Int, _ size: Int) -> Range<Int> {
            max(0, -first)..<max(max(0, -first), min(convolution.kernelSize, size - first))
        }
        let top = row * convolution.stride - convolution.padding
        let left = column * convolution.stride - convolution.padding
        return Window(
            kernelRows: range(top, height), kernelColumns: range(left, width), origin: top * width + left)
    }

    /// The convolution and its ReLU.
    func run<T: NetworkScalar>(
        _ convolution: Weights.Convolution, _ input: UnsafePointer<T>, _ parameters: UnsafePointer<T>,
        to output: UnsafeMutablePointer<T>
    ) {
        for row in 0..<outputHeight {
            for column in 0..<outputWidth {
                let window = window(convolution, row: row, column: column)
                let y = output + (row * outputWidth + column) * outputs * laneCount
                for first in stride(from: 0, to: outputs, by: 4) {
                    let block = ChannelBlock(first, of: outputs)
                    sums(convolution, input, parameters + self.parameters, window, block)
                        .rectified().store(to: y + first * laneCount, block)
                }
            }
        }
    }

    /// The sums of a block of output channels at one position.
    ///
    /// - Parameter weights: the layer's own.
    @inline(__always)
    private func sums<T: NetworkScalar>(
        _ convolution: Weights.Convolution, _ input: UnsafePointer<T>, _ weights: UnsafePointer<T>, _ window: Window,
        _ block: ChannelBlock
    ) -> BlockSums<T> {
        var sums = BlockSums(splatting: weights + weightCount + block.first, block)
        for kernelRow in window.kernelRows {
            for kernelColumn in window.kernelColumns {
                let tap = kernelRow * convolution.kernelSize + kernelColumn
                var weight = weights + tap * channels * outputs + block.first
                var value = input + (window.origin + kernelRow * width + kernelColumn) * channels * laneCount
                for _ in 0..<channels {
                    sums.add(T.load(value), weights: weight, block)
                    weight += outputs
                    value += laneCount
                }
            }
        }
        return sums
    }
}
