import FileInput

/// What the IDAT chunks of a PNG hold together: its rows, each after a byte that names its filter, compressed by deflate.
enum PNGImageData {
    /// The most bytes beyond the rows that are decompressed. Honest files have none; libpng passes over some.
    static let surplusLimit = 1 << 20
    /// Deflate makes no more of a byte than this: 258 bytes of two bits.
    private static let largestRatio = 1032

    /// Whether more comes out of the image data than the picture's rows and `surplusLimit` bytes.
    ///
    /// libpng decompresses all there is, even what no row needs: 10 MB of a file may be 10 GB of zeros. Here it ends at
    /// the limit. Data that is damaged or ends early has no surplus; libpng says what is wrong with it.
    static func hasSurplus(_ bytes: [UInt8], _ header: PNGHeader) -> Bool {
        let limit = header.rowBytes + surplusLimit
        let chunks = PNGChunks(bytes).lazy.filter { $0.type == PNGChunks.imageData }
        // Small files cannot hold as much, and are not decompressed twice.
        guard chunks.reduce(0, { $0 + $1.data.count }) > limit / largestRatio else { return false }
        let inflater = Inflater(.zlib)
        var output = [UInt8](repeating: 0, count: 1 << 16)
        var total = 0
        for chunk in chunks {
            var data = chunk.data
            while true {
                let (taken, given) = bytes.withUnsafeBytes { bytes in
                    output.withUnsafeMutableBytes { output in
                        inflater.inflate(UnsafeRawBufferPointer(rebasing: bytes[data]), into: output)
                    }
                }
                total += given
                if total > limit { return true }
                data = (data.lowerBound + taken)..<data.upperBound
                guard inflater.state == .unfinished else { return false }
                // With room left all input was taken, and all output that it makes was given.
                if given < output.count { break }
            }
        }
        return false
    }
}

extension PNGHeader {
    /// Bytes of all rows before compression, with the byte of the filter before each; of an interlaced picture those of
    /// its seven passes (PNG specification, section 8.2).
    ///
    /// At least as many as there are: samples of an invalid depth or colour count as 8 bytes a pixel.
    var rowBytes: Int {
        let channels = [0: 1, 2: 3, 3: 1, 4: 2, 6: 4][colorType]
        // Safe: the caller has bounded the number of pixels and both sides.
        let bits = channels.flatMap { [1, 2, 4, 8, 16].contains(bitDepth) ? $0 * bitDepth : nil } ?? 64
        let passes = [
            (0, 8, 0, 8), (0, 8, 4, 8), (4, 8, 0, 4), (0, 4, 2, 4), (2, 4, 0, 2), (0, 2, 1, 2), (1, 2, 0, 1),
        ]
        return (isInterlaced ? passes : [(0, 1, 0, 1)]).reduce(0) { sum, pass in
            let rows = (height - pass.0 + pass.1 - 1) / pass.1, columns = (width - pass.2 + pass.3 - 1) / pass.3
            return sum + (columns > 0 ? max(rows, 0) * (1 + (columns * bits + 7) / 8) : 0)
        }
    }
}
