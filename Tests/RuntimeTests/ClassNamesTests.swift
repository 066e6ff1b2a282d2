import CMNIST37
import Testing
import Training
import WeightsFile

/// What two classes may be called, and that libmnist37 agrees.
struct ClassNamesTests {
    @Test func namesThatAreNone() throws {
        #expect(throws: ClassNames.Fault.empty) { try ClassNames("", "b") }
        #expect(throws: ClassNames.Fault.empty) { try ClassNames("a", "") }
        #expect(throws: ClassNames.Fault.tooLong("sixteen letters.")) { try ClassNames("a", "sixteen letters.") }
        #expect(throws: ClassNames.Fault.equal("a")) { try ClassNames("a", "a") }
        for name in ["a\n", "\u{1b}[31m", "\0", "\u{7f}", "\u{85}"] {
            #expect(throws: ClassNames.Fault.controlCharacter(name)) { try ClassNames("a", name) }
        }
        // One letter in two spellings is two names, as in a file system.
        _ = try ClassNames("\u{e9}", "e\u{301}")
    }

    @Test(
        arguments: [
            ("3", "7", 3, 7), ("tick", "cross", 1, 0), ("fifteen letters", "\u{2713}", 1, 0), ("0", "1", 0, 1),
            ("123456789", "9", 123_456_789, 9), ("1234567890", "9", 1, 0), ("03", "3", 1, 0), ("-1", "1", 1, 0),
            ("3", "seven", 1, 0),
        ])
    func filesKeepThem(first: String, second: String, digit: Int32, other: Int32) throws {
        let classes = try ClassNames(first, second)
        for bias: Float in [1, -1] {
            let line = LinearModel(weights: [Float](repeating: 0, count: 784), bias: [bias])
            var weights = Weights(line, trainedWith: .bce, metadata: .init())
            weights.classes = classes
            let bytes = weights.encoded()
            #expect(Weights(decoding: bytes)?.classes == classes)
            let file = FileBytes(bytes)
            var model = mnist37_model(), info = mnist37_info(), prediction = mnist37_prediction()
            info.size = UInt32(MemoryLayout<mnist37_info>.size)
            try #require(mnist37_model_init(&model, file.memory.baseAddress, file.count) == MNIST37_OK)
            #expect(mnist37_model_info(&model, &info) == MNIST37_OK)
            let names = withUnsafeBytes(of: info.class_names) { names in
                [names[..<16], names[16...]].map { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            }
            #expect(names == [first, second])
            #expect(mnist37_predict_bytes(&model, [UInt8](repeating: 0, count: 784), &prediction) == MNIST37_OK)
            #expect(prediction.digit == (bias > 0 ? digit : other) && prediction.logit == bias)
        }
    }

    /// Bytes that are no name are no weights.
    @Test(
        arguments: [[0x61, 0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0x1b], [0x61, 0, 0x62], [0x37]] as [[UInt8]])
    func filesWithoutNames(name: [UInt8]) {
        let line = LinearModel(weights: [Float](repeating: 0, count: 784), bias: [1])
        var bytes = Weights(line, trainedWith: .bce, metadata: .init()).encoded()
        bytes.replaceSubrange(64..<(64 + name.count), with: name)
        #expect(Weights(decoding: resealed(bytes)) == nil)
    }
}
