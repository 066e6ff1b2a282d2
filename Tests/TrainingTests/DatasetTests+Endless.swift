import FileInput
import Foundation
import Testing
import Training

extension DatasetTests {
    /// What is named as a picture and never ends, in a folder of pictures and as a file of MNIST's own.
    @Test func pipesAndDevicesAreRefused() throws {
        defer { remove() }
        let three = [UInt8](try Data(contentsOf: repository.appendingPathComponent("examples/digits/three.png")))
        for name in ["train/3/1.png", "train/7/1.png", "valid/3/1.png", "valid/7/1.png"] { try write(three, name) }
        func error() -> DatasetError? { failure { _ = try DatasetSplit(folder: folder.path) } }
        let pipe = folder.appendingPathComponent("train/3/2.png").path
        try #require(mkfifo(pipe, 0o600) == 0)
        #expect(error() == .unreadable(file: pipe, reason: "it is a pipe, not a file"))
        try FileManager.default.removeItem(atPath: pipe)
        try FileManager.default.createSymbolicLink(atPath: pipe, withDestinationPath: "/dev/zero")
        #expect(error() == .unreadable(file: pipe, reason: "it is a device, not a file"))
        try FileManager.default.removeItem(atPath: pipe)
        try write(three, "train/3/2.png")
        try #require(truncate(pipe, 160 << 20 + 1) == 0)
        #expect(error() == .input(.tooLong(file: pipe, limit: 160 << 20)))
        remove()

        try writeIDX(images: images(2), labels: labels([3, 7]))
        let images = folder.appendingPathComponent("train-images-idx3-ubyte").path
        try FileManager.default.removeItem(atPath: images)
        try #require(mkfifo(images, 0o600) == 0)
        #expect(error() == .unreadable(file: images, reason: "it is a pipe, not a file"))
    }
}
