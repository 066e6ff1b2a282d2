// The dense layer. Values are (inputs, 8); `parameters` and `gradient` are those of the whole network.
extension NetworkLayer {
    /// z[o] = b[o] + sum of x W[o].
    func runDense<T: NetworkScalar>(
        _ input: UnsafePointer<T>, _ parameters: UnsafePointer<T>, to outputs: UnsafeMutablePointer<T>
    ) {
        let weights = parameters + self.parameters
        for output in 0..<self.outputs {
            let sum = dot(input, weights + output * inputCount, plus: weights[weightCount + output])
            T.store(outputs + output * laneCount, sum)
        }
    }

    /// bias + sum of x W for one output.
    @inline(__always)
    private func dot<T: NetworkScalar>(
        _ input: UnsafePointer<T>, _ weights: UnsafePointer<T>, plus bias: T
    ) -> T.Lanes {
        var sums = (T.splat(bias), T.splat(0), T.splat(0), T.splat(0))
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
        return T.add(T.add(sums.0, sums.1), T.add(sums.2, sums.3))
    }

    /// dL/dW[o] = x dL/dz[o] and dL/db = dL/dz, summed over the pictures, and dL/dx = sum over o of W[o] dL/dz[o] for each.
    func addDenseGradient<T: NetworkScalar>(
        _ input: UnsafePointer<T>, _ outputDerivatives: UnsafePointer<T>, _ parameters: UnsafePointer<T>,
        _ inputDerivatives: UnsafeMutablePointer<T>?, to gradient: UnsafeMutablePointer<T>
    ) {
        inputDerivatives?.update(repeating: 0, count: inputCount * laneCount)
        for output in 0..<outputs {
            let d = T.load(outputDerivatives + output * laneCount)
            let first = self.parameters + output * inputCount
            for index in 0..<inputCount {
                let x = T.load(input + index * laneCount)
                gradient[first + index] += T.sum(T.addProduct(T.splat(0), x, d))
            }
            gradient[self.parameters + weightCount + output] += T.sum(d)
            guard let inputDerivatives else { continue }
            for index in 0..<inputCount {
                let place = inputDerivatives + index * laneCount
                T.store(place, T.addProduct(T.load(place), T.splat(parameters[first + index]), d))
            }
        }
    }
}
