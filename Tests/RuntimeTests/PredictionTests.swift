import CMNIST37
import Foundation
import Testing
import Training
import WeightsFile

struct PredictionTests {
    /// Opens the weights and hands the model to `body`.
    private func withModel<R>(_ weights: Weights, _ body: (inout mnist37_model) throws -> R) rethrows -> R {
        let file = FileBytes(weights.encoded())
        var model = mnist37_model()
        #expect(mnist37_model_init(&model, file.memory.baseAddress, file.count) == MNIST37_OK)
        return try withExtendedLifetime(file) { try body(&model) }
    }

    private func pictures(_ count: Int) -> [[UInt8]] {
        var random = RandomSource(seed: 3)
        return (0..<count).map { _ in (0..<784).map { _ in UInt8.random(in: 0...255, using: &random) } }
    }

    @Test(arguments: [1, 2], Weights.ElementType.allCases)
    func agreesWithFloat64(columns: Int, elementType: Weights.ElementType) {
        let weights = Weights.random(columns: columns, elementType)
        withModel(weights) { model in
            for picture in pictures(50) {
                var prediction = mnist37_prediction()
                #expect(mnist37_predict_bytes(&model, picture, &prediction) == MNIST37_OK)
                let expected = weights.logOdds(picture[...])
                #expect((Double(prediction.logit) - expected).magnitude < 1e-5 * (1 + expected.magnitude))
                #expect(prediction.digit == (prediction.logit > 0 ? 3 : 7))
                let probability = 1 / (1 + exp(-Double(prediction.logit.magnitude)))
                #expect((Double(prediction.probability) - probability).magnitude < 2.1 * 0x1p-24)
            }
        }
    }

    /// A byte is the same picture as byte / 255, and a batch the same as one at a time: to the last bit.
    @Test(arguments: [1, 2], Weights.ElementType.allCases)
    func allFormsGiveTheSameBits(columns: Int, elementType: Weights.ElementType) {
        let pictures = pictures(9)
        let floats = pictures.map { $0.map { Float($0) / 255 } }
        withModel(.random(columns: columns, elementType)) { model in
            var batch = [mnist37_prediction](repeating: mnist37_prediction(), count: pictures.count)
            let status = mnist37_predict_batch(&model, floats.flatMap { $0 }, pictures.count, &batch)
            #expect(status == MNIST37_OK)
            for index in pictures.indices {
                var one = mnist37_prediction()
                var bytes = mnist37_prediction()
                #expect(mnist37_predict(&model, floats[index], &one) == MNIST37_OK)
                #expect(mnist37_predict_bytes(&model, pictures[index], &bytes) == MNIST37_OK)
                for other in [bytes, batch[index]] {
                    #expect(one.logit.bitPattern == other.logit.bitPattern)
                    #expect(one.probability.bitPattern == other.probability.bitPattern)
                    #expect(one.digit == other.digit && one.known == 1 && other.known == 1)
                }
            }
        }
    }

    /// All 256 bytes, one at a time: a weight of 1 there, so that the logit is the pixel's value itself. At two places,
    /// because kernels take sixteen pixels at a time, and eight at the end of each 56.
    @Test(arguments: [400, 776]) func bytesAreExactlyDividedBy255(place: Int) {
        var model = LinearModel(weights: [Float](repeating: 0, count: 784), bias: [0])
        model.parameters[place] = 1
        withModel(Weights(model, trainedWith: .bce, metadata: .init())) { model in
            for byte in UInt8.min...UInt8.max {
                var picture = [UInt8](repeating: 0, count: 784)
                picture[place] = byte
                var prediction = mnist37_prediction()
                #expect(mnist37_predict_bytes(&model, picture, &prediction) == MNIST37_OK)
                #expect(prediction.logit == Float(byte) / 255)
            }
        }
    }

    @Test(arguments: [Float.nan, .infinity, -.infinity], Weights.ElementType.allCases)
    func pixelsThatAreNotFinite(value: Float, elementType: Weights.ElementType) {
        withModel(.random(columns: 2, elementType)) { model in
            for position in [0, 400, 783] {
                var picture = [Float](repeating: 0.5, count: 784)
                picture[position] = value
                var prediction = mnist37_prediction(digit: 1, probability: 2, logit: 3, known: 4)
                #expect(mnist37_predict(&model, picture, &prediction) == MNIST37_ERROR_PIXELS)
                #expect(prediction.digit == 1 && prediction.logit == 3, "left as it was")
                let good = [Float](repeating: 0.5, count: 784)
                var batch = [mnist37_prediction](repeating: prediction, count: 3)
                #expect(mnist37_predict_batch(&model, good + picture + good, 3, &batch) == MNIST37_ERROR_PIXELS)
                #expect(batch[1].digit == 0 && batch[1].probability == 0 && batch[1].logit == 0)
                #expect(batch[0].digit != 0 && batch[2].logit == batch[0].logit)
            }
        }
    }

    @Test func pixelsBeyondTheRange() {
        withModel(.random(columns: 1, .int8)) { model in
            var inside = mnist37_prediction()
            var beyond = mnist37_prediction()
            let picture = (0..<784).map { Float($0 % 2) }
            #expect(mnist37_predict(&model, picture, &inside) == MNIST37_OK)
            #expect(mnist37_predict(&model, picture.map { $0 == 0 ? -5 : 1e30 }, &beyond) == MNIST37_OK)
            #expect(inside.logit == beyond.logit, "int8 models read the nearest byte")
        }
        withModel(.random(columns: 1, .float32)) { model in
            var prediction = mnist37_prediction()
            let status = mnist37_predict(&model, [Float](repeating: .greatestFiniteMagnitude, count: 784), &prediction)
            #expect(status == MNIST37_ERROR_PIXELS, "the sum overflows")
        }
    }

    @Test func evenOddsAreASeven() {
        let zero = LinearModel(weights: [Float](repeating: 0, count: 784), bias: [0])
        withModel(Weights(zero, trainedWith: .bce, metadata: .init())) { model in
            var prediction = mnist37_prediction()
            #expect(mnist37_predict(&model, [Float](repeating: 1, count: 784), &prediction) == MNIST37_OK)
            #expect(prediction.digit == 7 && prediction.probability == 0.5 && prediction.logit == 0)
        }
    }

    @Test func nullPointers() {
        withModel(.random(columns: 1, .float32)) { model in
            var prediction = mnist37_prediction()
            var info = mnist37_info()
            let picture = [Float](repeating: 0, count: 784)
            #expect(mnist37_model_init(nil, picture, 10) == MNIST37_ERROR_NULL)
            #expect(mnist37_model_open(nil, "x") == MNIST37_ERROR_NULL)
            #expect(mnist37_model_info(nil, &info) == MNIST37_ERROR_NULL)
            #expect(mnist37_model_info(&model, nil) == MNIST37_ERROR_NULL)
            #expect(mnist37_predict(nil, picture, &prediction) == MNIST37_ERROR_NULL)
            #expect(mnist37_predict(&model, nil, &prediction) == MNIST37_ERROR_NULL)
            #expect(mnist37_predict(&model, picture, nil) == MNIST37_ERROR_NULL)
            #expect(mnist37_predict_bytes(&model, nil, &prediction) == MNIST37_ERROR_NULL)
            #expect(mnist37_predict_batch(nil, picture, 1, &prediction) == MNIST37_ERROR_NULL)
            #expect(mnist37_predict_batch(&model, nil, 1, &prediction) == MNIST37_ERROR_NULL)
            #expect(mnist37_predict_batch(&model, nil, 0, nil) == MNIST37_OK)
            mnist37_model_close(nil)
            #expect(mnist37_model_init(&model, nil, 10) == MNIST37_ERROR_NULL)
            #expect(mnist37_predict(&model, picture, &prediction) == MNIST37_ERROR_NOT_INITIALIZED)
            mnist37_model_close(&model)
        }
        var empty = mnist37_model()
        var info = mnist37_info()
        #expect(mnist37_model_info(&empty, &info) == MNIST37_ERROR_NOT_INITIALIZED)
    }

    /// Two threads predict from one model; both get the bits that one thread gets.
    @Test func threadsShareAModel() {
        let pictures = pictures(64)
        withModel(.random(columns: 2, .float32)) { model in
            withUnsafePointer(to: model) { model in
                nonisolated(unsafe) let shared = model
                func logits() -> [UInt32] {
                    pictures.map { picture in
                        var prediction = mnist37_prediction()
                        _ = mnist37_predict_bytes(shared, picture, &prediction)
                        return prediction.logit.bitPattern
                    }
                }
                let expected = logits()
                let mismatches = (0..<8).map { _ in 0 }.withUnsafeConcurrentCount { _ in logits() != expected }
                #expect(mismatches == 0)
            }
        }
    }
}

extension [Int] {
    /// How many of concurrent runs of `body` say true.
    fileprivate func withUnsafeConcurrentCount(_ body: @escaping (Int) -> Bool) -> Int {
        let lock = NSLock()
        nonisolated(unsafe) var total = 0
        nonisolated(unsafe) let run = body
        DispatchQueue.concurrentPerform(iterations: count) { index in
            if run(index) { lock.withLock { total += 1 } }
        }
        return total
    }
}
