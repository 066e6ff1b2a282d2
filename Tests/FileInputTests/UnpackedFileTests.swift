import CZlib
import FileInput
import Foundation
import Testing
import TestSupport

struct UnpackedFileTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func compressed(_ bytes: [UInt8]) throws -> [UInt8] {
        let file = folder.path("compressed")
        let stream = try #require(gzopen(file, "wb9"))
        gzwrite(stream, bytes, UInt32(bytes.count))
        gzclose(stream)
        return [UInt8](try Data(contentsOf: URL(fileURLWithPath: file)))
    }

    /// All contents, read in pieces of `step` bytes.
    private func contents(_ bytes: [UInt8], step: Int) throws -> [UInt8] {
        let file = try UnpackedFile(folder.write(bytes, "a"), limit: 1 << 24)
        var result: [UInt8] = []
        while true {
            let piece = try file.read(step)
            result += piece
            guard piece.count == step else { return result }
        }
    }

    @Test(arguments: [1, 7, 4096, 1 << 20]) func sameContentsInAnyPieces(step: Int) throws {
        let bytes = (0..<(step == 1 ? 3000 : 300_000)).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 5) }
        let halves = try compressed(Array(bytes.prefix(1000))) + compressed(Array(bytes.dropFirst(1000)))
        for file in [bytes, try compressed(bytes), halves, try compressed([]) + halves + compressed([])] {
            #expect(try contents(file, step: step) == bytes)
        }
        for short in [[], [0x1f], [1, 2]] as [[UInt8]] { #expect(try contents(short, step: step) == short) }
    }

    /// However much comes out of it, only what is asked for is made.
    @Test func memoryIsThatOfAPiece() throws {
        let bomb = try compressed([UInt8](repeating: 0, count: 100 << 20))
        let file = try UnpackedFile(folder.write(bomb, "a"), limit: bomb.count)
        #expect(try file.read(16) == [UInt8](repeating: 0, count: 16))
    }

    @Test func everyCutAndEveryBitIsFound() throws {
        let bytes = (0..<40).map { UInt8($0 * $0 % 251) }, whole = try compressed(bytes)
        for count in 2..<whole.count {
            #expect(throws: InputError.damagedGzip(file: folder.path("a"), reason: "it is cut short")) {
                try contents(Array(whole.prefix(count)), step: 100)
            }
        }
        // Behind the header, whose time and system nothing depends on.
        for bit in 8 * 10..<8 * whole.count {
            var damaged = whole
            damaged[bit / 8] ^= 1 << (bit % 8)
            #expect(throws: InputError.self, "bit \(bit)") { try contents(damaged, step: 100) }
        }
        #expect(throws: InputError.damagedGzip(file: folder.path("a"), reason: "what follows its end is not gzip")) {
            try contents(whole + [0, 0], step: 100)
        }
    }
}
