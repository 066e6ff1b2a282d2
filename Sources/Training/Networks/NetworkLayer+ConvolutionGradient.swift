import WeightsFile

// Convolutions, backward. Values are (rows, columns, channels, 8); `parameters` and `gradient` are those of the whole
// network.
extension NetworkLayer {
    /// The derivatives by the sums that the ReLU got: 0 where it gave 0.
    func gateDerivatives<T: NetworkScalar>(_ derivatives: UnsafeMutablePointer<T>, by output: UnsafePointer<T>) {
        for index in 0..<outputCount {
            let address = derivatives + index * laneCount
            T.store(address, T.gated(T.load(address), by: T.load(output + index * laneCount)))
        }
    }

    /// dL/dW[k, l, i, o] = sum over r, c of x[s r + k - p, s c + l - p, i] d[r, c, o] and dL/db[o] = sum of d[r, c, o], with d
    /// the derivatives by the sums, summed over the pictures.
    func addGradient<T: NetworkScalar>(
        _ convolution: Weights.Convolution, _ input: UnsafePointer<T>, _ outputDerivatives: UnsafePointer<T>,
        to gradient: UnsafeMutablePointer<T>
    ) {
        let gradient = gradient + parameters
        addBiasGradient(outputDerivatives, to: gradient + weightCount)
        let size = convolution.kernelSize
        for tap in 0..<size * size {
            let positions = Positions(self, convolution, kernelRow: tap / size, kernelColumn: tap % size)
            for channel in 0..<channels {
                let weights = gradient + (tap * channels + channel) * outputs
                for first in stride(from: 0, to: outputs, by: 4) {
                    let block = ChannelBlock(first, of: outputs)
                    weightGradient(convolution, positions, input + channel * laneCount, outputDerivatives, block)
                        .addSums(to: weights + first, block)
                }
            }
        }
    }

    private func addBiasGradient<T: NetworkScalar>(
        _ outputDerivatives: UnsafePointer<T>, to gradient: UnsafeMutablePointer<T>
    ) {
        for output in 0..<outputs {
            var sum = T.splat(0)
            for position in 0..<outputHeight * outputWidth {
                sum = T.add(sum, T.load(outputDerivatives + (position * outputs + output) * laneCount))
            }
            gradient[output] += T.sum(sum)
        }
    }

    /// Where in the output a tap of the kernel lies inside the input.
    private struct Positions {
        let rows: Range<Int>
        let columns: Range<Int>
        /// Rows and columns from a position of the output, times the stride, to the pixel under the tap.
        let down: Int
        let right: Int

        init(_ layer: NetworkLayer, _ convolution: Weights.Convolution, kernelRow: Int, kernelColumn: Int) {
            func inside(_ offset: Int, _ size: Int, _ count: Int) -> Range<Int> {
                let positions = (0..<count).filter { 0..<size ~= $0 * convolution.stride + offset }
                return (positions.first ?? 0)..<((positions.last ?? -1) + 1)
            }
            down = kernelRow - convolution.padding
            right = kernelColumn - convolution.padding
            rows = inside(down, layer.height, layer.outputHeight)
            columns = inside(right, layer.width, layer.outputWidth)
        }
    }

    /// The derivatives by a tap's weights from one input channel to a block of output channels.
    ///
    /// - Parameter input: from the channel on.
    @inline(__always)
    private func weightGradient<T: NetworkScalar>(
        _ convolution: Weights.Convolution, _ positions: Positions, _ input: UnsafePointer<T>,
        _ outputDerivatives: UnsafePointer<T>, _ block: ChannelBlock
    ) -> BlockSums<T> {
        var sums = BlockSums<T>()
        let left = positions.columns.lowerBound
        for row in positions.rows {
            let pixel =
                (row * convolution.stride + positions.down) * width + left * convolution.stride + positions.right
            var x = input + pixel * channels * laneCount
            var d = outputDerivatives + ((row * outputWidth + left) * outputs + block.first) * laneCount
            for _ in positions.columns {
                sums.add(T.load(x), times: d, block)
                x += convolution.stride * channels * laneCount
                d += outputs * laneCount
            }
        }
        return sums
    }

    /// dL/dx[s r + k - p, s c + l - p, i] = sum over the k, l, r, c that meet there, and over o, of W[k, l, i, o] d[r, c, o].
    func propagate<T: NetworkScalar>(
        _ convolution: Weights.Convolution, _ outputDerivatives: UnsafePointer<T>, _ parameters: UnsafePointer<T>,
        to inputDerivatives: UnsafeMutablePointer<T>
    ) {
        inputDerivatives.update(repeating: 0, count: inputCount * laneCount)
        for row in 0..<outputHeight {
            for column in 0..<outputWidth {
                let window = window(convolution, row: row, column: column)
                let derivatives = outputDerivatives + (row * outputWidth + column) * outputs * laneCount
                addInputDerivatives(
                    convolution, window, derivatives, parameters + self.parameters, to: inputDerivatives)
            }
        }
    }

    /// Adds what one position of the output contributes.
    ///
    /// - Parameters:
    ///   - derivatives: (outputs, 8), those of the position.
    ///   - weights: the layer's own.
    @inline(__always)
    private func addInputDerivatives<T: NetworkScalar>(
        _ convolution: Weights.Convolution, _ window: Window, _ derivatives: UnsafePointer<T>,
        _ weights: UnsafePointer<T>, to inputDerivatives: UnsafeMutablePointer<T>
    ) {
        for kernelRow in window.kernelRows {
            for kernelColumn in window.kernelColumns {
                let tap = weights + (kernelRow * convolution.kernelSize + kernelColumn) * channels * outputs
                let pixel =
                    inputDerivatives + (window.origin + kernelRow * width + kernelColumn) * channels * laneCount
                for first in stride(from: 0, to: channels, by: 4) {
                    let block = ChannelBlock(first, of: channels), target = pixel + first * laneCount
                    var sums = BlockSums(loading: UnsafePointer(target), block)
                    for output in 0..<outputs {
                        let lanes = T.load(derivatives + output * laneCount)
                        sums.add(lanes, weights: tap + first * outputs + output, step: outputs, block)
                    }
                    sums.store(to: target, block)
                }
            }
        }
    }
}
