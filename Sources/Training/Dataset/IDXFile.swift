import FileInput

/// An IDX file, MNIST's own format: a big-endian magic number, the number of items, for pictures the height and the width,
/// then the bytes. Specified at http://yann.lecun.com/exdb/mnist/. The file may be compressed by gzip.
struct IDXFile {
    /// What the items are.
    enum Kind: UInt32 {
        case pictures = 0x803
        case labels = 0x801

        var headerSize: Int { self == .pictures ? 16 : 8 }
        /// Bytes of an item.
        var itemSize: Int { self == .pictures ? Dataset.pixelCount : 1 }
    }

    /// The most items of a file. EMNIST's largest has 697,932.
    static let countLimit = 1_000_000
    /// The most bytes of a file: so many pictures, and what gzip may add to data that does not compress.
    static let byteLimit = countLimit * Dataset.pixelCount + 1 << 20

    let count: Int
    private let file: String
    private let kind: Kind
    private let contents: UnpackedFile

    /// Opens the file and reads its header.
    init(_ file: String, _ kind: Kind) throws(DatasetError) {
        self.file = file
        self.kind = kind
        let header: [UInt8]
        do throws(InputError) {
            contents = try UnpackedFile(file, limit: IDXFile.byteLimit)
            header = try contents.read(kind.headerSize)
        } catch {
            throw DatasetError(error)
        }
        let words = stride(from: 0, to: header.count - 3, by: 4).map { offset in
            header[offset..<(offset + 4)].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        }
        guard words.first == kind.rawValue else { throw .notIDX(file: file, expected: "\(kind)") }
        guard header.count == kind.headerSize else {
            throw .truncated(file: file, expected: kind.headerSize, found: header.count)
        }
        if kind == .pictures, words[2] != 28 || words[3] != 28 {
            throw .wrongSize(file: file, height: Int(words[2]), width: Int(words[3]))
        }
        count = Int(words[1])
        guard count <= IDXFile.countLimit else { throw .tooMany(file: file, count: count, limit: IDXFile.countLimit) }
    }

    /// Reads all items, some at a time: the memory that is needed is what the caller keeps of them, and a header that
    /// promises more than there is costs nothing.
    ///
    /// - Parameter keep: called with the numbers of some items and their bytes, in order.
    func forEachBlock(_ keep: (Range<Int>, [UInt8]) -> Void) throws(DatasetError) {
        // Safe: both numbers are bounded.
        let size = kind.headerSize + count * kind.itemSize
        for first in stride(from: 0, to: count, by: 1024) {
            let items = first..<min(first + 1024, count)
            let bytes = try read(items.count * kind.itemSize)
            guard bytes.count == items.count * kind.itemSize else {
                let found = kind.headerSize + first * kind.itemSize + bytes.count
                throw .truncated(file: file, expected: size, found: found)
            }
            keep(items, bytes)
        }
        // gzip's checksum stands behind the last item.
        guard try read(1).isEmpty else { throw .trailing(file: file, expected: size) }
    }

    private func read(_ count: Int) throws(DatasetError) -> [UInt8] {
        do throws(InputError) {
            return try contents.read(count)
        } catch {
            throw DatasetError(error)
        }
    }
}
