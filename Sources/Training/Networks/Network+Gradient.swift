extension Network {
    /// Computes the log-odds of the eight pictures in the workspace.
    func run(_ workspace: NetworkWorkspace<Scalar>) {
        parameters.withUnsafeBufferPointer { parameters in
            guard let parameters = parameters.baseAddress else { return }
            for (index, layer) in layers.enumerated() {
                // Safe, here and below: the workspace was made for these layers.
                let input = UnsafePointer(workspace.values[index]), output = workspace.values[index + 1]
                if let convolution = layer.convolution {
                    layer.run(convolution, input, parameters, to: output)
                } else {
                    layer.runDense(input, parameters, to: output)
                }
            }
        }
    }

    /// Computes the log-odds of the eight pictures in the workspace and adds the derivatives of their losses by the
    /// parameters to `gradient`.
    ///
    /// - Parameters:
    ///   - labels: (1 to 8): 1 for a three, 0 for a seven. Pictures beyond them count for nothing.
    ///   - smoothing: how much of the label's probability goes to both digits alike: the target of a three is
    ///     1 - smoothing / 2, that of a seven smoothing / 2.
    ///   - gradient: (parameters).
    /// - Returns: the sum of the losses, binary cross entropy from the log-odds.
    func addGradient(
        _ workspace: NetworkWorkspace<Scalar>, labels: ArraySlice<UInt8>, smoothing: Scalar,
        to gradient: UnsafeMutablePointer<Scalar>
    ) -> Scalar {
        run(workspace)
        let derivatives = workspace.derivatives[layers.count]
        var total: Scalar = 0
        for lane in 0..<laneCount {
            derivatives[lane] = 0
            guard lane < labels.count else { continue }
            let logOdds = workspace.logOdds[lane]
            let target = labels[labels.startIndex + lane] == 1 ? 1 - smoothing / 2 : smoothing / 2
            // -t ln p - (1 - t) ln(1 - p) with p = sigmoid(z) is softplus(z) - t z; its derivative is p - t.
            total += softplus(logOdds) - target * logOdds
            derivatives[lane] = logistic(logOdds) - target
        }
        parameters.withUnsafeBufferPointer { parameters in
            guard let parameters = parameters.baseAddress else { return }
            for (index, layer) in layers.enumerated().reversed() {
                let input = UnsafePointer(workspace.values[index])
                let outputDerivatives = workspace.derivatives[index + 1]
                let inputDerivatives = index == 0 ? nil : workspace.derivatives[index]
                if let convolution = layer.convolution {
                    layer.gateDerivatives(outputDerivatives, by: workspace.values[index + 1])
                    layer.addGradient(convolution, input, outputDerivatives, to: gradient)
                    if let inputDerivatives {
                        layer.propagate(convolution, outputDerivatives, parameters, to: inputDerivatives)
                    }
                } else {
                    layer.addDenseGradient(input, outputDerivatives, parameters, inputDerivatives, to: gradient)
                }
            }
        }
        return total
    }
}

// In all of these, values are (rows, columns, channels, 8), and `parameters` and `gradient` are those of the whole network.
extension NetworkLayer {
    /// The rows (or columns) of the kernel that lie inside the input at row (or column) `position` of the output.
    @inline(__always)
    private func kernelRange(_ convolution: Weights.Convolution, _ position: Int, _ size: Int) -> Range<Int> {
        let first = position * convolution.stride - convolution.padding
        return max(0, -first)..<max(max(0, -first), min(convolution.kernelSize, size - first))
    }

    /// The dense layer: z = b + sum of x W.
    fileprivate func runDense<T: NetworkScalar>(
        _ input: UnsafePointer<T>, _ parameters: UnsafePointer<T>, to output: UnsafeMutablePointer<T>
    ) {
        let weights = parameters + self.parameters
        var sums = (T.splat(weights[weightCount]), T.splat(0), T.splat(0), T.splat(0))
        var index = 0
        while index + 4 <= inputCount {
            let x = input + index * laneCount
            sums.0 = T.addProduct(sums.0, T.load(x), T.splat(weights[index]))
            sums.1 = T.addProduct(sums.1, T.load(x + laneCount), T.splat(weights[index + 1]))
            sums.2 = T.addProduct(sums.2, T.load(x + 2 * laneCount), T.splat(weights[index + 2]))
            sums.3 = T.addProduct(sums.3, T.load(x + 3 * laneCount), T.splat(weights[index + 3]))
            index += 4
        }
        while index < inputCount {
            sums.0 = T.addProduct(sums.0, T.load(input + index * laneCount), T.splat(weights[index]))
            index += 1
        }
        T.store(output, T.add(T.add(sums.0, sums.1), T.add(sums.2, sums.3)))
    }

    /// dL/dW = x dL/dz and dL/db = dL/dz, summed over the pictures, and dL/dx = W dL/dz for each.
    fileprivate func addDenseGradient<T: NetworkScalar>(
        _ input: UnsafePointer<T>, _ outputDerivatives: UnsafePointer<T>, _ parameters: UnsafePointer<T>,
        _ inputDerivatives: UnsafeMutablePointer<T>?, to gradient: UnsafeMutablePointer<T>
    ) {
        let d = T.load(outputDerivatives)
        let zero = T.splat(0)
        for index in 0..<inputCount {
            gradient[self.parameters + index] += T.sum(T.addProduct(zero, T.load(input + index * laneCount), d))
        }
        gradient[self.parameters + weightCount] += T.sum(d)
        guard let inputDerivatives else { return }
        for index in 0..<inputCount {
            let weight = T.splat(parameters[self.parameters + index])
            T.store(inputDerivatives + index * laneCount, T.addProduct(zero, weight, d))
        }
    }

    /// The convolution and its ReLU.
    fileprivate func run<T: NetworkScalar>(
        _ convolution: Weights.Convolution, _ input: UnsafePointer<T>, _ parameters: UnsafePointer<T>,
        to output: UnsafeMutablePointer<T>
    ) {
        let weights = parameters + self.parameters
        let biases = weights + weightCount
        let size = convolution.kernelSize
        for row in 0..<outputHeight {
            let kernelRows = kernelRange(convolution, row, height)
            for column in 0..<outputWidth {
                let kernelColumns = kernelRange(convolution, column, width)
                let x =
                    (row * convolution.stride - convolution.padding) * width
                    + column * convolution.stride - convolution.padding
                let y = output + (row * outputWidth + column) * outputs * laneCount
                // Four channels share the loads of an input; the last ones may be fewer.
                var first = 0
                while first < outputs {
                    let block = min(4, outputs - first)
                    let (o1, o2, o3) = (min(1, block - 1), min(2, block - 1), min(3, block - 1))
                    let bias = biases + first
                    var sums = (T.splat(bias[0]), T.splat(bias[o1]), T.splat(bias[o2]), T.splat(bias[o3]))
                    for kernelRow in kernelRows {
                        for kernelColumn in kernelColumns {
                            var weight = weights + (kernelRow * size + kernelColumn) * channels * outputs + first
                            var value = input + (x + kernelRow * width + kernelColumn) * channels * laneCount
                            for _ in 0..<channels {
                                let lanes = T.load(value)
                                sums.0 = T.addProduct(sums.0, lanes, T.splat(weight[0]))
                                sums.1 = T.addProduct(sums.1, lanes, T.splat(weight[o1]))
                                sums.2 = T.addProduct(sums.2, lanes, T.splat(weight[o2]))
                                sums.3 = T.addProduct(sums.3, lanes, T.splat(weight[o3]))
                                weight += outputs
                                value += laneCount
                            }
                        }
                    }
                    let y = y + first * laneCount
                    T.store(y, T.gated(sums.0, by: sums.0))
                    T.store(y + o1 * laneCount, T.gated(sums.1, by: sums.1))
                    T.store(y + o2 * laneCount, T.gated(sums.2, by: sums.2))
                    T.store(y + o3 * laneCount, T.gated(sums.3, by: sums.3))
                    first += 4
                }
            }
        }
    }

    /// The derivatives by the sums that the ReLU got: 0 where it gave 0.
    fileprivate func gateDerivatives<T: NetworkScalar>(
        _ derivatives: UnsafeMutablePointer<T>, by output: UnsafePointer<T>
    ) {
        for index in 0..<outputCount {
            let address = derivatives + index * laneCount
            T.store(address, T.gated(T.load(address), by: T.load(output + index * laneCount)))
        }
    }

    /// dL/dW[k, l, i, o] = sum over r, c of x[s r + k - p, s c + l - p, i] d[r, c, o] and dL/db[o] = sum of d[r, c, o], with d
    /// the derivatives by the sums, summed over the pictures.
    fileprivate func addGradient<T: NetworkScalar>(
        _ convolution: Weights.Convolution, _ input: UnsafePointer<T>, _ outputDerivatives: UnsafePointer<T>,
        to gradient: UnsafeMutablePointer<T>
    ) {
        let size = convolution.kernelSize, stride = convolution.stride, padding = convolution.padding
        let positions = outputHeight * outputWidth
        let gradient = gradient + parameters
        for output in 0..<outputs {
            var sum = T.splat(0)
            for position in 0..<positions {
                sum = T.add(sum, T.load(outputDerivatives + (position * outputs + output) * laneCount))
            }
            gradient[weightCount + output] += T.sum(sum)
        }
        for kernelRow in 0..<size {
            let rows = positionRange(kernelRow, convolution, height, outputHeight)
            for kernelColumn in 0..<size {
                let columns = positionRange(kernelColumn, convolution, width, outputWidth)
                for channel in 0..<channels {
                    let weight = ((kernelRow * size + kernelColumn) * channels + channel) * outputs
                    var first = 0
                    while first < outputs {
                        let block = min(4, outputs - first)
                        let (o1, o2, o3) = (min(1, block - 1), min(2, block - 1), min(3, block - 1))
                        var sums = (T.splat(0), T.splat(0), T.splat(0), T.splat(0))
                        for row in rows {
                            let y = row * stride + kernelRow - padding
                            var x =
                                input
                                + ((y * width + columns.lowerBound * stride + kernelColumn - padding) * channels
                                    + channel)
                                * laneCount
                            var d =
                                outputDerivatives
                                + ((row * outputWidth + columns.lowerBound) * outputs + first) * laneCount
                            for _ in columns {
                                let lanes = T.load(x)
                                sums.0 = T.addProduct(sums.0, lanes, T.load(d))
                                sums.1 = T.addProduct(sums.1, lanes, T.load(d + o1 * laneCount))
                                sums.2 = T.addProduct(sums.2, lanes, T.load(d + o2 * laneCount))
                                sums.3 = T.addProduct(sums.3, lanes, T.load(d + o3 * laneCount))
                                x += stride * channels * laneCount
                                d += outputs * laneCount
                            }
                        }
                        let target = gradient + weight + first
                        target[0] += T.sum(sums.0)
                        if block > 1 { target[1] += T.sum(sums.1) }
                        if block > 2 { target[2] += T.sum(sums.2) }
                        if block > 3 { target[3] += T.sum(sums.3) }
                        first += 4
                    }
                }
            }
        }
    }

    /// The rows (or columns) of the output at which row (or column) `offset` of the kernel lies inside the input.
    private func positionRange(_ offset: Int, _ convolution: Weights.Convolution, _ size: Int, _ count: Int) -> Range<
        Int
    > {
        let positions = (0..<count).filter { 0..<size ~= $0 * convolution.stride + offset - convolution.padding }
        return (positions.first ?? 0)..<((positions.last ?? -1) + 1)
    }

    /// dL/dx[s r + k - p, s c + l - p, i] = sum over the k, l, r, c that meet there, and over o, of W[k, l, i, o] d[r, c, o].
    fileprivate func propagate<T: NetworkScalar>(
        _ convolution: Weights.Convolution, _ outputDerivatives: UnsafePointer<T>, _ parameters: UnsafePointer<T>,
        to inputDerivatives: UnsafeMutablePointer<T>
    ) {
        inputDerivatives.update(repeating: 0, count: inputCount * laneCount)
        let weights = parameters + self.parameters
        let size = convolution.kernelSize
        for row in 0..<outputHeight {
            let kernelRows = kernelRange(convolution, row, height)
            for column in 0..<outputWidth {
                let kernelColumns = kernelRange(convolution, column, width)
                let x =
                    (row * convolution.stride - convolution.padding) * width
                    + column * convolution.stride - convolution.padding
                let derivatives = outputDerivatives + (row * outputWidth + column) * outputs * laneCount
                for kernelRow in kernelRows {
                    for kernelColumn in kernelColumns {
                        let weights = weights + (kernelRow * size + kernelColumn) * channels * outputs
                        let target = inputDerivatives + (x + kernelRow * width + kernelColumn) * channels * laneCount
                        // Four channels share the loads of a derivative; the last ones may be fewer.
                        var first = 0
                        while first < channels {
                            let block = min(4, channels - first)
                            let (i1, i2, i3) = (min(1, block - 1), min(2, block - 1), min(3, block - 1))
                            let w = weights + first * outputs
                            let t = target + first * laneCount
                            var sums = (
                                T.load(t), T.load(t + i1 * laneCount), T.load(t + i2 * laneCount),
                                T.load(t + i3 * laneCount)
                            )
                            for output in 0..<outputs {
                                let d = T.load(derivatives + output * laneCount)
                                sums.0 = T.addProduct(sums.0, d, T.splat(w[output]))
                                sums.1 = T.addProduct(sums.1, d, T.splat(w[i1 * outputs + output]))
                                sums.2 = T.addProduct(sums.2, d, T.splat(w[i2 * outputs + output]))
                                sums.3 = T.addProduct(sums.3, d, T.splat(w[i3 * outputs + output]))
                            }
                            T.store(t, sums.0)
                            T.store(t + i1 * laneCount, sums.1)
                            T.store(t + i2 * laneCount, sums.2)
                            T.store(t + i3 * laneCount, sums.3)
                            first += 4
                        }
                    }
                }
            }
        }
    }
}
