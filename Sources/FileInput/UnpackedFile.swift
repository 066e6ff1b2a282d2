/// The contents of a file that gzip may have compressed, read piece by piece.
///
/// A file that begins as gzip does is decompressed, whatever its name. It may be several gzip files one after the other,
/// whose contents are then one (RFC 1952, section 2.2). The memory it takes does not grow with the file.
public final class UnpackedFile {
    private let name: String
    private var file: InputFile
    /// nil for a file that is not compressed.
    private let inflater: Inflater?
    private var buffer = [UInt8](repeating: 0, count: 1 << 16)
    /// What of the buffer is read and not yet used.
    private var waiting = 0..<0

    /// Opens a file.
    ///
    /// - Parameter limit: the most bytes that the file itself may hold.
    /// - Throws: `InputError.unreadable` or `.tooLong`.
    public init(_ name: String, limit: Int) throws(InputError) {
        self.name = name
        var file = try InputFile(path: name, name: name, limit: limit)
        var filled = 0
        // The first two bytes, which tell what the file is.
        while filled < 2 {
            let count = try file.read(into: &buffer, from: filled)
            if count == 0 { break }
            filled += count
        }
        waiting = 0..<filled
        inflater = filled >= 2 && buffer[0] == 0x1f && buffer[1] == 0x8b ? Inflater(.gzip) : nil
        self.file = file
    }

    /// The next `count` bytes; fewer only when the contents end before.
    ///
    /// - Throws: `InputError` when the file cannot be read, or its compressed data is damaged or cut short. That is found
    ///   out at the latest by reading beyond the end of the contents.
    public func read(_ count: Int) throws(InputError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: max(count, 0))
        var filled = 0
        while filled < bytes.count {
            if waiting.isEmpty { waiting = 0..<(try file.read(into: &buffer, from: 0)) }
            if waiting.isEmpty {
                guard inflater?.state ?? .finished == .finished else {
                    throw .damagedGzip(file: name, reason: "it is cut short")
                }
                break
            }
            filled += try take(into: &bytes, from: filled)
        }
        bytes.removeLast(bytes.count - filled)
        return bytes
    }

    /// Brings what waits in the buffer into `bytes`, as far as there is room from index `start` on.
    ///
    /// - Returns: the number of bytes that came.
    private func take(into bytes: inout [UInt8], from start: Int) throws(InputError) -> Int {
        guard let inflater else {
            let count = min(waiting.count, bytes.count - start)
            let source = waiting.prefix(count)
            bytes.replaceSubrange(start..<(start + count), with: buffer[source])
            waiting = source.upperBound..<waiting.upperBound
            return count
        }
        let isFollowing = inflater.state == .finished
        if isFollowing { inflater.restart() }
        let (taken, given) = buffer.withUnsafeBytes { buffer in
            bytes.withUnsafeMutableBytes { bytes in
                inflater.inflate(
                    UnsafeRawBufferPointer(rebasing: buffer[waiting]),
                    into: UnsafeMutableRawBufferPointer(rebasing: bytes[start...]))
            }
        }
        waiting = (waiting.lowerBound + taken)..<waiting.upperBound
        if case .damaged(let reason) = inflater.state {
            throw .damagedGzip(file: name, reason: isFollowing ? "what follows its end is not gzip" : reason)
        }
        return given
    }
}
