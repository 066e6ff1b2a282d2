import CZlib
import Foundation

// MNIST's own file format: a big-endian magic number (0x803 pictures, 0x801 labels), the number of items, for pictures
// the height and the width, then the bytes. Specified at http://yann.lecun.com/exdb/mnist/.

/// The two IDX files of one part of MNIST.
struct IDXPair {
    let pictures: String
    let labels: String

    /// Finds both files, plain or .gz, under either of the names in use; nil when one is missing.
    init?(folder: String, prefix: String) {
        func find(_ kind: String, _ dimensions: String) -> String? {
            ["-\(dimensions)-ubyte", ".\(dimensions)-ubyte"].flatMap { [$0, $0 + ".gz"] }
                .map { "\(folder)/\(prefix)-\(kind)\($0)" }
                .first { FileManager.default.fileExists(atPath: $0) }
        }
        guard let pictures = find("images", "idx3"), let labels = find("labels", "idx1") else { return nil }
        self.pictures = pictures
        self.labels = labels
    }
}

extension Dataset {
    /// Reads the threes and sevens of a pair of IDX files in the order of the files; other digits are passed over.
    init(_ pair: IDXPair) throws(DatasetError) {
        let pictures = try IDXFile(pair.pictures, magic: 0x803, kind: "pictures")
        let digits = try IDXFile(pair.labels, magic: 0x801, kind: "labels")
        guard digits.count == pictures.count else {
            throw .labelCount(file: pair.labels, labels: digits.count, pictures: pictures.count)
        }
        var pixels: [UInt8] = []
        var labels: [UInt8] = []
        for (index, digit) in digits.items.enumerated() where digit == 3 || digit == 7 {
            pixels += pictures.items[index * Dataset.pixelCount..<(index + 1) * Dataset.pixelCount]
            labels.append(digit == 3 ? 1 : 0)
        }
        for (digit, label) in [(3, 1), (7, 0)] as [(Int, UInt8)] where !labels.contains(label) {
            throw .emptyClass(folder: pair.labels, digit: digit)
        }
        self.init(pixels: pixels, labels: labels)
    }
}

private struct IDXFile {
    let count: Int
    /// (count, 784) pictures or (count) labels.
    let items: [UInt8]

    init(_ file: String, magic: UInt32, kind: String) throws(DatasetError) {
        // zlib reads a plain file through the same calls as a compressed one.
        guard let stream = gzopen(file, "rb") else {
            throw .unreadable(file: file, reason: String(cString: strerror(errno)))
        }
        defer { gzclose(stream) }
        func bytes(_ count: Int) throws(DatasetError) -> [UInt8] {
            var bytes = [UInt8](repeating: 0, count: count)
            let read = Int(gzread(stream, &bytes, UInt32(count)))
            var code: Int32 = 0
            let message = gzerror(stream, &code)
            // A compressed file that ends early is Z_BUF_ERROR: what was read is reported as too short below.
            guard code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR else {
                throw .unreadable(file: file, reason: message.map { String(cString: $0) } ?? "zlib error \(code)")
            }
            return Array(bytes.prefix(max(read, 0)))
        }
        let headerSize = magic == 0x803 ? 16 : 8
        let header = try bytes(headerSize)
        let words = stride(from: 0, to: header.count - 3, by: 4).map { offset in
            header[offset..<(offset + 4)].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        }
        guard words.first == magic else { throw .notIDX(file: file, expected: kind) }
        guard words.count == headerSize / 4 else {
            throw .truncated(file: file, expected: headerSize, found: header.count)
        }
        if magic == 0x803, words[2] != 28 || words[3] != 28 {
            throw .wrongSize(file: file, height: Int(words[2]), width: Int(words[3]))
        }
        count = Int(words[1])
        let expected = count * (magic == 0x803 ? Dataset.pixelCount : 1)
        // In pieces: a header that lies about the number must not make the program reserve gigabytes.
        var items: [UInt8] = []
        while items.count < expected {
            let piece = try bytes(min(expected - items.count, 1 << 20))
            guard !piece.isEmpty else {
                throw .truncated(file: file, expected: headerSize + expected, found: headerSize + items.count)
            }
            items += piece
        }
        guard try bytes(1).isEmpty else { throw .trailing(file: file, expected: headerSize + expected) }
        self.items = items
    }
}
