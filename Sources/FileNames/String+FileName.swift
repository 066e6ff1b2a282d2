import Foundation

/// Names of files as Strings that keep every byte.
///
/// The system's names are bytes, mostly UTF-8 but not necessarily; a String repairs what is not, and then names another
/// file. So a byte b that is not part of valid UTF-8 stands in the String as the scalar U+10FF00 + b, of a plane for
/// private use. A name that holds one of those scalars itself has its bytes replaced in the same way, so that no two
/// names become one String: `String(fileName: bytes).fileNameBytes == bytes` for all bytes. Python does the same
/// (PEP 383), with surrogates, which Swift's Strings cannot hold.
extension String {
    /// - Parameter bytes: a name as the system gives it, without the 0 at its end.
    public init(fileName bytes: some Collection<UInt8>) {
        if let text = String(validating: bytes, as: UTF8.self), !text.unicodeScalars.contains(where: \.standsForByte) {
            self = text
            return
        }
        self.init()
        var bytes = Array(bytes)[...]
        while !bytes.isEmpty {
            var parser = UTF8.ForwardParser()
            var iterator = bytes.makeIterator()
            if case .valid(let encoded) = parser.parseScalar(from: &iterator) {
                let scalar = UTF8.decode(encoded)
                if !scalar.standsForByte {
                    unicodeScalars.append(scalar)
                    bytes = bytes.dropFirst(encoded.count)
                    continue
                }
            }
            // Safe: ASCII is always valid, so that the byte is 0x80 to 0xff and the scalar one of U+10FF80 to U+10FFFF.
            if let byte = bytes.popFirst(), let scalar = Unicode.Scalar(UInt32(byte) + 0x10_ff00) {
                unicodeScalars.append(scalar)
            }
        }
    }

    /// The name for the system.
    public var fileNameBytes: [UInt8] {
        // The byte that begins the encoding of every scalar that stands for a byte.
        guard utf8.contains(0xf4) else { return Array(utf8) }
        return unicodeScalars.flatMap { scalar -> [UInt8] in
            scalar.standsForByte ? [UInt8(truncatingIfNeeded: scalar.value)] : Array(UTF8.encode(scalar) ?? .init())
        }
    }

    /// Calls a function of the system with the name, which ends in a 0.
    public func withFileName<Result>(_ body: (UnsafePointer<CChar>) throws -> Result) rethrows -> Result {
        let characters = fileNameBytes.map { CChar(bitPattern: $0) } + [0]
        return try characters.withUnsafeBufferPointer { buffer in
            guard let first = buffer.baseAddress else { return try body("") }
            return try body(first)
        }
    }
}

extension Unicode.Scalar {
    /// Whether it stands for a byte that is not part of valid UTF-8.
    var standsForByte: Bool { (0x10_ff80...0x10_ffff).contains(value) }
}
