import CMNIST37
import CZlib
import Testing
import Training
import WeightsFile

/// Every way in which the record of a convolution can be wrong has its status, and none ends the program.
struct MalformedNetworkTests {
    private static let float32 = Weights.random(.convTiny, .float32).encoded()
    private static let int8 = Weights.random(.convTiny, .int8).encoded()

    private func status(_ bytes: [UInt8], _ changes: [(Int, UInt8)]) -> mnist37_status {
        var bytes = bytes
        for (offset, value) in changes { bytes[offset] = value }
        return OpenModel(resealed(bytes)).status
    }

    @Test(
        arguments: [
            // The first layer's record begins at 96, the second's at 128, the dense layer's at 160.
            (96, 3, MNIST37_ERROR_LAYER_KIND), (96, 1, MNIST37_ERROR_ACTIVATION), (160, 2, MNIST37_ERROR_ACTIVATION),
            (98, 0, MNIST37_ERROR_ACTIVATION), (98, 2, MNIST37_ERROR_ACTIVATION), (162, 1, MNIST37_ERROR_ACTIVATION),
            (99, 0, MNIST37_ERROR_SHAPE), (99, 29, MNIST37_ERROR_SHAPE), (99, 255, MNIST37_ERROR_SHAPE),
            (100, 0, MNIST37_ERROR_SHAPE), (100, 4, MNIST37_ERROR_SHAPE), (101, 2, MNIST37_ERROR_SHAPE),
            (102, 1, MNIST37_ERROR_RESERVED), (103, 1, MNIST37_ERROR_RESERVED), (124, 1, MNIST37_ERROR_RESERVED),
            (163, 1, MNIST37_ERROR_RESERVED), (164, 1, MNIST37_ERROR_RESERVED), (165, 1, MNIST37_ERROR_RESERVED),
            (104, 27, MNIST37_ERROR_SHAPE), (108, 2, MNIST37_ERROR_SHAPE), (110, 0, MNIST37_ERROR_SHAPE),
            (111, 1, MNIST37_ERROR_SHAPE), (136, 13, MNIST37_ERROR_SHAPE), (138, 15, MNIST37_ERROR_SHAPE),
            (140, 5, MNIST37_ERROR_SHAPE), (168, 8, MNIST37_ERROR_SHAPE), (174, 2, MNIST37_ERROR_SHAPE),
            (17, 2, MNIST37_ERROR_SHAPE), (16, 1, MNIST37_ERROR_SHAPE), (16, 6, MNIST37_ERROR_LAYER_COUNT),
            (112, 0, MNIST37_ERROR_LAYOUT), (120, 0, MNIST37_ERROR_LAYOUT), (144, 0, MNIST37_ERROR_LAYOUT),
        ] as [(Int, UInt8, mnist37_status)])
    func changedField(offset: Int, value: UInt8, expected: mnist37_status) {
        #expect(status(Self.float32, [(offset, value)]) == expected)
        #expect(status(Self.int8, [(offset, value)]) == expected)
    }

    @Test func twoElementTypes() {
        #expect(status(Self.float32, [(129, 1)]) == MNIST37_ERROR_ELEMENT_TYPE)
        #expect(status(Self.int8, [(161, 0)]) == MNIST37_ERROR_ELEMENT_TYPE)
    }

    @Test(arguments: Weights.ElementType.allCases) func tooMuchScratch(elementType: Weights.ElementType) {
        let large = NetworkArchitecture(channels: [32, 8])
        #expect(OpenModel(Weights.random(large, elementType).encoded()).status == MNIST37_ERROR_SCRATCH)
        // A kernel that sees nearly all rows.
        let tall = NetworkArchitecture(stages: [.init(.init(kernelSize: 27, stride: 1, padding: 13), outputs: 1)])
        #expect(OpenModel(Weights.random(tall, elementType).encoded()).status == MNIST37_ERROR_SCRATCH)
    }

    @Test func layersWithoutAnEnd() {
        // A convolution at the end, a dense layer in the middle, five convolutions.
        var weights = Weights.random(.convTiny, .float32)
        weights.layers.removeLast()
        #expect(OpenModel(weights.encoded()).status == MNIST37_ERROR_SHAPE)
        weights = Weights.random(.convTiny, .float32)
        weights.layers.swapAt(1, 2)
        #expect(OpenModel(weights.encoded()).status == MNIST37_ERROR_SHAPE)
        let deep = NetworkArchitecture(channels: [2, 2, 2, 2, 2])
        #expect(OpenModel(Weights.random(deep, .float32).encoded()).status == MNIST37_ERROR_LAYER_COUNT)
    }

    @Test func everyFlippedBitIsFound() {
        for offset in Self.int8.indices {
            var bytes = Self.int8
            bytes[offset] ^= 1 << (offset % 8)
            #expect(OpenModel(bytes).status != MNIST37_OK)
        }
    }

    /// Records of every kind in a right frame: a status or an answer, never an end of the program.
    @Test func randomRecordsNeverCrash() {
        var random = RandomSource(seed: 8)
        let files = architectures.flatMap { architecture in
            Weights.ElementType.allCases.map { Weights.random(architecture, $0).encoded() }
        }
        var opened = 0
        for round in 0..<20_000 {
            var bytes = files[round % files.count]
            let records = 96..<(96 + 32 * Int(bytes[16]))
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let offset =
                    round % 3 == 0
                    ? Int.random(in: records.upperBound..<bytes.count, using: &random)
                    : Int.random(in: records, using: &random)
                bytes[offset] = UInt8.random(in: 0...(round % 2 == 0 ? 255 : 8), using: &random)
            }
            let open = OpenModel(resealed(bytes))
            // The trainer's reader takes the same files, but for those that only lack memory.
            let isSound = [MNIST37_OK, MNIST37_ERROR_SCRATCH].contains(open.status)
            #expect((Weights(decoding: resealed(bytes)) != nil) == isSound)
            guard open.status == MNIST37_OK else { continue }
            opened += 1
            _ = open.logit([Float](repeating: 1, count: 784))
        }
        #expect(opened > 100)
    }
}

/// The bytes with a right checksum at their end.
private func resealed(_ bytes: [UInt8]) -> [UInt8] {
    let crc = bytes.withUnsafeBufferPointer { UInt32(crc32_z(0, $0.baseAddress, $0.count - 4)) }
    return bytes.dropLast(4) + withUnsafeBytes(of: crc.littleEndian) { Array($0) }
}
