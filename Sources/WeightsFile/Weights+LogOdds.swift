extension Weights {
    /// The log-odds of the first class, computed from the numbers in the file: what the runtime's answer is checked against.
    ///
    /// float32 layers are computed in float64; int8 layers in integers, exactly as the runtime does, but for the last
    /// product.
    ///
    /// - Parameter picture: (784) bytes.
    /// - Returns: NaN when the layers do not fit one another.
    public func logOdds(_ picture: ArraySlice<UInt8>) -> Double { outputs(picture).first ?? .nan }

    /// The same, and the log-odds of either class after it where there is a second output; none when the layers do
    /// not fit one another.
    public func outputs(_ picture: ArraySlice<UInt8>) -> [Double] {
        if case .int8 = layers.first?.tensors { return integerOutputs(picture.map(Int.init)) }
        return floatOutputs(picture.map { Double($0) / 255 })
    }

    private func floatOutputs(_ picture: [Double]) -> [Double] {
        var values = picture
        for layer in layers {
            guard values.count == layer.inputs, case .float32(let weights, let biases) = layer.tensors else {
                return []
            }
            var sums = layer.sums(values, weights: weights.map(Double.init)) { $0 += $1 * $2 }
            for index in sums.indices {
                sums[index] += Double(biases[index % layer.outputs])
                if layer.kind != .dense { sums[index] = max(sums[index], 0) }
            }
            values = sums
        }
        return values
    }

    private func integerOutputs(_ picture: [Int]) -> [Double] {
        var values = picture
        for layer in layers {
            guard values.count == layer.inputs, case .int8(let weights, let scales, let biases) = layer.tensors else {
                return []
            }
            var sums = layer.sums(values, weights: weights.map(Int.init)) { $0 += $1 * $2 }
            for index in sums.indices { sums[index] += Int(biases[index % layer.outputs]) }
            guard layer.kind != .dense else { return zip(sums, scales).map { Double($0) * Double($1) } }
            values = sums.indices.map { requantized(sums[$0], by: scales[$0 % layer.outputs]) }
        }
        return []
    }
}

extension Weights.Layer {
    /// The sums of products of a layer, without bias and activation.
    ///
    /// - Parameters:
    ///   - values: (height, width, channels).
    ///   - weights: as in `Weights.Tensors`.
    ///   - add: adds the product of the last two to the first.
    /// - Returns: (outputs), or (output height, output width, outputs) of a convolution.
    fileprivate func sums<Number: AdditiveArithmetic>(
        _ values: [Number], weights: [Number], add: (inout Number, Number, Number) -> Void
    ) -> [Number] {
        guard case .convolution(let convolution) = kind else {
            var sums = [Number](repeating: .zero, count: outputs)
            for (index, value) in values.enumerated() where value != .zero {
                for output in 0..<outputs { add(&sums[output], value, weights[output * values.count + index]) }
            }
            return sums
        }
        let rows = convolution.outputSize(height), columns = convolution.outputSize(width)
        var sums = [Number](repeating: .zero, count: rows * columns * outputs)
        for row in 0..<rows {
            for column in 0..<columns {
                let first = (row * columns + column) * outputs
                for kernelRow in 0..<convolution.kernelSize {
                    let y = row * convolution.stride + kernelRow - convolution.padding
                    guard 0..<height ~= y else { continue }
                    for kernelColumn in 0..<convolution.kernelSize {
                        let x = column * convolution.stride + kernelColumn - convolution.padding
                        guard 0..<width ~= x else { continue }
                        let tap = (kernelRow * convolution.kernelSize + kernelColumn) * channels
                        for channel in 0..<channels {
                            let value = values[(y * width + x) * channels + channel]
                            let weight = (tap + channel) * outputs
                            for output in 0..<outputs { add(&sums[first + output], value, weights[weight + output]) }
                        }
                    }
                }
            }
        }
        return sums
    }
}

/// min(floor(max(sum, 0) * scale + 1/2), 255), exactly: with scale = m * 2^-n and a significand m of 24 bits, it is
/// (sum * m + 2^(n - 1)) >> n.
///
/// - Parameter scale: from 2^-40 up to but not including 2^16.
package func requantized(_ sum: Int, by scale: Float) -> Int {
    let significand = Int(scale.significandBitPattern | 1 << 23)
    let shift = 23 - Int(scale.exponent)
    return min(255, (max(sum, 0) * significand + 1 << (shift - 1)) >> shift)
}
