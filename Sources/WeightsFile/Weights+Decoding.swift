extension Weights {
    /// Reads a weights file.
    ///
    /// It takes the files that libmnist37 takes, and those of networks that need more memory than libmnist37 has.
    ///
    /// - Returns: nil when a bit of the file is not as docs/weights-format.md wants it.
    public init?(decoding bytes: [UInt8]) {
        let reader = ByteReader(bytes: bytes)
        guard bytes.starts(with: Weights.magic), reader.word(8) == Weights.formatVersion,
            reader.word(12).map(Int.init) == bytes.count,
            reader.word(bytes.count - Weights.checksumSize)
                == checksum(bytes.dropLast(Weights.checksumSize)),
            let layerCount = reader.byte(16), let lossCode = reader.byte(18)
        else { return nil }
        let loss = Loss(code: lossCode)
        guard loss != nil || lossCode == 0 else { return nil }
        var metadata = Metadata()
        metadata.loss = loss
        guard let trainerVersion = reader.word(20), let epochs = reader.word(24), let rate = reader.word(28),
            let seed = reader.doubleWord(32), let fingerprint = reader.doubleWord(40),
            let validationCount = reader.word(48), let validationErrors = reader.word(52),
            let batchSize = reader.word(56),
            let names = reader.bytes(Weights.headerSize - ClassNames.size, ClassNames.size),
            let classes = ClassNames(decoding: names)
        else { return nil }
        metadata.trainerVersion = trainerVersion
        metadata.epochs = epochs
        metadata.learningRate = Float(bitPattern: rate)
        metadata.seed = seed
        metadata.dataFingerprint = fingerprint
        metadata.validationCount = validationCount
        metadata.validationErrors = validationErrors
        metadata.batchSize = batchSize
        var layers: [Layer] = []
        var input = Layer.Input.picture
        for index in 0..<Int(layerCount) {
            let record = Weights.headerSize + index * Weights.layerRecordSize
            guard var layer = Layer(reader, at: record),
                layer.fits(&input, isOnly: layerCount == 1, isLast: index + 1 == Int(layerCount)),
                let tensors = layer.tensors(reader, at: record)
            else { return nil }
            layer.tensors = tensors
            layers.append(layer)
        }
        self.init(layers: layers, metadata: metadata, classes: classes)
        // Weights have one file only: zeros, offsets and padding need no check of their own.
        guard fault == nil, encoded() == bytes else { return nil }
    }
}

extension Weights.Layer {
    /// The layer that the record tells of, without its numbers.
    fileprivate init?(_ reader: ByteReader, at record: Int) {
        guard let code = reader.byte(record), let fields = reader.bytes(record + 2, 6),
            let kind = Kind(code: code, fields: fields), let height = reader.half(record + 8),
            let width = reader.half(record + 10), let channels = reader.half(record + 12),
            let outputs = reader.half(record + 14)
        else { return nil }
        self.init(
            height: height, width: width, channels: channels, outputs: outputs,
            tensors: .float32(weights: [], biases: []), kind: kind)
    }

    /// The layer's numbers; nil when they are not in the file. For a layer that `fits`.
    fileprivate func tensors(_ reader: ByteReader, at record: Int) -> Weights.Tensors? {
        guard let elementType = reader.byte(record + 1), let weightsOffset = reader.word(record + 16),
            let scalesOffset = reader.word(record + 20), let biasesOffset = reader.word(record + 24),
            let biases = reader.words(Int(biasesOffset), outputs)
        else { return nil }
        switch elementType {
        case 0:
            return reader.words(Int(weightsOffset), weightCount).map { weights in
                .float32(weights: weights.map(Float.init(bitPattern:)), biases: biases.map(Float.init(bitPattern:)))
            }
        case 1:
            guard let weights = reader.bytes(Int(weightsOffset), weightCount),
                let scales = reader.words(Int(scalesOffset), outputs)
            else { return nil }
            return .int8(
                weights: weights.map(Int8.init(bitPattern:)), scales: scales.map(Float.init(bitPattern:)),
                biases: biases.map(Int32.init(bitPattern:)))
        default: return nil
        }
    }
}

/// Little-endian numbers in an array; nil beyond its ends.
private struct ByteReader {
    let bytes: [UInt8]

    func bytes(_ offset: Int, _ count: Int) -> ArraySlice<UInt8>? {
        guard offset >= 0, count >= 0, offset <= bytes.count, count <= bytes.count - offset else { return nil }
        return bytes[offset..<(offset + count)]
    }

    private func integer(_ offset: Int, _ count: Int) -> UInt64? {
        bytes(offset, count)?.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    func byte(_ offset: Int) -> UInt8? { integer(offset, 1).map(UInt8.init) }
    func half(_ offset: Int) -> Int? { integer(offset, 2).map(Int.init) }
    func word(_ offset: Int) -> UInt32? { integer(offset, 4).map(UInt32.init) }
    func doubleWord(_ offset: Int) -> UInt64? { integer(offset, 8) }

    func words(_ offset: Int, _ count: Int) -> [UInt32]? {
        guard bytes(offset, 4 * count) != nil else { return nil }
        return (0..<count).compactMap { word(offset + 4 * $0) }
    }
}
