import CMNIST37

@testable import Training
import WeightsFile

/// Shapes that reach every path of the kernels: 4, 8 and 16 channels by 14, 7 and 4 columns, columns beyond these,
/// channels that no vector has, strides without overlap, rows of which two are unfinished at a time.
let architectures: [NetworkArchitecture] = [
    .convTiny, .conv,
    NetworkArchitecture(stages: [.init(.init(kernelSize: 3, stride: 1, padding: 1), outputs: 2)]),
    NetworkArchitecture(stages: [
        .init(.init(kernelSize: 5, stride: 3, padding: 2), outputs: 5),
        .init(.init(kernelSize: 3, stride: 1, padding: 1), outputs: 8),
        .init(.init(kernelSize: 3, stride: 1, padding: 0), outputs: 12),
    ]),
    NetworkArchitecture(stages: [
        .init(.init(kernelSize: 2, stride: 2, padding: 0), outputs: 4),
        .init(.init(kernelSize: 4, stride: 2, padding: 1), outputs: 24),
    ]),
    NetworkArchitecture(stages: [
        .init(.init(kernelSize: 1, stride: 1, padding: 0), outputs: 1),
        .init(.init(kernelSize: 28, stride: 28, padding: 0), outputs: 64),
    ]),
    NetworkArchitecture(channels: [4, 4, 8, 16]),
    .convTiny.tellingOthers(),
]

extension Weights {
    /// A network with random weights and biases.
    static func random(_ architecture: NetworkArchitecture, _ elementType: ElementType, seed: UInt64 = 1) -> Weights {
        var random = RandomSource(seed: seed)
        var network = Network<Float>(architecture, using: &random)
        for layer in network.layers {
            for index in layer.biases { network.parameters[index] = Float(0.1 * random.normal()) }
        }
        let weights = Weights(network, metadata: Metadata())
        guard elementType == .int8 else { return weights }
        let pixels = (0..<16 * 784).map { _ in UInt8.random(in: 0...255, using: &random) }
        let pictures = Dataset(pixels: pixels, labels: [UInt8](repeating: 1, count: 16))
        return weights.quantized(on: pictures)
    }
}

extension Weights.Layer {
    /// What an int8 layer holds; nil of a float32 layer.
    var int8: (weights: [Int8], scales: [Float], biases: [Int32])? {
        guard case .int8(let weights, let scales, let biases) = tensors else { return nil }
        return (weights, scales, biases)
    }
}

/// A model of some bytes, which it keeps.
final class OpenModel {
    private let memory: UnsafeMutableRawBufferPointer
    var model = mnist37_model()
    let status: mnist37_status

    init(_ bytes: [UInt8]) {
        memory = .allocate(byteCount: max(bytes.count, 1), alignment: 16)
        memory.copyBytes(from: bytes)
        status = mnist37_model_init(&model, memory.baseAddress, bytes.count)
    }

    deinit { memory.deallocate() }

    /// nil for a picture that the library refuses.
    func prediction(_ pixels: [UInt8]) -> mnist37_prediction? {
        var prediction = mnist37_prediction()
        return mnist37_predict_bytes(&model, pixels, &prediction) == MNIST37_OK ? prediction : nil
    }

    func logit(_ pixels: [UInt8]) -> Float? { prediction(pixels)?.logit }

    func logit(_ pixels: [Float]) -> Float? {
        var prediction = mnist37_prediction()
        return mnist37_predict(&model, pixels, &prediction) == MNIST37_OK ? prediction.logit : nil
    }

    var info: mnist37_info {
        var info = mnist37_info()
        info.size = UInt32(MemoryLayout<mnist37_info>.size)
        _ = mnist37_model_info(&model, &info)
        return info
    }
}
