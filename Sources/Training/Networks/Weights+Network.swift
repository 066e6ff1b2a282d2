import Algorithms
import WeightsFile

extension Weights {
    /// The weights of a network.
    init(_ network: Network<Float>, metadata: Metadata) {
        let layers = network.layers.map { layer in
            let tensors = Tensors.float32(
                weights: Array(network.parameters[layer.weights]), biases: Array(network.parameters[layer.biases]))
            return Layer(
                height: layer.height, width: layer.width, channels: layer.channels, outputs: layer.outputs,
                tensors: tensors, kind: layer.convolution.map(Layer.Kind.convolution) ?? .dense)
        }
        self.init(layers: layers, metadata: metadata)
    }

    /// The layers of the network in the file; nil when it holds a linear model.
    public var architecture: NetworkArchitecture? {
        let stages = layers.dropLast().compactMap { layer -> NetworkArchitecture.Stage? in
            guard case .convolution(let convolution) = layer.kind else { return nil }
            return NetworkArchitecture.Stage(convolution, outputs: layer.outputs)
        }
        guard !stages.isEmpty, stages.count == layers.count - 1, 1...2 ~= outputs else { return nil }
        return NetworkArchitecture(stages: stages, tellsOthers: outputs == 2)
    }

    /// The network in the file; nil when it holds a linear model, or int8 weights.
    func network() -> Network<Float>? {
        guard let architecture else { return nil }
        var parameters: [Float] = []
        for layer in layers {
            guard case .float32(let weights, let biases) = layer.tensors else { return nil }
            parameters += weights + biases
        }
        guard parameters.count == architecture.parameterCount else { return nil }
        return Network(architecture, parameters: parameters)
    }

    /// The same model in int8, of bytes and integer sums only.
    ///
    /// A channel's bytes stand for 0 up to the largest value it takes on the given pictures. With `s` the worth of a unit
    /// of each input channel (1 / 255 for the picture), a layer's weights W s are rounded to steps of max|W s| / 127,
    /// for each output channel by itself; a unit of the integer sum is then worth one step.
    ///
    /// - Parameter dataset: the pictures to see the values of hidden channels on; training pictures, not those that the
    ///   result is measured on. A line has no hidden channels and needs none.
    /// - Returns: the same weights where they are int8 already.
    public func quantized(on dataset: Dataset = .none) -> Weights {
        let peaks = network()?.activationPeaks(on: dataset) ?? []
        var result = self
        var units: [Float] = [1 / 255]
        for (index, layer) in layers.enumerated() {
            guard case .float32(let weights, let biases) = layer.tensors else { return self }
            // The worth of a unit of the output; the last layer's are the log-odds themselves.
            let outputUnits =
                layer.kind == .dense
                ? [Float](repeating: 1, count: layer.outputs)
                : peaks[index].map { $0.isFinite ? max($0, 1e-6) / 255 : 1 }
            let scaled = weights.enumerated().map { $1 * units[layer.channel(ofWeight: $0)] }
            let largest = layer.largestMagnitudes(scaled)
            let steps = outputUnits.indices.map { output -> Float in
                // The format bounds biases and scales: no bias above 2^30 steps, no scale below 2^-40 or of 2^16.
                let unit = outputUnits[output]
                return min(max(largest[output] / 127, biases[output].magnitude / 0x1p29, 0x1p-40 * unit), 0x1p15 * unit)
            }
            result.layers[index].tensors = .int8(
                weights: scaled.enumerated().map {
                    Int8(max(-127, min(127, ($1 / steps[layer.output(ofWeight: $0)]).rounded())))
                },
                scales: zip(steps, outputUnits).map { $0 / $1 },
                biases: zip(biases, steps).map { Int32(max(-0x1p30, min(0x1p30, ($0 / $1).rounded()))) })
            units = outputUnits
        }
        return result
    }
}

extension Network<Float> {
    /// The largest value that each channel takes after each convolution: (convolutions, channels).
    func activationPeaks(on dataset: Dataset) -> [[Float]] {
        var peaks = layers.dropLast().map { [Float](repeating: 0, count: $0.outputs) }
        let workspace = NetworkWorkspace<Float>(layers)
        for indices in (0..<dataset.count).chunks(ofCount: laneCount) {
            workspace.load(indices, of: dataset)
            run(workspace)
            for (index, layer) in layers.dropLast().enumerated() {
                let values = workspace.values[index + 1]
                for position in 0..<layer.outputCount {
                    for lane in 0..<indices.count {
                        let channel = position % layer.outputs
                        peaks[index][channel] = max(peaks[index][channel], values[position * laneCount + lane])
                    }
                }
            }
        }
        return peaks
    }
}

extension NetworkWorkspace<Float> {
    /// Brings up to eight pictures into the lanes, as they are; the lanes beyond them keep what they had.
    func load(_ indices: some Collection<Int>, of dataset: Dataset) {
        dataset.withPictures(indices) { pictures in
            for (lane, picture) in pictures.enumerated() {
                for pixel in 0..<Dataset.pixelCount {
                    self.pictures[pixel * laneCount + lane] = Float(picture[pixel]) / 255
                }
            }
        }
    }
}

extension Weights.Layer {
    /// (outputs): the largest magnitude among the weights of each.
    fileprivate func largestMagnitudes(_ weights: [Float]) -> [Float] {
        var largest = [Float](repeating: 0, count: outputs)
        for (index, weight) in weights.enumerated() {
            let output = output(ofWeight: index)
            largest[output] = max(largest[output], weight.magnitude)
        }
        return largest
    }
}
