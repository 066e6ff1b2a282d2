import CZlib
import Foundation
import Imaging
import Testing
import Training

/// Datasets that are whole, and each way in which one can be broken.
@Suite(.serialized) struct DatasetTests {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("mnist37-\(UUID().uuidString)")

    /// Big-endian, as IDX has it.
    private func word(_ value: Int) -> [UInt8] {
        withUnsafeBytes(of: UInt32(truncatingIfNeeded: value).bigEndian) { Array($0) }
    }

    func images(_ count: Int, height: Int = 28, promised: Int? = nil) -> [UInt8] {
        var bytes = word(0x803) + word(promised ?? count) + word(height) + word(28)
        for index in 0..<count * height * 28 { bytes.append(UInt8(truncatingIfNeeded: index * 7)) }
        return bytes
    }

    func labels(_ digits: [UInt8]) -> [UInt8] { word(0x801) + word(digits.count) + digits }

    func write(_ bytes: [UInt8], _ name: String) throws {
        let file = folder.appendingPathComponent(name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
    }

    /// A folder of IDX files: the training part as given, an intact validation part.
    func writeIDX(images: [UInt8], labels: [UInt8]) throws {
        try write(images, "train-images-idx3-ubyte")
        try write(labels, "train-labels-idx1-ubyte")
        try write(self.images(2), "t10k-images-idx3-ubyte")
        try write(self.labels([3, 7]), "t10k-labels-idx1-ubyte")
    }

    func failure(of work: () throws -> Void) -> DatasetError? {
        do {
            try work()
            return nil
        } catch {
            return error as? DatasetError
        }
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    @Test func carriedDigits() throws {
        let split = try DatasetSplit.carriedDigits()
        #expect(split.training.count == 800 && split.training.firsts == 400)
        #expect(split.validation.count == 200 && split.validation.firsts == 100)
        #expect(split.training.labels == Array(repeating: 1, count: 400) + Array(repeating: 0, count: 400))
        // Other pictures or another order would train other weights.
        #expect(split.training.fingerprint == 0x91ec_3aed_426c_1566)
        #expect(split.validation.fingerprint == 0x3dcd_e1c2_962c_b03f)
    }

    @Test func idxKeepsOrderAndDropsOtherDigits() throws {
        defer { remove() }
        try writeIDX(images: images(5), labels: labels([7, 1, 3, 9, 7]))
        let split = try DatasetSplit(folder: folder.path)
        #expect(split.training.labels == [0, 1, 0])
        let all = images(5).dropFirst(16)
        var expected: [UInt8] = []
        for index in [0, 2, 4] { expected += all.dropFirst(index * 784).prefix(784) }
        #expect(split.training.pixels == expected)
    }

    @Test func compressedIDXIsTheSame() throws {
        defer { remove() }
        try writeIDX(images: images(4), labels: labels([7, 3, 3, 7]))
        let plain = try DatasetSplit(folder: folder.path)
        for name in ["train-images-idx3-ubyte", "train-labels-idx1-ubyte"] {
            let file = folder.appendingPathComponent(name)
            let bytes = [UInt8](try Data(contentsOf: file))
            let stream = try #require(gzopen(file.path + ".gz", "wb"))
            gzwrite(stream, bytes, UInt32(bytes.count))
            gzclose(stream)
            try FileManager.default.removeItem(at: file)
        }
        let compressed = try DatasetSplit(folder: folder.path)
        #expect(compressed.training.fingerprint == plain.training.fingerprint)
    }

    @Test func brokenIDX() throws {
        defer { remove() }
        let imagesFile = folder.appendingPathComponent("train-images-idx3-ubyte").path
        let labelsFile = folder.appendingPathComponent("train-labels-idx1-ubyte").path
        func check(_ images: [UInt8], _ labels: [UInt8], _ expected: DatasetError) throws {
            try writeIDX(images: images, labels: labels)
            #expect(failure { _ = try DatasetSplit(folder: folder.path) } == expected)
        }
        let whole = images(2), both = labels([3, 7])
        try check(Array(whole.dropLast(5)), both, .truncated(file: imagesFile, expected: 1584, found: 1579))
        try check(whole + [0], both, .trailing(file: imagesFile, expected: 1584))
        try check(
            images(2, promised: 900_000), both, .labelCount(file: labelsFile, labels: 2, pictures: 900_000))
        try check(
            images(2, promised: 1 << 30), both, .tooMany(file: imagesFile, count: 1 << 30, limit: 1_000_000))
        try check(
            images(2, promised: 5000), labels([UInt8](repeating: 3, count: 5000)),
            .truncated(file: imagesFile, expected: 16 + 784 * 5000, found: 1584))
        try check(whole, labels([3, 7]) + [1], .trailing(file: labelsFile, expected: 10))
        try check(whole, Array(labels([3, 7]).dropLast()), .truncated(file: labelsFile, expected: 10, found: 9))
        try check(images(2, height: 27), both, .wrongSize(file: imagesFile, height: 27, width: 28))
        try check(both, both, .notIDX(file: imagesFile, expected: "pictures"))
        try check([], both, .notIDX(file: imagesFile, expected: "pictures"))
        try check(whole, whole, .notIDX(file: labelsFile, expected: "labels"))
        try check(whole, labels([3]), .labelCount(file: labelsFile, labels: 1, pictures: 2))
        try check(whole, labels([3, 3]), .emptyClass(folder: labelsFile, name: "7"))
        try check(whole, labels([1, 7]), .emptyClass(folder: labelsFile, name: "3"))
    }

    @Test func foldersOfPictures() throws {
        defer { remove() }
        let three = [UInt8](try Data(contentsOf: repository.appendingPathComponent("examples/digits/three.png")))
        let seven = [UInt8](try Data(contentsOf: repository.appendingPathComponent("examples/digits/seven.png")))
        for part in ["train", "valid"] {
            try write(seven, "\(part)/7/10.png")
            try write(three, "\(part)/3/9.png")
            try write(seven, "\(part)/3/10.png")
            try write(Array("x".utf8), "\(part)/3/notes.txt")
        }
        let split = try DatasetSplit(folder: folder.path)
        #expect(split.training.labels == [1, 1, 0] && split.classes == .threesAndSevens && !split.isHeldOut)
        // "10.png" comes before "9.png", as strings do.
        #expect(Array(split.training.picture(0)) == Array(split.training.picture(2)))

        func error() -> DatasetError? { failure { _ = try DatasetSplit(folder: folder.path) } }
        let picture = folder.appendingPathComponent("train/3/9.png").path
        try write(Array(three.prefix(200)), "train/3/9.png")
        guard case .picture(.damaged(picture, _)) = error() else {
            Issue.record("a picture that is cut short was taken")
            return
        }
        try write([0xff, 0xd8, 0xff, 0xe0] + three, "train/3/9.png")
        #expect(error() == .picture(.notPNG(file: picture, format: .jpeg)))
        try FileManager.default.removeItem(atPath: picture)
        try FileManager.default.createSymbolicLink(atPath: picture, withDestinationPath: "/nowhere")
        guard case .unreadable(picture, _) = error() else {
            Issue.record("a link to nothing was taken")
            return
        }
    }

    @Test func missingParts() throws {
        defer { remove() }
        #expect(failure { _ = try DatasetSplit(folder: folder.path) } == .missingFolder(folder.path))
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        #expect(failure { _ = try DatasetSplit(folder: folder.path) } == .unknownLayout(folder: folder.path))
        let train = folder.appendingPathComponent("train").path
        for name in ["3", "other"] {
            try FileManager.default.createDirectory(atPath: "\(train)/\(name)", withIntermediateDirectories: true)
            #expect(
                failure { _ = try DatasetSplit(folder: folder.path) } == .classCount(folder: train, classes: ["3"]))
        }
        try FileManager.default.createDirectory(atPath: "\(train)/7", withIntermediateDirectories: true)
        #expect(
            failure { _ = try DatasetSplit(folder: folder.path) } == .emptyClass(folder: "\(train)/3", name: "3"))
    }

    @Test func fingerprintSeesPixelsLabelsAndOrder() {
        let pixels = (0..<2 * 784).map { UInt8(truncatingIfNeeded: $0 / 3) }
        let dataset = Dataset(pixels: pixels, labels: [1, 0])
        var changed = pixels
        changed[1000] ^= 1
        let others = [
            Dataset(pixels: changed, labels: [1, 0]), Dataset(pixels: pixels, labels: [1, 1]),
            dataset.selecting([1, 0]), dataset.selecting([0]),
        ]
        #expect(!others.map(\.fingerprint).contains(dataset.fingerprint))
        #expect(Dataset(pixels: [], labels: []).fingerprint == 0xcbf2_9ce4_8422_2325)
    }
}

/// The folder of the repository.
let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
