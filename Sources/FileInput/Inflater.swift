import CZlib

/// Undoes deflate piece by piece, in memory that does not grow with the data.
public final class Inflater {
    /// What stands around the compressed data.
    public enum Format: Int32 {
        /// As in a PNG (RFC 1950): the window's size is the data's own.
        case zlib = 15
        /// A gzip file (RFC 1952); 16 tells zlib so.
        case gzip = 31
    }

    public enum State: Equatable {
        case unfinished, finished
        /// zlib's reason.
        case damaged(String)
    }

    /// Whether the data so far is all there is, intact with its checksum.
    public private(set) var state = State.unfinished
    // At a place of its own: zlib remembers where it is.
    private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)

    public init(_ format: Format) {
        stream.initialize(to: z_stream())
        let code = inflateInit2_(stream, format.rawValue, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        if code != Z_OK { state = .damaged("zlib error \(code)") }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// Goes on with the next member of a gzip file.
    public func restart() {
        state = inflateReset(stream) == Z_OK ? .unfinished : .damaged("zlib error")
    }

    /// Takes from `input` and gives to `output` until one is used up or the data ends.
    ///
    /// - Returns: the bytes taken and given.
    public func inflate(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> (
        taken: Int, given: Int
    ) {
        guard state == .unfinished else { return (0, 0) }
        let room = UInt32(clamping: output.count), size = UInt32(clamping: input.count)
        stream.pointee.next_in = UnsafeMutablePointer(mutating: input.bindMemory(to: UInt8.self).baseAddress)
        stream.pointee.avail_in = size
        stream.pointee.next_out = output.bindMemory(to: UInt8.self).baseAddress
        stream.pointee.avail_out = room
        let code = CZlib.inflate(stream, Z_NO_FLUSH)
        switch code {
        // Z_BUF_ERROR: nothing to do without more input or room.
        case Z_OK, Z_BUF_ERROR: break
        case Z_STREAM_END: state = .finished
        default: state = .damaged(stream.pointee.msg.map { String(cString: $0) } ?? "zlib error \(code)")
        }
        return (Int(size - stream.pointee.avail_in), Int(room - stream.pointee.avail_out))
    }
}
