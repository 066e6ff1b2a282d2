import CMNIST37
import Glibc

/// Pictures and models that all contestants share: made up, the same in every run, as sparse as MNIST is (19 % ink).
final class Workload {
    static let rotation = 1024
    let count: Int
    /// (count, 784) bytes, and the same as floats 0...1.
    let bytes: UnsafeMutablePointer<UInt8>
    let floats: UnsafeMutablePointer<Float>
    /// (count) 1 for a three, 0 for a seven.
    let labels: UnsafeMutablePointer<Float>
    /// (784).
    let weights: UnsafeMutablePointer<Float>
    /// `weights` / 255, for the baselines that read bytes.
    let byteWeights: UnsafeMutablePointer<Float>
    let bias: Float = 0.1

    init(count: Int) {
        self.count = count
        bytes = Workload.allocate(count * 784)
        floats = Workload.allocate(count * 784)
        labels = Workload.allocate(count)
        weights = Workload.allocate(784)
        byteWeights = Workload.allocate(784)
        var random = Random(state: 37)
        for index in 0..<784 {
            weights[index] = random.weight()
            byteWeights[index] = weights[index] / 255
        }
        for index in 0..<count * 784 {
            let value = random.next()
            bytes[index] = value % 100 < 19 ? UInt8(truncatingIfNeeded: value >> 32) | 1 : 0
            floats[index] = Float(bytes[index]) / 255
        }
        for index in 0..<count { labels[index] = random.next() & 1 == 0 ? 0 : 1 }
    }

    /// The linear model as a weights file, at its place in memory; float32, or int8 quantised.
    func file(int8: Bool = false) -> UnsafeMutableRawBufferPointer {
        let values = Array(UnsafeBufferPointer(start: weights, count: 784))
        let tensors: [UInt8]
        var scalesOffset = 0, biasesOffset = 0
        if int8 {
            let step = values.map(\.magnitude).max()! / 127, scale = step / 255
            let quantized = values.map { UInt8(bitPattern: Int8(($0 / step).rounded())) }
            scalesOffset = 128 + quantized.count
            biasesOffset = scalesOffset + 4
            tensors =
                quantized + scale.bitPattern.littleEndianBytes
                + UInt32(bitPattern: Int32((bias / scale).rounded())).littleEndianBytes
        } else {
            biasesOffset = 128 + 4 * values.count
            tensors = (values + [bias]).flatMap { $0.bitPattern.littleEndianBytes }
        }
        var file: [UInt8] = [0x89, 0x4d, 0x33, 0x37, 0x0d, 0x0a, 0x1a, 0x0a]
        func append(_ values: UInt32...) { for value in values { file += value.littleEndianBytes } }
        append(1, UInt32(132 + tensors.count))
        file += [1, 1, 1, 0]
        append(0x10000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
        for name in "37".utf8 { file += [name] + [UInt8](repeating: 0, count: 15) }
        file += [1, int8 ? 1 : 0, 0, 0]
        append(0)
        file += [28, 0, 28, 0, 1, 0, 1, 0]
        append(128, UInt32(scalesOffset), UInt32(biasesOffset), 0)
        file += tensors
        file += crc32(file).littleEndianBytes
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: file.count, alignment: 64)
        memory.copyBytes(from: file)
        return memory
    }

    /// `file(int8:)`, opened by the library.
    func model(int8: Bool = false) -> UnsafeMutablePointer<mnist37_model> {
        let model = UnsafeMutablePointer<mnist37_model>.allocate(capacity: 1)
        let file = file(int8: int8)
        let status = mnist37_model_init(model, file.baseAddress, file.count)
        precondition(status == MNIST37_OK, String(cString: mnist37_status_text(status)))
        return model
    }

    static func allocate<T>(_ count: Int) -> UnsafeMutablePointer<T> {
        // A margin: the baselines prefetch, and never read, what follows the last picture.
        let bytes = count * MemoryLayout<T>.stride + 65536
        return UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64).assumingMemoryBound(to: T.self)
    }
}

extension UInt32 {
    var littleEndianBytes: [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: self >> (8 * $0)) } }
}

/// The CRC-32 of zlib, one bit at a time.
private func crc32(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(0xffff_ffff as UInt32) { crc, byte in
        (0..<8).reduce(crc ^ UInt32(byte)) { crc, _ in crc >> 1 ^ (crc & 1 == 0 ? 0 : 0xedb8_8320) }
    }
}

/// SplitMix64.
struct Random: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }

    /// Uniform in -0.1...0.1.
    mutating func weight() -> Float { (Float(next() >> 40) * 0x1p-24 - 0.5) * 0.2 }
}
