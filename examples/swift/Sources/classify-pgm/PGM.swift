/// A grey picture from a binary PGM: "P5", width, height and 255, each followed by white space, then a byte for each pixel.
struct PGM {
    let width: Int
    let height: Int
    /// (height, width) row-major, 0 black to 255 white.
    let pixels: [UInt8]

    /// - Returns: nil for other bytes.
    init?(_ bytes: [UInt8]) {
        guard bytes.starts(with: Array("P5".utf8)) else { return nil }
        var rest = bytes.dropFirst(2)
        guard let width = rest.popNumber(), let height = rest.popNumber(), rest.popNumber() == 255 else { return nil }
        let (count, overflows) = width.multipliedReportingOverflow(by: height)
        // A single white space ends the header.
        guard !overflows, rest.dropFirst().count >= count else { return nil }
        (self.width, self.height) = (width, height)
        pixels = Array(rest.dropFirst().prefix(count))
    }
}

extension ArraySlice<UInt8> {
    /// Takes the next number of a header off the front, with the white space and the comments before it.
    fileprivate mutating func popNumber() -> Int? {
        while let byte = first, byte <= 32 || byte == 0x23 {
            if byte == 0x23 { self = drop { $0 != 10 } }
            self = dropFirst()
        }
        let digits = prefix { (48...57).contains($0) }
        self = dropFirst(digits.count)
        return Int(String(decoding: digits, as: UTF8.self))
    }
}
