import CZlib

extension Weights {
    package static let magic: [UInt8] = [0x89, 0x4d, 0x33, 0x37, 0x0d, 0x0a, 0x1a, 0x0a]
    package static let formatVersion: UInt32 = 1
    package static let headerSize = 96
    package static let layerRecordSize = 32
    package static let checksumSize = 4

    /// The bytes of the weights file. Equal weights give equal bytes.
    public func encoded() -> [UInt8] {
        var records = ByteWriter()
        var tensors = ByteWriter()
        let start = Weights.headerSize + layers.count * Weights.layerRecordSize
        for layer in layers {
            let weightsOffset = start + tensors.bytes.count
            var scalesOffset = 0
            var biasesOffset = 0
            switch layer.tensors {
            case .float32(let weights, let biases):
                weights.forEach { tensors.append($0.bitPattern) }
                biasesOffset = start + tensors.bytes.count
                biases.forEach { tensors.append($0.bitPattern) }
            case .int8(let weights, let scales, let biases):
                weights.forEach { tensors.append(UInt8(bitPattern: $0)) }
                tensors.pad(toMultipleOf: 4)
                scalesOffset = start + tensors.bytes.count
                scales.forEach { tensors.append($0.bitPattern) }
                biasesOffset = start + tensors.bytes.count
                biases.forEach { tensors.append(UInt32(bitPattern: $0)) }
            }
            records.append(layer.kind.code)
            records.append(UInt8(layer.elementType == .int8 ? 1 : 0))
            records.bytes += layer.kind.fields
            for dimension in [layer.height, layer.width, layer.channels, layer.outputs] {
                records.append(UInt16(truncatingIfNeeded: dimension))
            }
            for offset in [weightsOffset, scalesOffset, biasesOffset, 0] {
                records.append(UInt32(truncatingIfNeeded: offset))
            }
        }
        let size = start + tensors.bytes.count + Weights.checksumSize
        var file = header(size: UInt32(truncatingIfNeeded: size))
        file.bytes += records.bytes + tensors.bytes
        file.append(checksum(file.bytes))
        return file.bytes
    }

    private func header(size: UInt32) -> ByteWriter {
        var header = ByteWriter()
        header.bytes = Weights.magic
        header.append(Weights.formatVersion)
        header.append(size)
        header.append(UInt8(truncatingIfNeeded: layers.count))
        header.append(UInt8(truncatingIfNeeded: outputs))
        header.append(metadata.loss?.code ?? 0)
        header.append(UInt8(0))
        header.append(metadata.trainerVersion)
        header.append(metadata.epochs)
        header.append(metadata.learningRate.bitPattern)
        header.append(metadata.seed)
        header.append(metadata.dataFingerprint)
        header.append(metadata.validationCount)
        header.append(metadata.validationErrors)
        header.append(metadata.batchSize)
        header.append(UInt32(0))
        header.bytes += classes.encoded
        return header
    }
}

extension Weights.Layer {
    public var elementType: Weights.ElementType {
        if case .int8 = tensors { .int8 } else { .float32 }
    }
}

extension Weights.Layer.Kind {
    /// The number of the kind in the file.
    var code: UInt8 {
        switch self {
        case .dense: 1
        case .convolution: 2
        }
    }

    /// Bytes 2 to 7 of the layer's record: activation, kernel size, stride, padding and two zeros.
    var fields: [UInt8] {
        switch self {
        case .dense: [0, 0, 0, 0, 0, 0]
        case .convolution(let convolution):
            [1]
                + [convolution.kernelSize, convolution.stride, convolution.padding, 0, 0].map(
                    UInt8.init(truncatingIfNeeded:))
        }
    }

    /// - Parameters:
    ///   - code: of the file.
    ///   - fields: bytes 2 to 7 of the layer's record.
    init?(code: UInt8, fields: some Collection<UInt8>) {
        let numbers = fields.map(Int.init)
        switch code {
        case 1: self = .dense
        case 2 where numbers.count == 6 && numbers[2] > 0:
            self = .convolution(Weights.Convolution(kernelSize: numbers[1], stride: numbers[2], padding: numbers[3]))
        default: return nil
        }
    }
}

/// The CRC-32 that ends the file.
package func checksum(_ bytes: some Collection<UInt8>) -> UInt32 {
    let contiguous = ContiguousArray(bytes)
    return contiguous.withUnsafeBufferPointer { UInt32(crc32_z(0, $0.baseAddress, $0.count)) }
}

/// Little-endian bytes.
struct ByteWriter {
    var bytes: [UInt8] = []

    mutating func append(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.littleEndian) { bytes += $0 }
    }

    mutating func pad(toMultipleOf alignment: Int) {
        while bytes.count % alignment != 0 { bytes.append(0) }
    }
}
