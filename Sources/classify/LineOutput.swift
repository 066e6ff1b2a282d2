import FileOutput

/// Collects lines and writes them in large pieces.
struct LineOutput {
    private let descriptor: Int32
    private var buffer: [UInt8] = []

    init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    var isFull: Bool { buffer.count >= 1 << 16 }

    mutating func add(_ line: String) {
        buffer += line.utf8
        buffer.append(UInt8(ascii: "\n"))
    }

    /// Writes what was collected.
    ///
    /// - Returns: the system's reason when it cannot be written, else nil.
    mutating func flush() -> String? {
        defer { buffer.removeAll(keepingCapacity: true) }
        return writeAll(buffer, to: descriptor)
    }
}
