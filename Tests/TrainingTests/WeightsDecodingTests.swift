import CZlib
import Testing
import Training
import WeightsFile

/// Files of any bytes: weights that are whatever the format allows, or none.
struct WeightsDecodingTests {
    /// Four dimensions of 0xffff, whose product is beyond 64 bits.
    @Test func hugeDimensionsAreRefused() {
        for bytes in [Self.linear, Self.network].map({ $0.encoded() }) {
            for dimensions in [104..<112, 104..<110, 106..<112] {
                var bytes = bytes
                for offset in dimensions { bytes[offset] = 0xff }
                #expect(Weights(decoding: resealed(bytes)) == nil)
            }
        }
    }

    /// Two columns are folded into their difference; where that is infinite, no picture would have an answer.
    @Test(arguments: [(0, 1), (1, 0), (700, 701), (1568, 1569)]) func differencesThatOverflowAreRefused(
        first: Int, second: Int
    ) {
        var numbers = [Float](repeating: 0, count: 1570)
        func weights() -> Weights {
            Weights(
                LinearModel(
                    weights: (0..<1568).map { numbers[$0 % 784 * 2 + $0 / 784] }, bias: Array(numbers[1568...])),
                trainedWith: .softmax, metadata: .init())
        }
        numbers[first] = 0x1p127
        numbers[second] = 0x1p127
        #expect(weights().fault == nil && Weights(decoding: weights().encoded()) != nil)
        numbers[second] = -0x1p127
        #expect(weights().fault == .values(layer: 0) && Weights(decoding: weights().encoded()) == nil)
    }

    @Test func faults() {
        func fault(_ weights: Weights, _ change: (inout Weights) -> Void) -> Weights.Fault? {
            var weights = weights
            change(&weights)
            #expect((Weights(decoding: weights.encoded()) == nil) == (weights.fault != nil))
            return weights.fault
        }
        #expect(fault(Self.linear) { _ in } == nil && fault(Self.integerNetwork) { _ in } == nil)
        #expect(fault(Self.linear) { $0.layers = [] } == .layerCount(0))
        #expect(fault(Self.network) { $0.layers += Array(repeating: $0.layers[0], count: 14) } == .layerCount(17))
        #expect(fault(Self.linear) { $0.metadata.learningRate = .nan } == .metadata)
        #expect(fault(Self.linear) { $0.metadata.validationErrors = 1 } == .metadata)
        #expect(fault(Self.network) { $0.layers.removeLast() } == .shape(layer: 1))
        #expect(fault(Self.network) { $0.layers.swapAt(1, 2) } == .shape(layer: 1))
        #expect(fault(Self.linear) { $0.layers[0].outputs = 3 } == .shape(layer: 0))
        #expect(fault(Self.network) { $0.layers[2] = Self.linear.layers[0] } == .shape(layer: 2))
        for (kernel, stride, padding) in [
            (0, 1, 0), (29, 1, 0), (3, 0, 1), (3, 4, 1), (3, 2, 2), (.max, 1, 0), (3, 2, .max), (3, 2, -1),
            (1, .min, 0),
        ] {
            let convolution = Weights.Convolution(kernelSize: kernel, stride: stride, padding: padding)
            #expect(fault(Self.network) { $0.layers[0].kind = .convolution(convolution) } == .shape(layer: 0))
        }
        #expect(fault(Self.network) { $0.layers[1] = Self.integerNetwork.layers[1] } == .tensors(layer: 1))
        let short = Weights.Tensors.float32(weights: [1], biases: [1, 2])
        #expect(fault(Self.linear) { $0.layers[0].tensors = short } == .tensors(layer: 0))
        for bad in [Float.nan, .infinity, 0, -1, 0x1p-41, 0x1p16] {
            let tensors = Weights.Tensors.int8(
                weights: [Int8](repeating: 1, count: 784), scales: [bad], biases: [0])
            #expect(fault(Self.linear) { $0.layers[0].tensors = tensors } == .values(layer: 0))
        }
        for bias in [Int32.min, .max, 1 << 30 + 1] {
            let tensors = Weights.Tensors.int8(
                weights: [Int8](repeating: 1, count: 784), scales: [1], biases: [bias])
            #expect(fault(Self.linear) { $0.layers[0].tensors = tensors } == .values(layer: 0))
        }
        for bad in [Float.nan, .infinity] {
            let tensors = Weights.Tensors.float32(weights: [Float](repeating: 1, count: 784), biases: [bad])
            #expect(fault(Self.linear) { $0.layers[0].tensors = tensors } == .values(layer: 0))
        }
    }

    /// What is decoded can be used for whatever weights are used for.
    @Test func decodingSurvivesAnyBytes() {
        let intact = [Self.linear, Self.linear.quantized(), Self.network, Self.integerNetwork].map { $0.encoded() }
        for bytes in intact {
            for count in 0..<300 { #expect(Weights(decoding: resealed(Array(bytes.prefix(count)))) == nil) }
        }
        var random = RandomSource(seed: 8)
        var decoded = 0
        for round in 0..<8000 {
            var bytes = intact[round % intact.count]
            let end = round % 3 == 0 ? bytes.count - 4 : 96 + 32 * Int(bytes[16])
            for _ in 0...round % 3 {
                bytes[Int.random(in: 12..<end, using: &random)] = .random(
                    in: 0...(round % 2 == 0 ? 255 : 8), using: &random)
            }
            guard let weights = Weights(decoding: resealed(bytes)) else { continue }
            decoded += 1
            use(weights)
        }
        #expect(decoded > 500 && decoded < 7500)
    }

    private static let picture = Dataset(pixels: (0..<784).map { UInt8(truncatingIfNeeded: $0) }, labels: [1])
    private static let network = initialNetwork()
    private static let integerNetwork = network.quantized(on: picture)
    private static let linear = Weights(
        LinearModel(weights: (0..<1568).map { Float($0 % 5) / 8 }, bias: [1, 2]), trainedWith: .softmax,
        metadata: .init())

    /// A network as training begins with it.
    private static func initialNetwork() -> Weights {
        var recipe = Recipe.convTiny(for: 1)
        recipe.epochs = 0
        let run = try? TrainingRun(recipe, on: DatasetSplit(training: picture, validation: picture))
        return run?.weights(metadata: .init()) ?? linear
    }

    private func use(_ weights: Weights) {
        #expect(weights.logOdds(Self.picture.picture(0)).isFinite)
        _ = weights.quantized(on: Self.picture).encoded()
        _ = weights.architecture?.parameterCount
        for loss in Loss.allCases {
            #expect(weights.linearModel(for: loss).map { $0.weights.count == 784 * loss.columns } ?? true)
        }
    }

    /// The bytes with the size and the checksum that such a file has.
    private func resealed(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.count >= 20 else { return bytes }
        var bytes = bytes
        func put(_ value: UInt32, at offset: Int) {
            withUnsafeBytes(of: value.littleEndian) { bytes.replaceSubrange(offset..<(offset + 4), with: $0) }
        }
        put(UInt32(bytes.count), at: 12)
        put(bytes.withUnsafeBufferPointer { UInt32(crc32_z(0, $0.baseAddress, $0.count - 4)) }, at: bytes.count - 4)
        return bytes
    }
}
