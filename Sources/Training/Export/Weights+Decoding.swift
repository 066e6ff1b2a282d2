extension Weights {
    /// Reads a weights file that libmnist37 has accepted.
    ///
    /// The runtime is the judge of what is a weights file; this reader checks only what keeps it inside the bytes.
    ///
    /// - Returns: nil when the bytes are not those of a file of a version and a kind that this program can read.
    public init?(decoding bytes: [UInt8]) {
        let reader = ByteReader(bytes: bytes)
        guard bytes.starts(with: Weights.magic), reader.word(8) == Weights.formatVersion,
            reader.word(12).map(Int.init) == bytes.count,
            reader.word(bytes.count - Weights.checksumSize)
                == checksum(bytes.dropLast(Weights.checksumSize)),
            let layerCount = reader.byte(16), let lossCode = reader.byte(18), let loss = Loss?(code: lossCode)
        else { return nil }
        var metadata = Metadata()
        metadata.loss = loss
        guard let trainerVersion = reader.word(20), let epochs = reader.word(24), let rate = reader.word(28),
            let seed = reader.doubleWord(32), let fingerprint = reader.doubleWord(40),
            let validationCount = reader.word(48), let validationErrors = reader.word(52),
            let batchSize = reader.word(56)
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
        for index in 0..<Int(layerCount) {
            guard let layer = Layer(reader, at: Weights.headerSize + index * Weights.layerRecordSize) else {
                return nil
            }
            layers.append(layer)
        }
        self.init(layers: layers, metadata: metadata)
    }
}

extension Weights.Layer {
    fileprivate init?(_ reader: ByteReader, at record: Int) {
        guard let code = reader.byte(record), let fields = reader.bytes(record + 2, 6),
            let kind = Kind(code: code, fields: fields), let elementType = reader.byte(record + 1),
            let height = reader.half(record + 8), let width = reader.half(record + 10),
            let channels = reader.half(record + 12), let outputs = reader.half(record + 14),
            let weightsOffset = reader.word(record + 16), let scalesOffset = reader.word(record + 20),
            let biasesOffset = reader.word(record + 24)
        else { return nil }
        let count: Int
        switch kind {
        case .dense: count = height * width * channels * outputs
        case .convolution(let convolution):
            count = convolution.kernelSize * convolution.kernelSize * channels * outputs
        }
        self.kind = kind
        if elementType == 0 {
            guard let weights = reader.words(Int(weightsOffset), count),
                let biases = reader.words(Int(biasesOffset), outputs)
            else { return nil }
            tensors = .float32(
                weights: weights.map(Float.init(bitPattern:)), biases: biases.map(Float.init(bitPattern:)))
        } else {
            guard let weights = reader.bytes(Int(weightsOffset), count),
                let scales = reader.words(Int(scalesOffset), outputs),
                let biases = reader.words(Int(biasesOffset), outputs)
            else { return nil }
            tensors = .int8(
                weights: weights.map(Int8.init(bitPattern:)), scales: scales.map(Float.init(bitPattern:)),
                biases: biases.map(Int32.init(bitPattern:)))
        }
        (self.height, self.width, self.channels, self.outputs) = (height, width, channels, outputs)
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
