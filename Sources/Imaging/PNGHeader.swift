/// The fields of a PNG's header (IHDR), read without decoding the picture.
public struct PNGHeader: Equatable, Sendable {
    public let width: Int
    public let height: Int
    /// Bits a sample: 1, 2, 4, 8 or 16.
    public let bitDepth: Int
    /// 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGB and alpha.
    public let colorType: Int
    /// Whether the rows come in seven passes (Adam7).
    public let isInterlaced: Bool

    /// - Parameter bytes: a whole PNG, or at least its first 29 bytes.
    /// - Returns: nil when the bytes do not begin as a PNG does.
    public init?(_ bytes: [UInt8]) {
        let signature: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
        guard bytes.count >= 29, bytes.starts(with: signature), bytes[12..<16].elementsEqual("IHDR".utf8) else {
            return nil
        }
        func word(_ offset: Int) -> Int {
            bytes[offset..<(offset + 4)].reduce(0) { $0 << 8 | Int($1) }
        }
        width = word(16)
        height = word(20)
        bitDepth = Int(bytes[24])
        colorType = Int(bytes[25])
        isInterlaced = bytes[28] != 0
    }
}
