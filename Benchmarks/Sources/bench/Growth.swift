import CMNIST37
import Foundation
import Training
import WeightsFile

/// How the cost grows with the number of pictures, as a picture: predictions in a batch, and an epoch of training.
struct Growth {
    let harness: Harness
    let workload: Workload

    /// (3 * workload.count, 784), and room behind it, which prefetching asks for.
    private let floats: UnsafeMutablePointer<Float>

    init(harness: Harness, workload: Workload) {
        self.harness = harness
        self.workload = workload
        let size = workload.count * Dataset.pixelCount
        floats = Workload.allocate(3 * size)
        for copy in 0..<3 { (floats + copy * size).update(from: workload.floats, count: size) }
    }

    func svg() -> String {
        let batch = curve([1, 1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000, 9000, 10_000], batch)
        let epoch = curve([1000, 2000, 4000, 6000, 8000, 10_000, 12_396], epoch)
        let left = panel("mnist37_predict_batch, µs", batch.map { ($0.0, $0.1 / 1e3) }, x: 60)
        let right = panel("one epoch of training, ms", epoch.map { ($0.0, $0.1 / 1e6) }, x: 440)
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 780 320" font-family="sans-serif" font-size="12">
            <rect width="780" height="320" fill="white"/>
            \(left)
            \(right)
            </svg>

            """
    }

    /// Nanoseconds at each number of pictures.
    private func curve(_ counts: [Int], _ contestant: (Int) -> Contestant) -> [(Int, Double)] {
        let row = harness.row("growth", counts.map(contestant))
        return zip(counts, row?.measurements ?? []).map { ($0, $1.median) }
    }

    /// Each batch begins where the last one ended, in three times the pictures there are: those that were just classified
    /// would lie in a cache if they are few, and in memory if they are many.
    private func batch(_ count: Int) -> Contestant {
        let model = workload.model(), floats = self.floats
        let predictions = UnsafeMutablePointer<mnist37_prediction>.allocate(capacity: count)
        var next = 0
        return Contestant(name: "\(count)") { times in
            for _ in 0..<times {
                if next + count > 3 * workload.count { next = 0 }
                _ = mnist37_predict_batch(model, floats + next * Dataset.pixelCount, count, predictions)
                next += count
            }
            keep(predictions[0])
        }
    }

    private func epoch(_ count: Int) -> Contestant {
        let dataset = Dataset(
            pixels: Array(UnsafeBufferPointer(start: workload.bytes, count: count * Dataset.pixelCount)),
            labels: (0..<count).map { UInt8(workload.labels[$0]) })
        var random = RandomSource(seed: 37)
        let order = random.permutation(of: count)
        let initial = LinearModel(columns: 1, deviation: 0, using: &random)
        return Contestant(name: "\(count)") { times in
            for _ in 0..<times {
                var loop = TrainingLoop(initial, LinearObjective(Loss.mnist), optimizer: SGD(), batchSize: 256) { _ in 1
                }
                keep(loop.runEpoch(on: dataset, order: order))
            }
        }
    }

    /// Axes, the measured points, and the straight line through the origin and the last of them.
    private func panel(_ title: String, _ points: [(Int, Double)], x left: Double) -> String {
        guard let last = points.last else { return "" }
        let width = 300.0, height = 220.0, bottom = 270.0
        let most = points.map(\.1).max()! * 1.05
        func place(_ point: (Int, Double)) -> (x: Double, y: Double) {
            (left + width * Double(point.0) / Double(last.0), bottom - height * point.1 / most)
        }
        func text(_ x: Double, _ y: Double, _ anchor: String, _ text: String) -> String {
            "<text x=\"\(round(x))\" y=\"\(round(y))\" text-anchor=\"\(anchor)\">\(text)</text>"
        }
        let end = place(last)
        var lines = [
            text(left, 30, "start", title),
            "<path d=\"M\(left) \(bottom - height)V\(bottom)H\(left + width)\" fill=\"none\" stroke=\"black\"/>",
            "<line x1=\"\(left)\" y1=\"\(bottom)\" x2=\"\(end.x)\" y2=\"\(round(end.y))\" stroke=\"#999\"/>",
            text(left + width, bottom + 18, "end", "\(last.0) pictures"), text(left, bottom + 18, "middle", "0"),
            text(left - 6, end.y + 4, "end", String(format: last.1 < 10 ? "%.1f" : "%.0f", last.1)),
        ]
        for point in points.map(place) {
            lines.append("<circle cx=\"\(round(point.x))\" cy=\"\(round(point.y))\" r=\"3.5\" fill=\"#06c\"/>")
        }
        return lines.joined(separator: "\n")
    }
}
