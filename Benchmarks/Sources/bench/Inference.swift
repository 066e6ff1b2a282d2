import Glibc
import CBaselines
import CMNIST37

/// The rows of inference: one picture, many pictures, opening a model.
struct Inference {
    let harness: Harness
    let workload: Workload
    let baselines: [baseline]
    private let batchCount = 10_000

    init(harness: Harness, workload: Workload, baselines: [baseline]) {
        self.harness = harness
        self.workload = workload
        self.baselines = baselines
    }

    func rows() -> [Row?] {
        [
            onePicture("predict, one column", columns: 1, dependent: false, pictures: Workload.rotation),
            onePicture(
                "predict, one column, each waits for the last", columns: 1, dependent: true, pictures: Workload.rotation
            ),
            onePicture("predict, one column, each waits, from L1", columns: 1, dependent: true, pictures: 4),
            onePicture("predict, two columns", columns: 2, dependent: false, pictures: Workload.rotation),
            onePicture(
                "predict, two columns, each waits for the last", columns: 2, dependent: true,
                pictures: Workload.rotation),
            variants(),
            batch(columns: 1), batch(columns: 2), bytes(), opening(), sigmoids(),
        ]
    }

    /// One picture a call. A dependent chain chooses its next picture by the last result: it shows latency, the
    /// independent one throughput.
    private func onePicture(_ title: String, columns: Int, dependent: Bool, pictures: Int) -> Row? {
        let mask = pictures - 1, floats = workload.floats
        let weights = columns == 1 ? workload.weights1 : workload.weights2
        let bias1 = workload.bias1, bias2 = workload.bias2
        let probabilities = UnsafeMutablePointer<Float>.allocate(capacity: 2)
        let contestants = baselines.map { set in
            let one = set.one_column!, two = set.two_columns!
            return Contestant(name: String(cString: set.name)) { count in
                if columns == 1 {
                    keep(rotate(floats, count, mask, dependent) { one($0, weights, bias1) })
                } else {
                    keep(
                        rotate(floats, count, mask, dependent) {
                            two($0, weights, bias2, probabilities)
                            return probabilities[0]
                        })
                }
            }
        }
        return harness.row(
            title, withOurs(contestants, ours("mnist37", columns: columns, dependent: dependent, mask: mask)))
    }

    /// The library's own inputs and element types, beside the limit.
    private func variants() -> Row? {
        let mask = Workload.rotation - 1
        let limit = baselines[0].one_column!, floats = workload.floats, weights = workload.weights1,
            bias = workload.bias1
        return harness.row(
            "predict, by pixels and weights",
            [
                Contestant(name: "limit, floats") { count in
                    var last: Float = 0
                    for index in 0..<count { last = limit(floats + (index & mask) * 784, weights, bias) }
                    keep(last)
                },
                ours("floats, float32", columns: 1, dependent: false, mask: mask),
                oursBytes("bytes, float32", columns: 1, mask: mask),
                ours("floats, int8", columns: 1, int8: true, dependent: false, mask: mask),
                oursBytes("bytes, int8", columns: 1, int8: true, mask: mask),
                ours("floats, int8, two columns", columns: 2, int8: true, dependent: false, mask: mask),
                oursBytes("bytes, int8, two columns", columns: 2, int8: true, mask: mask),
            ])
    }

    private func ours(_ name: String, columns: Int, int8: Bool = false, dependent: Bool, mask: Int) -> Contestant {
        let model = workload.model(columns: columns, int8: int8), floats = workload.floats
        return Contestant(name: name) { count in
            var prediction = mnist37_prediction()
            let last = rotate(floats, count, mask, dependent) {
                _ = mnist37_predict(model, $0, &prediction)
                return prediction.probability
            }
            keep(last)
        }
    }

    /// Predicts `count` pictures, the first `mask + 1` again and again; if dependent, the next one cannot be chosen before
    /// the last one's probability is known. Two loops, because in one the choice would wait in either case.
    @inline(__always)
    private func rotate(
        _ floats: UnsafePointer<Float>, _ count: Int, _ mask: Int, _ dependent: Bool,
        _ predict: (UnsafePointer<Float>) -> Float
    ) -> Float {
        var last: Float = 0
        if dependent {
            var picture = 0
            for _ in 0..<count {
                last = predict(floats + (picture & mask) * 784)
                picture += last > 2 ? 2 : 1
            }
        } else {
            for index in 0..<count { last = predict(floats + (index & mask) * 784) }
        }
        return last
    }

    private func oursBytes(_ name: String, columns: Int, int8: Bool = false, mask: Int) -> Contestant {
        let model = workload.model(columns: columns, int8: int8), bytes = workload.bytes
        return Contestant(name: name) { count in
            var prediction = mnist37_prediction()
            for index in 0..<count { _ = mnist37_predict_bytes(model, bytes + (index & mask) * 784, &prediction) }
            keep(prediction)
        }
    }

    /// 10,000 pictures, 31 MB of floats, in one call.
    private func batch(columns: Int) -> Row? {
        let count = batchCount, floats = workload.floats
        let weights = columns == 1 ? workload.weights1 : workload.weights2
        let bias1 = workload.bias1, bias2 = workload.bias2
        let probabilities = UnsafeMutablePointer<Float>.allocate(capacity: 2 * count)
        let predictions = UnsafeMutablePointer<mnist37_prediction>.allocate(capacity: count)
        let contestants = baselines.map { set in
            let one = set.batch_one_column!, two = set.batch_two_columns!
            return Contestant(name: String(cString: set.name)) { times in
                for _ in 0..<times {
                    if columns == 1 {
                        one(floats, count, weights, bias1, probabilities)
                    } else {
                        two(floats, count, weights, bias2, probabilities)
                    }
                }
                keep(probabilities[count - 1])
            }
        }
        let model = workload.model(columns: columns)
        let ours = Contestant(name: "mnist37") { times in
            for _ in 0..<times { _ = mnist37_predict_batch(model, floats, count, predictions) }
            keep(predictions[count - 1])
        }
        return harness.row(
            "batch of 10,000, \(columns == 1 ? "one column" : "two columns"), a picture", scale: Double(count),
            withOurs(contestants, ours))
    }

    /// 10,000 pictures of bytes, a call each, beside the limit's batch of floats.
    private func bytes() -> Row? {
        let count = batchCount, floats = workload.floats, bytes = workload.bytes
        let weights = workload.weights1, byteWeights = workload.byteWeights, bias = workload.bias1
        let probabilities = UnsafeMutablePointer<Float>.allocate(capacity: count)
        let predictions = UnsafeMutablePointer<mnist37_prediction>.allocate(capacity: count)
        let model = workload.model(columns: 1)
        let batch = baselines[0].batch_one_column!
        func ours(_ name: String, _ model: UnsafePointer<mnist37_model>) -> Contestant {
            Contestant(name: name) { times in
                var prediction = mnist37_prediction()
                for _ in 0..<times {
                    for index in 0..<count { _ = mnist37_predict_bytes(model, bytes + index * 784, &prediction) }
                }
                keep(prediction)
            }
        }
        var contestants = [
            Contestant(name: "limit, batch of floats") { times in
                for _ in 0..<times { batch(floats, count, weights, bias, probabilities) }
                keep(probabilities[0])
            },
            Contestant(name: "mnist37, batch of floats") { times in
                for _ in 0..<times { _ = mnist37_predict_batch(model, floats, count, predictions) }
                keep(predictions[0])
            },
            ours("mnist37, bytes", model), ours("mnist37, bytes, int8 weights", workload.model(columns: 1, int8: true)),
        ]
        for set in baselines {
            guard let one = set.bytes else { continue }
            contestants.append(
                Contestant(name: "\(String(cString: set.name)), bytes") { times in
                    var last: Float = 0
                    for _ in 0..<times {
                        for index in 0..<count { last = one(bytes + index * 784, byteWeights, bias) }
                    }
                    keep(last)
                })
        }
        return harness.row("10,000 pictures of bytes, a picture", scale: Double(count), contestants)
    }

    /// Opening a model that lies in memory: every byte of the file is verified. The reference is copying the file.
    private func opening() -> Row? {
        let copy = UnsafeMutableRawPointer.allocate(byteCount: 8192, alignment: 64)
        let files = [(1, false), (2, false), (1, true)].map { workload.file(columns: $0.0, int8: $0.1) }
        let model = UnsafeMutablePointer<mnist37_model>.allocate(capacity: 1)
        let names = ["one column", "two columns", "one column of int8"]
        return harness.row(
            "model_init, from memory",
            [
                Contestant(name: "memcpy of one column") { count in
                    for _ in 0..<count {
                        copy.copyMemory(from: files[0].baseAddress!, byteCount: files[0].count)
                        keep(copy)
                    }
                }
            ]
                + zip(names, files).map { name, file in
                    Contestant(name: "mnist37, \(name)") { count in
                        for _ in 0..<count { _ = mnist37_model_init(model, file.baseAddress, file.count) }
                        keep(model.pointee.size)
                    }
                })
    }

    /// A chain of sigmoids, each of the last: latency.
    private func sigmoids() -> Row? {
        harness.row(
            "sigmoid, each of the last",
            [
                Contestant(name: "limit: expf and a division") { count in
                    var x: Float = 0.3
                    for _ in 0..<count { x = 1 / (1 + expf(-x)) }
                    keep(x)
                },
                Contestant(name: "mnist37") { count in
                    var x: Float = 0.3
                    for _ in 0..<count { x = sigmoid(x) }
                    keep(x)
                },
            ])
    }

    /// The limit, the library, then the others.
    private func withOurs(_ contestants: [Contestant], _ ours: Contestant) -> [Contestant] {
        [contestants[0], ours] + contestants[1...]
    }
}
