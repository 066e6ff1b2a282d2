import CBaselines
import CMNIST37
import Glibc

/// The C functions beside which the library is measured, compiled by the makefile into a library of their own.
struct Baselines {
    /// The limit first.
    let sets: [baseline]
    /// The limit under the library's rule.
    let rule: baseline_rule

    init(_ path: String?) throws {
        guard let path else { throw BenchError.usage("--baselines names the library of C baselines") }
        guard let library = dlopen(path, RTLD_NOW), let baselines = dlsym(library, "baselines"),
            let rule = dlsym(library, "baseline_rule")
        else { throw BenchError.baselines(String(cString: dlerror())) }
        var set = unsafeBitCast(baselines, to: (@convention(c) () -> UnsafePointer<baseline>).self)()
        var sets: [baseline] = []
        while set.pointee.name != nil {
            sets.append(set.pointee)
            set += 1
        }
        self.sets = sets
        self.rule = unsafeBitCast(rule, to: (@convention(c) () -> UnsafePointer<baseline_rule>).self)().pointee
    }

    private static let checked = 64

    /// A contestant that computes something else wins nothing.
    ///
    /// The sets may round differently, and agree on the probability of a three to 4e-6. The limit under the library's rule
    /// has the library's order of summation, and agrees on all bits of all pictures.
    func checkAgreement(_ workload: Workload) throws {
        let model = workload.model()
        let batch = UnsafeMutablePointer<Float>.allocate(capacity: Self.checked)
        defer { batch.deallocate() }
        for set in sets {
            let name = String(cString: set.name)
            set.batch(workload.floats, Self.checked, workload.weights, workload.bias, batch)
            for picture in 0..<Self.checked {
                let pixels = workload.floats + picture * 784, bytes = workload.bytes + picture * 784
                var prediction = mnist37_prediction()
                _ = mnist37_predict(model, pixels, &prediction)
                let three = prediction.digit == 3 ? prediction.probability : 1 - prediction.probability
                func check(_ value: Float, _ what: String) throws {
                    guard (value - three).magnitude < 4e-6 else {
                        throw BenchError.disagreement("\(name), \(what), picture \(picture): \(value), not \(three)")
                    }
                }
                try check(set.one(pixels, workload.weights, workload.bias), "one picture")
                try check(batch[picture], "batch")
                if let one = set.bytes { try check(one(bytes, workload.byteWeights, workload.bias), "bytes") }
            }
        }
        try checkSameBits(workload, model)
    }

    private func checkSameBits(_ workload: Workload, _ model: UnsafePointer<mnist37_model>) throws {
        // One more than a multiple of eight: a batch has a rest.
        let count = Self.checked + 1, weights = workload.weights, bias = workload.bias
        let ours = Predictions(count), batch = Predictions(count), rule = Predictions(count)
        func check(_ ours: Predictions, _ what: String) throws {
            guard ours.hasBits(of: rule) else {
                throw BenchError.disagreement("\(Contestant.underRule), \(what): other bits than the library's")
            }
        }
        for bad in [false, true] {
            // Of the second half of a batch, a pixel that is no number: zeros for this picture, and an error.
            let pixel = workload.floats + 40 * 784, kept = pixel.pointee
            if bad { pixel.pointee = .nan }
            defer { pixel.pointee = kept }
            for picture in 0..<count {
                let pixels = workload.floats + picture * 784
                let status = mnist37_predict(model, pixels, ours.ours(picture))
                let ok = self.rule.one(pixels, weights, bias, rule.theirs(picture))
                guard (status == MNIST37_OK) == (ok == 1) else {
                    throw BenchError.disagreement("\(Contestant.underRule), picture \(picture): another status")
                }
            }
            try check(ours, "one picture")
            let status = mnist37_predict_batch(model, workload.floats, count, batch.ours(0))
            let ok = self.rule.batch(workload.floats, count, weights, bias, rule.theirs(0))
            guard (status == MNIST37_OK) == (ok == 1), (ok == 1) != bad else {
                throw BenchError.disagreement("\(Contestant.underRule), batch: another status")
            }
            try check(batch, "batch")
        }
        for picture in 0..<count {
            _ = self.rule.one_of_bytes(workload.bytes + picture * 784, weights, bias, rule.theirs(picture))
        }
        _ = mnist37_predict_batch_bytes(model, workload.bytes, count, batch.ours(0))
        try check(batch, "bytes")
        _ = self.rule.batch_of_bytes(workload.bytes, count, weights, bias, rule.theirs(0))
        try check(batch, "batch of bytes")
    }
}

/// Predictions in memory, by the library or by C that has a type of its own for them.
final class Predictions {
    private let bytes: UnsafeMutableRawBufferPointer

    init(_ count: Int) {
        let size = MemoryLayout<mnist37_prediction>.stride
        precondition(size == MemoryLayout<baseline_prediction>.stride)
        bytes = .allocate(byteCount: count * size, alignment: 16)
        bytes.initializeMemory(as: UInt8.self, repeating: 0)
    }

    deinit { bytes.deallocate() }

    func ours(_ index: Int) -> UnsafeMutablePointer<mnist37_prediction> {
        bytes.baseAddress!.assumingMemoryBound(to: mnist37_prediction.self) + index
    }

    func theirs(_ index: Int) -> UnsafeMutablePointer<baseline_prediction> {
        bytes.baseAddress!.assumingMemoryBound(to: baseline_prediction.self) + index
    }

    func hasBits(of other: Predictions) -> Bool { bytes.elementsEqual(other.bytes) }
}
