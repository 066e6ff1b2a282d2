import CBaselines
import Training
import WeightsFile

/// The rows of training: an epoch of stochastic gradient descent.
struct Epochs {
    let harness: Harness
    let workload: Workload
    let baselines: [baseline]

    func rows() -> [Row?] {
        [epoch(.mnist, shuffled: false), epoch(.mnist, shuffled: true), otherLosses()]
    }

    /// One pass over all pictures at batch 256. The baselines read floats in order; the trainer reads bytes.
    private func epoch(_ loss: Loss, shuffled: Bool) -> Row? {
        let floats = workload.floats, labels = workload.labels, count = workload.count
        let weights = UnsafeMutablePointer<Float>.allocate(capacity: 784)
        let contestants = baselines.compactMap { set -> Contestant? in
            guard let epoch = set.epoch else { return nil }
            return Contestant(name: String(cString: set.name)) { times in
                var bias: Float = 0
                for _ in 0..<times {
                    weights.update(repeating: 0, count: 784)
                    bias = 0
                    keep(epoch(floats, labels, count, 256, 1, weights, &bias))
                }
            }
        }
        let title = "training epoch, 12,396 pictures, batch 256, \(shuffled ? "ours shuffled" : "in order")"
        return harness.row(
            title, unit: "ms", scale: 1e6, [contestants[0], ours(loss, shuffled: shuffled)] + contestants[1...])
    }

    private func otherLosses() -> Row? {
        harness.row(
            "training epoch by loss", unit: "ms", scale: 1e6, Loss.allCases.map { ours($0, shuffled: true) })
    }

    private func ours(_ loss: Loss, shuffled: Bool) -> Contestant {
        let count = workload.count
        let dataset = Dataset(
            pixels: Array(UnsafeBufferPointer(start: workload.bytes, count: count * 784)),
            labels: (0..<count).map { UInt8(workload.labels[$0]) })
        var random = RandomSource(seed: 37)
        let order = random.order(of: count, shuffled: shuffled)
        let initial = LinearModel(columns: loss.columns, deviation: 0, using: &random)
        return Contestant(name: "mnist37, \(loss.rawValue)") { times in
            for _ in 0..<times {
                var loop = TrainingLoop(initial, LinearObjective(loss), optimizer: SGD(), batchSize: 256) { _ in 1 }
                keep(loop.runEpoch(on: dataset, order: order))
            }
        }
    }
}
