import CZlib
import Foundation
import Testing

@testable import Imaging

/// Decoding and encoding without a second decoder at hand.
struct PNGTests {
    @Test(arguments: [(1, 1), (3, 2), (28, 28), (1, 4096), (4096, 4096)])
    func whatWasEncodedIsDecoded(width: Int, height: Int) throws {
        let pixels = (0..<width * height).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ $0 >> 8) }
        let image = try #require(GrayImage(width: width, height: height, pixels: pixels))
        #expect(try GrayImage(png: image.png(file: "a"), file: "a") == image)
    }

    @Test func sizesThatDoNotFitAreNoImage() {
        #expect(GrayImage(width: 0, height: 0, pixels: []) == nil)
        #expect(GrayImage(width: 2, height: 2, pixels: [1, 2, 3]) == nil)
        #expect(GrayImage(width: 2, height: 2, pixels: [1, 2, 3, 4, 5]) == nil)
        #expect(GrayImage(width: .max, height: 2, pixels: []) == nil)
        #expect(GrayImage(width: -2, height: -2, pixels: [1, 2, 3, 4]) == nil)
    }

    /// The header alone says so: there are no pixels behind it.
    @Test(arguments: [(4096, 4097), (4_000_000, 4), (Int(UInt32.max), Int(UInt32.max))])
    func tooLargeIsFoundBeforeDecoding(width: Int, height: Int) throws {
        let bytes = header(width: width, height: height)
        #expect(throws: ImageError.tooLarge(file: "a", width: width, height: height)) {
            try GrayImage(png: bytes, file: "a")
        }
    }

    @Test func limitIs4096Squared() {
        #expect(throws: ImageError.self) { try GrayImage(png: header(width: 4096, height: 4096), file: "a") }
        do {
            _ = try GrayImage(png: header(width: 4096, height: 4096), file: "a")
        } catch ImageError.damaged {
        } catch {
            Issue.record("\(error)")
        }
    }

    /// Whatever becomes of a file, it is decoded or refused: nothing traps, and no size is wrong.
    @Test func damagedFilesAreDecodedOrRefused() throws {
        let pixels = (0..<20 * 30).map { UInt8(truncatingIfNeeded: $0 &* $0) }
        let image = try #require(GrayImage(width: 20, height: 30, pixels: pixels))
        let good = try image.png(file: "a")
        var random = SystemRandomNumberGenerator()
        for count in 0..<good.count { _ = try? GrayImage(png: Array(good.prefix(count)), file: "a") }
        for _ in 0..<5000 {
            var bytes = good
            for _ in 0...Int.random(in: 0..<3, using: &random) {
                let index = Int.random(in: bytes.indices, using: &random)
                bytes[index] = .random(in: 0...255, using: &random)
            }
            guard let image = try? GrayImage(png: bytes, file: "a") else { continue }
            #expect(image.pixels.count == image.width * image.height)
        }
    }

    @Test func filesThatCannotBeRead() {
        #expect(throws: ImageError.unreadable(file: "/nowhere", reason: "No such file or directory")) {
            try PictureFile.bytes(of: "/nowhere")
        }
        for (file, kind) in [("/", "a folder"), ("/dev/zero", "a device")] {
            #expect(throws: ImageError.unreadable(file: file, reason: "it is \(kind), not a file")) {
                try PictureFile.bytes(of: file)
            }
        }
    }

    /// 28 rows of 28 grey pixels, the last of its samples followed by zeros that no row needs.
    private func png(surplus: Int, isInterlaced: Bool = false, cut: Int = 0, chunkSize: Int = .max) throws -> [UInt8] {
        let rows = (0..<28).flatMap { row -> [UInt8] in [0] + [UInt8](repeating: UInt8(row), count: 28) }
        let data = try deflated(rows + [UInt8](repeating: 0, count: surplus))
        let chunks = stride(from: 0, to: data.count, by: chunkSize).flatMap { start -> [UInt8] in
            chunk("IDAT", Array(data[start...].prefix(chunkSize)))
        }
        return header(width: 28, height: 28, isInterlaced: isInterlaced) + chunks.dropLast(cut)
            + (cut > 0 ? [] : chunk("IEND", []))
    }

    private func deflated(_ bytes: [UInt8]) throws -> [UInt8] {
        var size = compressBound(UInt(bytes.count))
        var result = [UInt8](repeating: 0, count: Int(size))
        try #require(compress2(&result, &size, bytes, UInt(bytes.count), 9) == Z_OK)
        return Array(result.prefix(Int(size)))
    }

    /// What libpng would decompress to its end, however much it is.
    @Test(arguments: [2 << 20, 9 << 20]) func surplusImageDataIsRefused(count: Int) throws {
        for bytes in [
            try png(surplus: count), try png(surplus: count, isInterlaced: true), try png(surplus: count, cut: 5),
            try png(surplus: count, chunkSize: 7), try png(surplus: count) + [1, 2, 3],
        ] {
            #expect(throws: ImageError.surplus(file: "a", width: 28, height: 28)) {
                try GrayImage(png: bytes, file: "a")
            }
        }
    }

    /// Some encoders write a little more than there are rows, and libpng passes over it.
    @Test func littleSurplusIsPassedOver() throws {
        let expected = try GrayImage(png: png(surplus: 0), file: "a")
        #expect(expected.pixels == (0..<784).map { UInt8($0 / 28) })
        for surplus in [1, 1000, 1 << 20] {
            #expect(try GrayImage(png: png(surplus: surplus), file: "a") == expected)
        }
    }

    /// libpng decodes a picture from as many bytes as its rows are said to have, and not from one less.
    @Test(
        arguments: [(0, 1), (0, 2), (0, 4), (0, 8), (0, 16), (2, 8), (2, 16), (4, 8), (4, 16), (6, 8), (6, 16)],
        [false, true])
    func rowBytesAreThoseOfLibpng(kind: (color: UInt8, depth: UInt8), isInterlaced: Bool) throws {
        for (width, height) in [(1, 1), (3, 5), (5, 3), (8, 8), (1, 40), (40, 1), (33, 18)] {
            let header = header(
                width: width, height: height, depth: kind.depth, color: kind.color, isInterlaced: isInterlaced)
            func decode(_ count: Int) throws -> GrayImage {
                let data = chunk("IDAT", try deflated([UInt8](repeating: 0, count: count)))
                return try GrayImage(png: header + data + chunk("IEND", []), file: "a")
            }
            let count = try #require(PNGHeader(header)).rowBytes
            #expect(try decode(count).pixels.count == width * height)
            #expect(throws: ImageError.self, "\(width)x\(height)") { try decode(count - 1) }
        }
    }

    /// A PNG that ends after its header.
    private func header(
        width: Int, height: Int, depth: UInt8 = 8, color: UInt8 = 0, isInterlaced: Bool = false
    ) -> [UInt8] {
        [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
            + chunk("IHDR", word(width) + word(height) + [depth, color, 0, 0, isInterlaced ? 1 : 0])
    }

    private func word(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) } }

    private func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
        let checked = Array(type.utf8) + data
        return word(data.count) + checked + word(Int(crc32_z(0, checked, checked.count)))
    }
}

struct PictureFormatTests {
    @Test(arguments: [
        ([0xff, 0xd8, 0xff, 0xe0], PictureFormat.jpeg, "convert a.x digit.png"),
        (Array("\0\0\0\u{18}ftypheic".utf8), .heic, "heif-convert a.x digit.png"),
        (Array("RIFF\0\0\0\0WEBPVP8 ".utf8), .webP, "dwebp a.x -o digit.png"),
        (Array("BM\0\0".utf8), .bmp, "convert a.x digit.png"),
        (Array("GIF89a".utf8), .gif, "convert a.x digit.png"),
        (Array("II*\0".utf8), .tiff, "convert a.x digit.png"),
    ])
    func namesTheFormatAndTheCommand(bytes: [UInt8], format: PictureFormat, command: String) throws {
        let error = #expect(throws: ImageError.notPNG(file: "a.x", format: format)) {
            try GrayImage(png: bytes, file: "a.x")
        }
        let text = "\(try #require(error))"
        #expect(text.hasPrefix("a.x: a \(format.rawValue); only PNG is read.") && text.contains(command))
    }
}
