// The dense layer. Values are (inputs, 8); `parameters` and `gradient` are those of the whole network.
extension NetworkLayer {
    /// z = b + sum of x W.
    func runDense<T: NetworkScalar>(
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
    func addDenseGradient<T: NetworkScalar>(
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
}
