import WeightsFile

extension Weights {
    /// The weights of a linear model.
    ///
    /// A file has one column, the log-odds of a three. Two are folded into it: with o the outputs for a three and for a
    /// seven, softmax(o)[three] = sigmoid(o[three] - o[seven]), and o[three] - o[seven] is linear in the pixels, too. A
    /// difference that leaves the range of floats is a `fault`.
    public init(_ model: LinearModel, trainedWith loss: Loss, metadata: Metadata) {
        let count = Dataset.pixelCount
        var weights = Array(model.parameters.prefix(count)), bias = model.bias.first ?? .nan
        if model.columns == 2 {
            let three = loss.threeColumn, seven = 1 - loss.threeColumn
            weights = (0..<count).map { model.parameters[three * count + $0] - model.parameters[seven * count + $0] }
            bias = model.parameters[2 * count + three] - model.parameters[2 * count + seven]
        }
        let tensors = Tensors.float32(weights: weights, biases: [bias])
        let layer = Layer(height: 28, width: 28, channels: 1, outputs: 1, tensors: tensors)
        self.init(layers: [layer], metadata: metadata)
    }

    /// The linear model in the file, with the columns that `loss` trains; nil when the file holds another kind of model.
    ///
    /// Two columns are half of the file's and its opposite: their difference is the file's again, to the last bit unless a
    /// weight is denormal.
    public func linearModel(for loss: Loss) -> LinearModel? {
        guard layers.count == 1, layers[0].kind == .dense, outputs == 1 else { return nil }
        let column: [Float], bias: Float
        switch layers[0].tensors {
        case .float32(let weights, let biases): (column, bias) = (weights, biases[0])
        case .int8(let weights, let scales, let biases):
            // A pixel of 1 is the byte 255.
            (column, bias) = (weights.map { Float($0) * scales[0] * 255 }, Float(biases[0]) * scales[0])
        }
        guard loss.columns == 2 else { return LinearModel(parameters: column + [bias]) }
        let signs: [Float] = loss.threeColumn == 0 ? [0.5, -0.5] : [-0.5, 0.5]
        return LinearModel(parameters: signs.flatMap { sign in column.map { sign * $0 } } + signs.map { $0 * bias })
    }
}
