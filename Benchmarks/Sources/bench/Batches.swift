import CBaselines
import CMNIST37

/// The rows of many pictures in one call: 10,000, which are 31 MB of floats or 8 MB of bytes.
struct Batches {
    let harness: Harness
    let workload: Workload
    let baselines: Baselines
    private let count = 10_000

    init(harness: Harness, workload: Workload, baselines: Baselines) {
        self.harness = harness
        self.workload = workload
        self.baselines = baselines
    }

    func rows() -> [Row?] { [ofFloats(), ofBytes()] }

    private func ofFloats() -> Row? {
        let count = count, floats = workload.floats, weights = workload.weights, bias = workload.bias
        let probabilities = UnsafeMutablePointer<Float>.allocate(capacity: count)
        let predictions = UnsafeMutablePointer<baseline_prediction>.allocate(capacity: count)
        let contestants = baselines.sets.map { set in
            let batch = set.batch!
            return Contestant(name: String(cString: set.name)) { times in
                for _ in 0..<times { batch(floats, count, weights, bias, probabilities) }
                keep(probabilities[count - 1])
            }
        }
        let batch = baselines.rule.batch!
        let rule = Contestant(name: Contestant.underRule) { times in
            for _ in 0..<times { _ = batch(floats, count, weights, bias, predictions) }
            keep(predictions[count - 1])
        }
        return harness.row(
            "batch of 10,000, a picture", scale: Double(count),
            [contestants[0], rule, ours("mnist37")] + contestants[1...])
    }

    /// The C sets have no batch of bytes: a call each. The batch of floats stands beside, for comparison.
    private func ofBytes() -> Row? {
        let count = count, bytes = workload.bytes, bias = workload.bias
        let weights = workload.weights, byteWeights = workload.byteWeights
        let predictions = UnsafeMutablePointer<baseline_prediction>.allocate(capacity: count)
        let contestants = baselines.sets.compactMap { set -> Contestant? in
            guard let one = set.bytes else { return nil }
            return Contestant(name: String(cString: set.name)) { times in
                var last: Float = 0
                for _ in 0..<times {
                    for index in 0..<count { last = one(bytes + index * 784, byteWeights, bias) }
                }
                keep(last)
            }
        }
        let batch = baselines.rule.batch_of_bytes!
        let rule = Contestant(name: Contestant.underRule) { times in
            for _ in 0..<times { _ = batch(bytes, count, weights, bias, predictions) }
            keep(predictions[count - 1])
        }
        return harness.row(
            "batch of 10,000 of bytes, a picture", scale: Double(count),
            [
                contestants[0], rule, oursBytes("mnist37"), oursBytes("mnist37, int8 weights", int8: true),
                oneByOne("mnist37, a call each"), ours("mnist37, batch of floats"),
            ] + contestants[1...])
    }

    private func ours(_ name: String) -> Contestant {
        let model = workload.model(), count = count, floats = workload.floats
        let predictions = UnsafeMutablePointer<mnist37_prediction>.allocate(capacity: count)
        return Contestant(name: name) { times in
            for _ in 0..<times { _ = mnist37_predict_batch(model, floats, count, predictions) }
            keep(predictions[count - 1])
        }
    }

    private func oursBytes(_ name: String, int8: Bool = false) -> Contestant {
        let model = workload.model(int8: int8), count = count, bytes = workload.bytes
        let predictions = UnsafeMutablePointer<mnist37_prediction>.allocate(capacity: count)
        return Contestant(name: name) { times in
            for _ in 0..<times { _ = mnist37_predict_batch_bytes(model, bytes, count, predictions) }
            keep(predictions[count - 1])
        }
    }

    private func oneByOne(_ name: String) -> Contestant {
        let model = workload.model(), count = count, bytes = workload.bytes
        return Contestant(name: name) { times in
            var prediction = mnist37_prediction()
            for _ in 0..<times {
                for index in 0..<count { _ = mnist37_predict_bytes(model, bytes + index * 784, &prediction) }
            }
            keep(prediction)
        }
    }
}
