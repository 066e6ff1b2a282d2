extension Network {
    /// Computes the outputs for the eight pictures in the workspace.
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

    /// Computes the outputs for the eight pictures in the workspace and adds the derivatives of their losses by the
    /// parameters to `gradient`.
    ///
    /// - Parameters:
    ///   - labels: (1 to 8), as in a `Dataset`. Pictures beyond them count for nothing.
    ///   - gradient: (parameters).
    /// - Returns: the sum of the losses.
    func addGradient(
        _ workspace: NetworkWorkspace<Scalar>, labels: ArraySlice<UInt8>, to gradient: UnsafeMutablePointer<Scalar>
    ) -> Scalar {
        run(workspace)
        let loss = loss(workspace, labels: labels)
        propagate(workspace, to: gradient)
        return loss
    }

    /// Goes back from the derivatives by the outputs, layer by layer, and adds those by the parameters to `gradient`.
    private func propagate(_ workspace: NetworkWorkspace<Scalar>, to gradient: UnsafeMutablePointer<Scalar>) {
        parameters.withUnsafeBufferPointer { parameters in
            guard let parameters = parameters.baseAddress else { return }
            for (index, layer) in layers.enumerated().reversed() {
                let input = UnsafePointer(workspace.values[index]), derivatives = workspace.derivatives[index + 1]
                let inputDerivatives = index == 0 ? nil : workspace.derivatives[index]
                guard let convolution = layer.convolution else {
                    layer.addDenseGradient(input, derivatives, parameters, inputDerivatives, to: gradient)
                    continue
                }
                layer.gateDerivatives(derivatives, by: workspace.values[index + 1])
                layer.addGradient(convolution, input, derivatives, to: gradient)
                if let inputDerivatives { layer.propagate(convolution, derivatives, parameters, to: inputDerivatives) }
            }
        }
    }
}
