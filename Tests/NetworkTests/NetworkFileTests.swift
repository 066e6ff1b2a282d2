import CMNIST37
import Testing
import Training
import WeightsFile

/// libmnist37 on networks: what it computes, and what it refuses.
struct NetworkFileTests {
    private static let pictures: [[UInt8]] = {
        var random = RandomSource(seed: 6)
        var pictures = (0..<6).map { _ in (0..<784).map { _ in UInt8.random(in: 0...255, using: &random) } }
        pictures += [[UInt8](repeating: 0, count: 784), [UInt8](repeating: 255, count: 784)]
        // Ink in the middle only: blank rows before, between and after.
        pictures += (0..<4).map { _ in
            (0..<784).map { index in
                (6..<22).contains(index / 28) && index / 28 != 13 && (7..<20).contains(index % 28)
                    ? UInt8.random(in: 0...255, using: &random) : 0
            }
        }
        return pictures
    }()

    @Test(arguments: architectures, Weights.ElementType.allCases)
    func survivesTheFile(architecture: NetworkArchitecture, elementType: Weights.ElementType) {
        let weights = Weights.random(architecture, elementType)
        let bytes = weights.encoded()
        #expect(Weights(decoding: bytes) == weights)
        #expect(weights.architecture == architecture)
        let open = OpenModel(bytes)
        #expect(open.status == MNIST37_OK)
        #expect(open.info.layers == UInt32(architecture.stages.count + 1))
        #expect(open.info.parameters == UInt32(architecture.parameterCount))
        #expect(open.info.file_bytes == UInt32(bytes.count))
    }

    @Test func infoOfThePresets() {
        let tiny = OpenModel(Weights.random(.convTiny, .int8).encoded()).info
        #expect(tiny.parameters == 729 && tiny.multiply_adds == 21_560 && tiny.scratch_bytes == 416)
        #expect(tiny.file_bytes < 1200)
        let conv = OpenModel(Weights.random(.conv, .int8).encoded()).info
        #expect(conv.parameters == 3825 && conv.multiply_adds == 107_680 && conv.scratch_bytes == 1088)
        #expect(conv.file_bytes < 5000)
        #expect(OpenModel(Weights.random(.convTiny, .float32).encoded()).info.scratch_bytes == 1440)
        #expect(OpenModel(Weights.random(.conv, .float32).encoded()).info.scratch_bytes == 4096)
    }

    @Test(arguments: architectures) func float32AgreesWithFloat64(architecture: NetworkArchitecture) throws {
        let weights = Weights.random(architecture, .float32)
        let open = OpenModel(weights.encoded())
        for picture in Self.pictures {
            let logit = try #require(open.logit(picture))
            let expected = weights.logOdds(picture[...])
            #expect((Double(logit) - expected).magnitude < 1e-5 * (1 + expected.magnitude))
            // A byte is byte / 255, to the last bit.
            #expect(open.logit(picture.map { Float($0) / 255 })?.bitPattern == logit.bitPattern)
        }
    }

    /// The integer sum is the same; the last product is rounded to float32 twice.
    @Test(arguments: architectures) func int8IsExact(architecture: NetworkArchitecture) throws {
        let weights = Weights.random(architecture, .int8)
        let scales = try #require(weights.layers.last?.int8).scales
        let open = OpenModel(weights.encoded())
        for picture in Self.pictures {
            let logit = try #require(open.logit(picture))
            let sum = (weights.logOdds(picture[...]) / Double(scales[0])).rounded()
            #expect(logit.bitPattern == (Float(sum) * scales[0]).bitPattern)
            #expect(open.logit(picture.map { Float($0) / 255 })?.bitPattern == logit.bitPattern)
        }
    }

    @Test func agreesOnTheCarriedDigits() throws {
        let digits = try DatasetSplit.carriedDigits().validation
        for elementType in Weights.ElementType.allCases {
            let weights = Weights.random(.conv, elementType, seed: 3)
            let open = OpenModel(weights.encoded())
            for index in 0..<digits.count {
                let logit = try #require(open.logit(Array(digits.picture(index))))
                let expected = weights.logOdds(digits.picture(index))
                #expect((Double(logit) - expected).magnitude < 1e-5 * (1 + expected.magnitude))
            }
        }
    }

    @Test(arguments: Weights.ElementType.allCases) func aBatchIsOneAfterTheOther(elementType: Weights.ElementType) {
        let open = OpenModel(Weights.random(.convTiny, elementType).encoded())
        var pixels = Self.pictures.flatMap { $0.map { Float($0) / 255 } }
        pixels[784 + 5] = .nan
        var predictions = [mnist37_prediction](repeating: mnist37_prediction(), count: Self.pictures.count)
        let status = mnist37_predict_batch(&open.model, pixels, predictions.count, &predictions)
        #expect(status == MNIST37_ERROR_PIXELS)
        for (index, prediction) in predictions.enumerated() {
            let one = open.logit(Array(pixels[index * 784..<(index + 1) * 784]))
            #expect(prediction.digit == (one.map { $0 > 0 ? 3 : 7 } ?? 0) && prediction.logit == one ?? 0)
        }
    }

    /// A ReLU turns -infinity, and NaN as well in some forms, into 0; the answer must not be built on that.
    @Test(arguments: [Float.nan, .infinity, -.infinity], Weights.ElementType.allCases)
    func pixelsThatAreNotFinite(value: Float, elementType: Weights.ElementType) {
        for architecture in architectures {
            let open = OpenModel(Weights.random(architecture, elementType).encoded())
            for position in [0, 27, 400, 783] {
                var pixels = [Float](repeating: 0.5, count: 784)
                pixels[position] = value
                #expect(open.logit(pixels) == nil)
            }
        }
    }

    @Test func sumsThatOverflow() {
        let open = OpenModel(Weights.random(.convTiny, .float32).encoded())
        #expect(open.logit([Float](repeating: 3e38, count: 784)) == nil)
        #expect(open.logit([Float](repeating: -3e38, count: 784)) == nil)
        #expect(open.logit([Float](repeating: 1e6, count: 784)) != nil)
    }

    /// The second layer's kernels see 27 of the first one's 28 rows; what overflows in the last is an error all the same.
    @Test func sumsThatNoOutputSees() {
        var weights = Weights.random(
            NetworkArchitecture(stages: [
                .init(.init(kernelSize: 1, stride: 1, padding: 0), outputs: 2),
                .init(.init(kernelSize: 3, stride: 3, padding: 0), outputs: 2),
            ]), .float32)
        weights.layers[0].tensors = .float32(weights: [2, 2], biases: [0, 0])
        let open = OpenModel(weights.encoded())
        for (pixel, hasAnswer) in [(1e38, true), (3e38, false)] as [(Float, Bool)] {
            let pixels = (0..<784).map { $0 < 27 * 28 ? 0 : pixel }
            #expect((open.logit(pixels) != nil) == hasAnswer)
        }
    }

    /// A second output whose sum is infinite must not pass for a model without one.
    @Test(arguments: [3e38, -3e38] as [Float]) func aSecondOutputThatOverflows(weight: Float) throws {
        var weights = Weights.random(.convTiny.tellingOthers(), .float32)
        let last = weights.layers.count - 1
        guard case .float32(var values, let biases) = weights.layers[last].tensors else { return #expect(Bool(false)) }
        for index in values.indices.suffix(weights.layers[last].inputs) { values[index] = weight }
        weights.layers[last].tensors = .float32(weights: values, biases: biases)
        let open = OpenModel(weights.encoded())
        #expect(open.status == MNIST37_OK)
        #expect(open.logit([Float](repeating: 1, count: 784)) == nil)
        #expect(open.prediction([UInt8](repeating: 255, count: 784)) == nil)
    }

    /// The largest sums that a file can make: no overflow, and every activation at its end of the range.
    @Test func extremeIntegers() throws {
        for sign in [1, -1] {
            var weights = Weights.random(.conv, .int8)
            for (index, layer) in weights.layers.enumerated() {
                let (values, scales, biases) = try #require(layer.int8)
                let isLast = index == weights.layers.count - 1
                weights.layers[index].tensors = .int8(
                    weights: values.map { _ in isLast && sign < 0 ? -128 : 127 },
                    scales: scales.map { _ in isLast ? 0x1p-40 : 0x1.fffffep15 },
                    biases: biases.map { _ in Int32(sign) << 30 })
            }
            let open = OpenModel(weights.encoded())
            let logit = try #require(open.logit([UInt8](repeating: 255, count: 784)))
            let expected = weights.logOdds([UInt8](repeating: 255, count: 784)[...])
            #expect((Double(logit) - expected).magnitude <= 1e-6 * expected.magnitude)
        }
    }

    /// A first layer whose sums are all 2^14, with scales that leave exactly 1/2: the upper byte is wanted.
    @Test(arguments: [NetworkArchitecture.convTiny, .conv], 15...22)
    func sumsHalfwayBetweenTwoBytes(architecture: NetworkArchitecture, zeros: Int) throws {
        var weights = Weights.random(architecture, .int8)
        let (values, scales, biases) = try #require(weights.layers[0].int8)
        let odd = (1 << (23 - zeros)) + 1
        // The centre of the kernel sees no padding.
        let centre = 4 * biases.count..<5 * biases.count
        weights.layers[0].tensors = .int8(
            weights: values.indices.map { centre.contains($0) ? 64 : 0 },
            scales: scales.map { _ in Float(odd) * 0x1p-15 }, biases: biases.map { _ in 64 })
        let white = [UInt8](repeating: 255, count: 784)
        let logit = try #require(OpenModel(weights.encoded()).logit(white))
        let expected = weights.logOdds(white[...])
        #expect((Double(logit) - expected).magnitude <= 1e-6 * expected.magnitude)
    }

    /// A first layer whose every sum is the same odd number above 2^24, which float32 does not hold, at a scale where the
    /// next number that it holds is another byte.
    @Test(arguments: [NetworkArchitecture.convTiny, .conv])
    func sumsThatFloatsDoNotHold(architecture: NetworkArchitecture) throws {
        var weights = Weights.random(architecture, .int8)
        let (values, scales, biases) = try #require(weights.layers[0].int8)
        weights.layers[0].tensors = .int8(
            weights: values.map { _ in 0 }, scales: scales.map { _ in 0x1p-18 },
            biases: biases.map { _ in (1 << 24) + (1 << 17) - 1 })
        let white = [UInt8](repeating: 255, count: 784)
        let logit = try #require(OpenModel(weights.encoded()).logit(white))
        let expected = weights.logOdds(white[...])
        #expect((Double(logit) - expected).magnitude <= 1e-6 * expected.magnitude)
    }
}
