import WeightsFile

extension Weights {
    /// The same float32 weights with honest probabilities: the log-odds of a three divided by a temperature, those of a three
    /// or a seven lowered by a threshold. Layers of int8 stay as they are.
    ///
    /// - Parameters:
    ///   - temperature: above 0; 1 leaves the log-odds as they were trained.
    ///   - knownThreshold: of a second output, where there is one; from then on 0.5 is the probability there.
    public func calibrated(temperature: Float = 1, knownThreshold: Float = 0) -> Weights {
        guard let layer = layers.last, case .float32(var weights, var biases) = layer.tensors else { return self }
        // (outputs, inputs): the first output's come first.
        for index in weights.prefix(layer.inputs).indices { weights[index] /= temperature }
        for index in biases.prefix(1).indices { biases[index] /= temperature }
        for index in biases.dropFirst().indices { biases[index] -= knownThreshold }
        var result = self
        result.layers[layers.count - 1].tensors = .float32(weights: weights, biases: biases)
        return result
    }
}
