import Foundation
import Imaging
import Testing
import TestSupport

/// Every kind of PNG that PngSuite has, against what Pillow decodes.
struct PNGSuiteTests {
    @Test(.enabled(if: Python.hasPillow, "python3 with Pillow and numpy is not installed"))
    func sameGrayAsPillow() throws {
        let folder = try TemporaryFolder()
        try #require(try Python.run([Python.script("make_pngsuite.py"), folder.url.path]) == 0)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
        let intact = names.filter { $0.hasSuffix(".gray") }.map { String($0.dropLast(5)) }.sorted()
        #expect(intact.count > 400)
        for name in intact {
            let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder.path("\(name).png"))))
            let expected = [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder.path("\(name).gray"))))
            let image = try GrayImage(png: bytes, file: name)
            try #require(image.pixels.count == expected.count, "\(name)")
            let difference = zip(image.pixels, expected).map { abs(Int($0) - Int($1)) }.max() ?? 0
            #expect(difference <= 1, "\(name)")
        }

        let damaged = names.filter { $0.hasPrefix("x") && $0.hasSuffix(".png") }
        #expect(damaged.count == 15)
        for name in damaged {
            let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder.path(name))))
            #expect(throws: ImageError.self, "\(name)") { try GrayImage(png: bytes, file: name) }
        }
    }
}
