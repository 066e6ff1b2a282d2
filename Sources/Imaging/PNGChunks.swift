/// The chunks of a PNG in memory: a length (4 bytes, big-endian), a type (4), the data, a CRC (4) each, after a
/// signature of 8 bytes (PNG specification, section 5). IEND is the last.
struct PNGChunks: Sequence, IteratorProtocol {
    struct Chunk {
        let type: UInt32
        /// The whole chunk in the file, as far as it is there.
        let range: Range<Int>
        /// The data in the file, as far as it is there.
        let data: Range<Int>

        /// The chunk can be left out without harm to the others, says a small first letter.
        var isAncillary: Bool { type & 0x2000_0000 != 0 }
    }

    static let imageData: UInt32 = 0x4944_4154
    static let end: UInt32 = 0x4945_4e44
    static let transparency: UInt32 = 0x7452_4e53

    private let bytes: [UInt8]
    private var position: Int

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        position = Swift.min(8, bytes.count)
    }

    /// The next chunk; one that is cut short is the last.
    mutating func next() -> Chunk? {
        guard bytes.count - position >= 8 else { return nil }
        let start = position
        let length = Int(word(start)), type = word(start + 4)
        // Compared before it is added: a damaged length is up to 2^32 - 1.
        let isWhole = length <= bytes.count - start - 12
        let end = isWhole ? start + 12 + length : bytes.count
        position = type == PNGChunks.end ? bytes.count : end
        return Chunk(type: type, range: start..<end, data: (start + 8)..<(isWhole ? end - 4 : end))
    }

    private func word(_ offset: Int) -> UInt32 {
        bytes[offset..<(offset + 4)].reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// The PNG without the chunks that say how its samples are meant to be displayed, and without everything else that
    /// is not needed to decode them: of the ancillary chunks only tRNS, the transparency, stays.
    ///
    /// libpng's simplified API would convert the samples by gAMA, cHRM, sRGB or iCCP. Grey here is the stored sample,
    /// as it is for the programs that digits are classified with; and what is removed need not be trusted.
    ///
    /// A needed chunk that is cut short stays, for libpng to complain about.
    static func essential(of bytes: [UInt8]) -> [UInt8] {
        func stays(_ chunk: Chunk) -> Bool { !chunk.isAncillary || chunk.type == transparency }
        guard !PNGChunks(bytes).allSatisfy(stays) else { return bytes }
        var result = Array(bytes.prefix(8))
        result.reserveCapacity(bytes.count)
        for chunk in PNGChunks(bytes) where stays(chunk) { result += bytes[chunk.range] }
        return result
    }
}
