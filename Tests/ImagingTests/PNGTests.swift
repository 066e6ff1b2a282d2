import Foundation
import Imaging
import Testing

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

    @Test func datasetsTakeOnly28x28Gray() throws {
        let small = try #require(GrayImage(width: 28, height: 27, pixels: .init(repeating: 0, count: 28 * 27)))
        #expect(throws: ImageError.wrongSize(file: "a", width: 28, height: 27)) {
            try DigitPNG.pixels(of: small.png(file: "a"), file: "a")
        }
        #expect(throws: ImageError.notPNG(file: "a")) { try DigitPNG.pixels(of: [1, 2, 3], file: "a") }
        let digit = try #require(GrayImage(width: 28, height: 28, pixels: (0..<784).map { UInt8($0 / 4) }))
        #expect(try DigitPNG.pixels(of: digit.png(file: "a"), file: "a") == digit.pixels)
    }

    @Test func filesThatCannotBeRead() {
        #expect(throws: ImageError.unreadable(file: "/nowhere", reason: "No such file or directory")) {
            try PictureFile.bytes(of: "/nowhere")
        }
        #expect(throws: ImageError.unreadable(file: "/", reason: "Is a directory")) {
            try PictureFile.bytes(of: "/")
        }
        #expect(throws: ImageError.tooLong(file: "/dev/zero")) { try PictureFile.bytes(of: "/dev/zero") }
    }

    /// A PNG that ends after its header.
    private func header(width: Int, height: Int) -> [UInt8] {
        func word(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) } }
        let data = Array("IHDR".utf8) + word(width) + word(height) + [8, 0, 0, 0, 0]
        var crc = UInt32.max
        for byte in data {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc >> 1 ^ (crc & 1) * 0xedb8_8320 }
        }
        return [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] + word(13) + data + word(Int(~crc))
    }
}
