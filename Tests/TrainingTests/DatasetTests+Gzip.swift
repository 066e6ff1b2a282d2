import CZlib
import Foundation
import Testing
import Training

/// IDX files that gzip compressed, whole and damaged.
extension DatasetTests {
    /// A folder whose training pictures are compressed, and what its loading says.
    private func loading(_ pictures: [UInt8]) throws -> (fingerprint: UInt64?, failure: DatasetError?) {
        try writeIDX(images: [], labels: labels([7, 3, 3, 7]))
        try FileManager.default.removeItem(at: folder.appendingPathComponent("train-images-idx3-ubyte"))
        try write(pictures, "train-images-idx3-ubyte.gz")
        var fingerprint: UInt64?
        let failure = failure { fingerprint = try DatasetSplit(folder: folder.path).training.fingerprint }
        return (fingerprint, failure)
    }

    private func compressed(_ bytes: [UInt8]) throws -> [UInt8] {
        let file = folder.appendingPathComponent("compressed").path
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let stream = try #require(gzopen(file, "wb9"))
        gzwrite(stream, bytes, UInt32(bytes.count))
        gzclose(stream)
        return [UInt8](try Data(contentsOf: URL(fileURLWithPath: file)))
    }

    /// Cut anywhere, within its last 8 bytes too, where the checksum and the length stand.
    @Test func cutGzipIsRefused() throws {
        defer { remove() }
        let whole = try compressed(images(4))
        #expect(try loading(whole).failure == nil)
        for count in [2, 9, 10, 11, 60, whole.count / 2] + Array(whole.count - 9..<whole.count) {
            let (fingerprint, failure) = try loading(Array(whole.prefix(count)))
            #expect(fingerprint == nil && failure != nil, "\(count) of \(whole.count) bytes")
        }
    }

    @Test func damagedGzipIsRefused() throws {
        defer { remove() }
        let whole = try compressed(images(4))
        for offset in [whole.count / 2] + Array(whole.count - 8..<whole.count) {
            var bytes = whole
            bytes[offset] ^= 1
            #expect(try loading(bytes).fingerprint == nil, "byte \(offset)")
        }
    }

    /// A gzip file may be several one after the other (RFC 1952, section 2.2); anything else behind it is damage.
    @Test func gzipMembersAreJoined() throws {
        defer { remove() }
        let pictures = images(4), whole = try compressed(pictures)
        let expected = try loading(whole).fingerprint
        let first = try compressed(Array(pictures.prefix(1000))), rest = try compressed(Array(pictures.dropFirst(1000)))
        #expect(try loading(first + rest).fingerprint == expected)
        #expect(try loading(whole + compressed([])).fingerprint == expected)
        for surplus in [[0], Array("garbage".utf8), [0x1f, 0x8b], Array(whole.prefix(30))] {
            #expect(try loading(whole + surplus).failure != nil)
        }
        #expect(try loading(whole + compressed([1])).failure != nil)
    }
}
