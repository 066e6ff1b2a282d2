/// The chunks of a PNG in memory: a length (4 bytes, big-endian), a type (4), the data, a CRC (4) each, after a
/// signature of 8 bytes (PNG specification, section 5).
enum PNGChunks {
    /// The PNG without the chunks that say how its samples are meant to be displayed, and without everything else that
    /// is not needed to decode them: of the ancillary chunks (a small first letter) only tRNS, the transparency, stays.
    ///
    /// libpng's simplified API would convert the samples by gAMA, cHRM, sRGB or iCCP. Grey here is the stored sample,
    /// as it is for the programs that digits are classified with; and what is removed need not be trusted.
    ///
    /// A chunk that is cut short stays as it is, for libpng to complain about.
    static func essential(of bytes: [UInt8]) -> [UInt8] {
        let ranges = essentialRanges(of: bytes)
        guard ranges.count > 1 || ranges.first?.count != bytes.count else { return bytes }
        return ranges.reduce(into: []) { $0 += bytes[$1] }
    }

    /// The parts of the file that stay, neighbours joined.
    private static func essentialRanges(of bytes: [UInt8]) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var start = 0, position = min(8, bytes.count)
        while bytes.count - position >= 12 {
            let length = bytes[position..<(position + 4)].reduce(0) { $0 << 8 | Int($1) }
            // Compared before it is added: a damaged length is up to 2^32 - 1.
            guard length <= bytes.count - position - 12 else { break }
            let end = position + 12 + length
            let type = bytes[(position + 4)..<(position + 8)]
            if bytes[position + 4] & 0x20 != 0, !type.elementsEqual("tRNS".utf8) {
                if start < position { ranges.append(start..<position) }
                start = end
            }
            position = end
            if type.elementsEqual("IEND".utf8) { return start < end ? ranges + [start..<end] : ranges }
        }
        return start < bytes.count ? ranges + [start..<bytes.count] : ranges
    }
}
