import CBaselines
import CMNIST37
import Glibc

/// The rows of inference: one picture, opening a model.
struct Inference {
    let harness: Harness
    let workload: Workload
    let baselines: Baselines

    func rows() -> [Row?] {
        [
            onePicture("predict", dependent: false, pictures: Workload.rotation),
            onePicture("predict, each waits for the last", dependent: true, pictures: Workload.rotation),
            onePicture("predict, each waits, from L1", dependent: true, pictures: 4),
            bytes(), variants(), opening(), sigmoids(),
        ]
    }

    /// One picture a call. A dependent chain chooses its next picture by the last result: it shows latency, the
    /// independent one throughput.
    private func onePicture(_ title: String, dependent: Bool, pictures: Int) -> Row? {
        let mask = pictures - 1, floats = workload.floats, weights = workload.weights, bias = workload.bias
        let contestants = baselines.sets.map { set in
            let one = set.one!
            return Contestant(name: String(cString: set.name)) { count in
                keep(rotate(floats, count, mask, dependent) { one($0, weights, bias) })
            }
        }
        let one = baselines.rule.one!
        let rule = Contestant(name: Contestant.underRule) { count in
            var prediction = baseline_prediction()
            let last = rotate(floats, count, mask, dependent) {
                _ = one($0, weights, bias, &prediction)
                return prediction.probability
            }
            keep(last)
        }
        let ours = ours("mnist37", dependent: dependent, mask: mask)
        return harness.row(title, [contestants[0], rule, ours] + contestants[1...])
    }

    /// A picture of bytes a call. The limit reads them with weights that are divided by 255, which rounds differently.
    private func bytes() -> Row? {
        let mask = Workload.rotation - 1, bytes = workload.bytes
        let weights = workload.weights, byteWeights = workload.byteWeights, bias = workload.bias
        let contestants = baselines.sets.compactMap { set -> Contestant? in
            guard let one = set.bytes else { return nil }
            return Contestant(name: String(cString: set.name)) { count in
                var last: Float = 0
                for index in 0..<count { last = one(bytes + (index & mask) * 784, byteWeights, bias) }
                keep(last)
            }
        }
        let one = baselines.rule.one_of_bytes!
        let rule = Contestant(name: Contestant.underRule) { count in
            var prediction = baseline_prediction()
            for index in 0..<count { _ = one(bytes + (index & mask) * 784, weights, bias, &prediction) }
            keep(prediction)
        }
        let ours = [oursBytes("mnist37", mask: mask), oursBytes("mnist37, int8 weights", int8: true, mask: mask)]
        return harness.row("predict bytes", [contestants[0], rule] + ours + contestants[1...])
    }

    /// The library's own inputs and element types, beside the limit's floats.
    private func variants() -> Row? {
        let mask = Workload.rotation - 1
        let limit = baselines.sets[0].one!, floats = workload.floats, weights = workload.weights, bias = workload.bias
        return harness.row(
            "predict, by pixels and weights",
            [
                Contestant(name: "limit, floats") { count in
                    var last: Float = 0
                    for index in 0..<count { last = limit(floats + (index & mask) * 784, weights, bias) }
                    keep(last)
                },
                ours("floats, float32", dependent: false, mask: mask), oursBytes("bytes, float32", mask: mask),
                ours("floats, int8", int8: true, dependent: false, mask: mask),
                oursBytes("bytes, int8", int8: true, mask: mask),
            ])
    }

    private func ours(_ name: String, int8: Bool = false, dependent: Bool, mask: Int) -> Contestant {
        let model = workload.model(int8: int8), floats = workload.floats
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

    private func oursBytes(_ name: String, int8: Bool = false, mask: Int) -> Contestant {
        let model = workload.model(int8: int8), bytes = workload.bytes
        return Contestant(name: name) { count in
            var prediction = mnist37_prediction()
            for index in 0..<count { _ = mnist37_predict_bytes(model, bytes + (index & mask) * 784, &prediction) }
            keep(prediction)
        }
    }

    /// Opening a model that lies in memory: every byte of the file is verified. The reference is copying the file.
    private func opening() -> Row? {
        let copy = UnsafeMutableRawPointer.allocate(byteCount: 8192, alignment: 64)
        let files = [workload.file(), workload.file(int8: true)]
        let model = UnsafeMutablePointer<mnist37_model>.allocate(capacity: 1)
        return harness.row(
            "model_init, from memory",
            [
                Contestant(name: "memcpy of float32") { count in
                    for _ in 0..<count {
                        copy.copyMemory(from: files[0].baseAddress!, byteCount: files[0].count)
                        keep(copy)
                    }
                }
            ]
                + zip(["mnist37, float32", "mnist37, int8"], files).map { name, file in
                    Contestant(name: name) { count in
                        for _ in 0..<count { _ = mnist37_model_init(model, file.baseAddress, file.count) }
                        keep(model.pointee)
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
                Contestant(name: Contestant.underRule) { count in
                    var x: Float = 0.3
                    for _ in 0..<count { x = baseline_rule_sigmoid(x) }
                    keep(x)
                },
                Contestant(name: "mnist37") { count in
                    var x: Float = 0.3
                    for _ in 0..<count { x = sigmoid(x) }
                    keep(x)
                },
            ])
    }
}
