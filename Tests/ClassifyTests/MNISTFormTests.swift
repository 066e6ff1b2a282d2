import Foundation
import Imaging
import MNIST37
import Testing

/// Pictures in MNIST's form pass unchanged, and no others.
struct MNISTFormTests {
    /// A bar of ink of 20 rows, framed as MNIST frames digits.
    private func bar(
        left: Int = 13, top: Int = 4, height: Int = 20, width: Int = 3, level: UInt8 = 255, ground: UInt8 = 0
    )
        -> Grey
    {
        var pixels = [UInt8](repeating: ground, count: 784)
        for row in top..<min(28, top + height) {
            for column in left..<left + width { pixels[row * 28 + column] = level }
        }
        return Grey(28, 28, pixels)
    }

    @Test func framedPicturesPassByteForByte() throws {
        for image in [bar(), bar(level: 254), bar(top: 5, height: 19), bar(left: 12, width: 4)] {
            #expect(try image.framed() == image)
            #expect(try image.framed(.light) == image)
            let inverted = Grey(28, 28, image.pixels.map { 255 - $0 })
            #expect(try inverted.framed() == image)
            #expect(try inverted.framed(.dark) == image)
        }
    }

    @Test func otherPicturesDoNot() throws {
        let others = [
            bar(left: 14), bar(left: 12), bar(top: 3), bar(top: 5), bar(height: 19), bar(height: 21), bar(height: 18),
            bar(level: 253),
            bar(ground: 1),
        ]
        for (index, image) in others.enumerated() {
            #expect(try image.framed(.light) != image, "\(index)")
        }
    }

    /// All of the notebook's digits, and those of the validation folder inverted.
    @Test(
        .enabled(
            if: ProcessInfo.processInfo.environment["MNIST37_DATA"] != nil,
            "MNIST37_DATA does not name the notebook's data"))
    func allOfMNISTPasses() throws {
        let data = ProcessInfo.processInfo.environment["MNIST37_DATA"] ?? ""
        var count = 0
        for folder in ["train/3", "train/7", "valid/3", "valid/7"] {
            for name in try FileManager.default.contentsOfDirectory(atPath: "\(data)/\(folder)") {
                let file = "\(data)/\(folder)/\(name)"
                let image = try GrayImage(png: PictureFile.bytes(of: file), file: file)
                let grey = Grey(image.width, image.height, image.pixels)
                #expect(try grey.framed() == grey, "\(file)")
                count += 1
            }
        }
        #expect(count == 14_434)
    }
}
