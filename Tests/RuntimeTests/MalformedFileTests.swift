import CMNIST37
import Testing
import Training
import WeightsFile

/// Every way in which a weights file can be wrong has a status of its own, and none ends the program.
struct MalformedFileTests {
    private static let intact = Weights.random(columns: 1, .float32).encoded()
    private static let int8 = Weights.random(columns: 1, .int8).encoded()

    /// The intact file with one byte changed, its checksum made right again.
    private func changed(_ offset: Int, to value: UInt8, in bytes: [UInt8] = intact) -> [UInt8] {
        var bytes = bytes
        bytes[offset] = value
        return resealed(bytes)
    }

    @Test func intactFilesOpen() {
        #expect(initStatus(Self.intact) == MNIST37_OK)
        #expect(initStatus(Self.int8) == MNIST37_OK)
        #expect(resealed(Self.intact) == Self.intact)
    }

    @Test func everyCutIsTruncated() {
        for count in 0..<Self.intact.count {
            let expected = count == 0 ? MNIST37_ERROR_TRUNCATED : initStatus(Array(Self.intact.prefix(count)))
            #expect(expected == MNIST37_ERROR_TRUNCATED, "cut to \(count) bytes")
        }
    }

    @Test func everyFlippedBitIsFound() {
        for offset in Self.int8.indices {
            for bit in 0..<8 {
                var bytes = Self.int8
                bytes[offset] ^= 1 << bit
                #expect(initStatus(bytes) != MNIST37_OK, "bit \(bit) of byte \(offset)")
            }
        }
    }

    @Test func extraBytes() {
        #expect(initStatus(Self.intact + [0]) == MNIST37_ERROR_TRAILING)
        #expect(initStatus(Self.intact + [0, 0, 0, 0]) == MNIST37_ERROR_TRAILING)
    }

    @Test func damagedPayload() {
        var bytes = Self.intact
        bytes[1000] ^= 4
        #expect(initStatus(bytes) == MNIST37_ERROR_CHECKSUM)
    }

    @Test(
        arguments: [
            (0, 0x88, MNIST37_ERROR_MAGIC), (7, 0, MNIST37_ERROR_MAGIC),
            (8, 99, MNIST37_ERROR_VERSION), (11, 1, MNIST37_ERROR_VERSION),
            (12, 0, MNIST37_ERROR_TRAILING), (15, 1, MNIST37_ERROR_TRUNCATED),
            (16, 0, MNIST37_ERROR_LAYER_COUNT), (16, 255, MNIST37_ERROR_LAYER_COUNT),
            (17, 2, MNIST37_ERROR_SHAPE), (18, 5, MNIST37_ERROR_METADATA), (19, 1, MNIST37_ERROR_RESERVED),
            (31, 0xff, MNIST37_ERROR_METADATA), (52, 1, MNIST37_ERROR_METADATA), (60, 1, MNIST37_ERROR_RESERVED),
            (64, 0, MNIST37_ERROR_NAME_LENGTH), (66, 1, MNIST37_ERROR_RESERVED), (95, 1, MNIST37_ERROR_NAME_LENGTH),
            (64, 0x1b, MNIST37_ERROR_NAME_ENCODING), (80, 0xff, MNIST37_ERROR_NAME_ENCODING),
            (64, 0x37, MNIST37_ERROR_NAMES_EQUAL),
            (96, 0, MNIST37_ERROR_LAYER_KIND), (96, 77, MNIST37_ERROR_LAYER_KIND),
            (97, 2, MNIST37_ERROR_ELEMENT_TYPE), (98, 9, MNIST37_ERROR_ACTIVATION),
            (99, 1, MNIST37_ERROR_RESERVED), (100, 1, MNIST37_ERROR_RESERVED), (124, 1, MNIST37_ERROR_RESERVED),
            (104, 27, MNIST37_ERROR_SHAPE), (106, 0, MNIST37_ERROR_SHAPE), (108, 2, MNIST37_ERROR_SHAPE),
            (110, 3, MNIST37_ERROR_SHAPE), (110, 0, MNIST37_ERROR_SHAPE),
            (112, 100, MNIST37_ERROR_LAYOUT), (116, 4, MNIST37_ERROR_LAYOUT), (120, 0, MNIST37_ERROR_LAYOUT),
        ] as [(Int, UInt8, mnist37_status)])
    func changedField(offset: Int, value: UInt8, expected: mnist37_status) {
        var bytes = changed(offset, to: value)
        if offset == 31 { bytes = resealed(bytes.replacing(30, with: 0xff)) }
        #expect(initStatus(bytes) == expected)
    }

    @Test func weightsThatAreNotFinite() {
        let infinity: [UInt8] = [0, 0, 0x80, 0x7f]
        for offset in [128, 128 + 4 * 783, 128 + 4 * 784] {
            var bytes = Self.intact
            bytes.replaceSubrange(offset..<(offset + 4), with: infinity)
            #expect(initStatus(resealed(bytes)) == MNIST37_ERROR_WEIGHT_VALUE)
        }
    }

    @Test func scalesAndBiasesOutOfRange() {
        let scales = 128 + 784, biases = scales + 4
        // Not a number, zero, negative, too large; a bias beyond 2^30.
        for (offset, bytes) in [
            (scales, [0, 0, 0xc0, 0x7f]), (scales, [0, 0, 0, 0]), (scales, [0, 0, 0x80, 0xbf]),
            (scales, [0, 0, 0x80, 0x47]), (biases, [1, 0, 0, 0x40]), (biases, [0, 0, 0, 0x80]),
        ] as [(Int, [UInt8])] {
            var file = Self.int8
            file.replaceSubrange(offset..<(offset + 4), with: bytes)
            #expect(initStatus(resealed(file)) == MNIST37_ERROR_WEIGHT_VALUE, "at \(offset): \(bytes)")
        }
    }

    @Test func slackBeforeTheChecksum() {
        var bytes = Self.intact
        bytes.insert(contentsOf: [0, 0, 0, 0], at: bytes.count - 4)
        bytes[12] += 4
        #expect(initStatus(resealed(bytes)) == MNIST37_ERROR_LAYOUT)
    }

    @Test func unalignedBytes() {
        let file = FileBytes([0, 0] + Self.intact)
        var model = mnist37_model()
        let status = mnist37_model_init(&model, file.memory.baseAddress.map { $0 + 2 }, Self.intact.count)
        #expect(status == MNIST37_ERROR_ALIGNMENT)
    }

    /// Bytes of every kind, with and without a right frame around them.
    @Test func randomBytesNeverCrash() {
        var random = RandomSource(seed: 5)
        for round in 0..<20_000 {
            var bytes = round.isMultiple(of: 2) ? Self.intact : Self.int8
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                bytes[Int.random(in: 12..<(round % 5 == 0 ? bytes.count : 128), using: &random)] =
                    UInt8.random(in: 0...255, using: &random)
            }
            let file = FileBytes(resealed(bytes))
            var model = mnist37_model()
            guard mnist37_model_init(&model, file.memory.baseAddress, file.count) == MNIST37_OK else { continue }
            var prediction = mnist37_prediction()
            let status = mnist37_predict(&model, [Float](repeating: 1, count: 784), &prediction)
            #expect(status == MNIST37_OK || status == MNIST37_ERROR_PIXELS)
        }
    }
}

extension [UInt8] {
    fileprivate func replacing(_ offset: Int, with value: UInt8) -> [UInt8] {
        var bytes = self
        bytes[offset] = value
        return bytes
    }
}
