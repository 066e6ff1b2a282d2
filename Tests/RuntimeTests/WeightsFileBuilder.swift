import CMNIST37
import Training
import WeightsFile

/// A weights file in memory that starts at a multiple of 16, as C code would hold it.
final class FileBytes {
    let memory: UnsafeMutableRawBufferPointer

    init(_ bytes: [UInt8]) {
        memory = .allocate(byteCount: max(bytes.count, 1), alignment: 16)
        memory.copyBytes(from: bytes)
        count = bytes.count
    }

    let count: Int

    deinit { memory.deallocate() }
}

/// What `mnist37_model_init` says of some bytes.
func initStatus(_ bytes: [UInt8]) -> mnist37_status {
    let file = FileBytes(bytes)
    var model = mnist37_model()
    return mnist37_model_init(&model, file.memory.baseAddress, file.count)
}

/// The bytes with a right checksum at their end.
func resealed(_ bytes: [UInt8]) -> [UInt8] {
    var crc: UInt32 = 0xffff_ffff
    let content = bytes.dropLast(4)
    for byte in content {
        crc ^= UInt32(byte)
        for _ in 0..<8 { crc = crc >> 1 ^ (crc & 1 == 1 ? 0xedb8_8320 : 0) }
    }
    return content + withUnsafeBytes(of: (~crc).littleEndian) { Array($0) }
}

extension Weights {
    /// A linear model with random weights and a bias.
    static func random(columns: Int, _ elementType: ElementType, seed: UInt64 = 1) -> Weights {
        var random = RandomSource(seed: seed)
        let model = LinearModel(columns: columns, deviation: 0.3, using: &random)
        let weights = Weights(model, trainedWith: columns == 1 ? .bce : .softmax, metadata: Metadata())
        return elementType == .int8 ? weights.quantized() : weights
    }
}
