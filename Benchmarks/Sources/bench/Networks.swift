import CBaselines
import CMNIST37
import Foundation
import Training
import WeightsFile

/// The rows of the networks that ship: a prediction of digits that come with the package, one a call.
struct Networks {
    let harness: Harness
    let baselines: Baselines
    /// (pictures, 784).
    private let bytes: UnsafeMutablePointer<UInt8>
    private let floats: UnsafeMutablePointer<Float>
    private let pictures = 512
    /// The folder of the weights files.
    private let folder: URL

    /// - Throws: when the digits or the weights are missing.
    init(harness: Harness, baselines: Baselines, weights folder: String) throws {
        self.harness = harness
        self.baselines = baselines
        self.folder = URL(fileURLWithPath: folder, isDirectory: true)
        let pixels = try DatasetSplit.carriedDigits().training.pixels
        bytes = .allocate(capacity: pictures * 784)
        floats = .allocate(capacity: pictures * 784)
        // Threes come first: every other picture from either end.
        for picture in 0..<pictures {
            let source = picture & 1 == 0 ? picture / 2 : pixels.count / 784 - 1 - picture / 2
            for index in 0..<784 {
                bytes[784 * picture + index] = pixels[784 * source + index]
                floats[784 * picture + index] = Float(pixels[784 * source + index]) / 255
            }
        }
    }

    func rows() throws -> [Row?] {
        [try row("conv-tiny"), try row("conv")]
    }

    private func row(_ name: String) throws -> Row? {
        let title = "network, \(name)"
        guard harness.measures(title) else { return nil }
        let model = try open(name), layers = try layers(of: name)
        let logits = UnsafeMutablePointer<Float>.allocate(capacity: 2)
        var contestants: [Contestant] = []
        for set in baselines.sets {
            guard let network = set.network else { continue }
            try checkAgreement(String(cString: set.name), model) {
                network($0, layers.baseAddress, Int32(layers.count), $1)
            }
            contestants.append(
                Contestant(name: String(cString: set.name)) { count in
                    for index in 0..<count {
                        network(floats + index % pictures * 784, layers.baseAddress, Int32(layers.count), logits)
                    }
                    keep(logits[0])
                })
        }
        let integers = try open("\(name)-i8")
        let ours = [
            try underRule(model, layers), ours("mnist37, float32", model), oursBytes("mnist37, float32, bytes", model),
            ours("mnist37, int8", integers), oursBytes("mnist37, int8, bytes", integers),
        ]
        return harness.row(title, [contestants[0]] + ours + contestants[1...])
    }

    /// The limit under the library's rule, once it has the library's bits.
    private func underRule(
        _ model: UnsafePointer<mnist37_model>, _ layers: UnsafeMutableBufferPointer<baseline_layer>
    ) throws -> Contestant {
        let network = baselines.rule.network!
        let ours = Predictions(pictures), rule = Predictions(pictures)
        for picture in 0..<pictures {
            let pixels = floats + picture * 784
            let status = mnist37_predict(model, pixels, ours.ours(picture))
            let ok = network(pixels, layers.baseAddress, Int32(layers.count), rule.theirs(picture))
            guard status == MNIST37_OK, ok == 1, ours.hasBits(of: rule) else {
                throw BenchError.disagreement("\(Contestant.underRule), network, picture \(picture): other bits")
            }
        }
        return Contestant(name: Contestant.underRule) { count in
            var prediction = baseline_prediction()
            for index in 0..<count {
                _ = network(floats + index % pictures * 784, layers.baseAddress, Int32(layers.count), &prediction)
            }
            keep(prediction)
        }
    }

    private func ours(_ name: String, _ model: UnsafeMutablePointer<mnist37_model>) -> Contestant {
        Contestant(name: name) { count in
            var prediction = mnist37_prediction()
            for index in 0..<count { _ = mnist37_predict(model, floats + index % pictures * 784, &prediction) }
            keep(prediction)
        }
    }

    private func oursBytes(_ name: String, _ model: UnsafeMutablePointer<mnist37_model>) -> Contestant {
        Contestant(name: name) { count in
            var prediction = mnist37_prediction()
            for index in 0..<count { _ = mnist37_predict_bytes(model, bytes + index % pictures * 784, &prediction) }
            keep(prediction)
        }
    }

    private func file(_ name: String) -> String { folder.appendingPathComponent("\(name).m37").path }

    private func open(_ name: String) throws -> UnsafeMutablePointer<mnist37_model> {
        let model = UnsafeMutablePointer<mnist37_model>.allocate(capacity: 1)
        let status = mnist37_model_open(model, file(name))
        guard status == MNIST37_OK else {
            throw BenchError.weights("\(file(name)): \(String(cString: mnist37_status_text(status)))")
        }
        return model
    }

    /// The layers of a float32 file, as the baselines take them.
    private func layers(of name: String) throws -> UnsafeMutableBufferPointer<baseline_layer> {
        guard let weights = Weights(decoding: [UInt8](try Data(contentsOf: URL(fileURLWithPath: file(name))))) else {
            throw BenchError.weights("\(file(name)): not a weights file")
        }
        let layers = UnsafeMutableBufferPointer<baseline_layer>.allocate(capacity: weights.layers.count)
        for (index, layer) in weights.layers.enumerated() {
            guard case .float32(let values, let biases) = layer.tensors else {
                throw BenchError.weights("\(file(name)): not float32")
            }
            layers[index] = baseline_layer(
                size: Int32(layer.height), channels: Int32(layer.channels), outputs: Int32(layer.outputs),
                weights: copy(values), biases: copy(biases))
        }
        return layers
    }

    private func copy(_ values: [Float]) -> UnsafePointer<Float> {
        let memory = UnsafeMutablePointer<Float>.allocate(capacity: values.count)
        memory.initialize(from: values, count: values.count)
        return UnsafePointer(memory)
    }

    /// A contestant that computes something else wins nothing.
    private func checkAgreement(
        _ name: String, _ model: UnsafeMutablePointer<mnist37_model>,
        _ network: (UnsafePointer<Float>, UnsafeMutablePointer<Float>) -> Void
    ) throws {
        var prediction = mnist37_prediction(), logits: [Float] = [0, 0]
        for picture in 0..<64 {
            _ = mnist37_predict(model, floats + picture * 784, &prediction)
            network(floats + picture * 784, &logits)
            let known = 1 / (1 + exp(-logits[1]))
            guard (logits[0] - prediction.logit).magnitude < 1e-4 * (1 + prediction.logit.magnitude),
                (known - prediction.known).magnitude < 1e-4
            else {
                throw BenchError.disagreement(
                    "\(name), network, picture \(picture): \(logits) are not those of \(prediction)")
            }
        }
    }
}
