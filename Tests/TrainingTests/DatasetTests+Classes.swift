import Foundation
import Imaging
import MNIST37
import Testing
import Training
import WeightsFile

/// Data of other classes than threes and sevens.
extension DatasetTests {
    /// A bar of ink on paper: upright for one class, lying for the other, of any size.
    private func bar(_ isUpright: Bool, side: Int) throws -> [UInt8] {
        let pixels = (0..<side * side).map { index -> UInt8 in
            let (along, across) = isUpright ? (index / side, index % side) : (index % side, index / side)
            return side / 5..<4 * side / 5 ~= along && 2 * side / 5..<side / 2 ~= across ? 30 : 230
        }
        return try #require(GrayImage(width: side, height: side, pixels: pixels)).png(file: "bar")
    }

    private func writeBars(_ count: Int, in part: String = "train", firstSide: Int = 30) throws {
        for index in 0..<count {
            let name = String(format: "%02d.png", index)
            try write(bar(true, side: firstSide + 3 * index), "\(part)/upright/\(name)")
            try write(bar(false, side: firstSide + 2 * index), "\(part)/lying/\(name)")
        }
    }

    private func load(_ classes: ClassNames? = nil, _ reading: PictureReading = .framed) throws -> DatasetSplit {
        try DatasetSplit(folder: folder.path, classes: classes, reading: reading)
    }

    private func error(_ classes: ClassNames? = nil, _ reading: PictureReading = .framed) -> DatasetError? {
        failure { _ = try load(classes, reading) }
    }

    /// Named by the folders in their order, framed, every fifth held out.
    @Test func twoFoldersAreTwoClasses() throws {
        defer { remove() }
        try writeBars(11)
        for index in 0..<6 { try write(bar(true, side: 40 + index), "train/other/\(index).png") }
        let split = try load()
        #expect(split.classes.first == "lying" && split.classes.second == "upright" && split.isHeldOut)
        #expect(split.training.firsts == 9 && split.training.count == 18)
        #expect(split.validation.names == ["lying/04.png", "lying/09.png", "upright/04.png", "upright/09.png"])
        #expect(split.validation.labels == [1, 1, 0, 0])
        #expect(split.others.count == 5 && split.validationOthers.names == ["other/4.png"])
        // Twenty pixels of ink from left to right, in the middle row.
        let lying = Array(split.training.picture(0))
        #expect((0..<28).count { lying[14 * 28 + $0] > 128 } == 20)
    }

    @Test func validationFoldersAreTaken() throws {
        defer { remove() }
        try writeBars(2)
        try writeBars(3, in: "valid", firstSide: 50)
        let split = try load()
        #expect(split.training.count == 4 && split.validation.count == 6 && !split.isHeldOut)
        try FileManager.default.removeItem(at: folder.appendingPathComponent("valid/lying"))
        #expect(error() == .missingFolder("\(folder.path)/valid/lying"))
    }

    @Test func foldersThatAreNotTwoClasses() throws {
        defer { remove() }
        try writeBars(4)
        let train = folder.appendingPathComponent("train").path
        #expect(error() == .tooFewPictures(folder: "\(train)/lying", count: 4, least: 5))
        try writeBars(5)
        try write(bar(true, side: 40), "train/round/0.png")
        #expect(error() == .classCount(folder: train, classes: ["lying", "round", "upright"]))
        // Named, they are two, in this order; the rest is neither.
        let chosen = try load(try ClassNames("upright", "lying"))
        #expect(chosen.classes.first == "upright" && chosen.others.names == ["round/0.png"])
        #expect(error(try ClassNames("upright", "flat")) == .missingFolder("\(train)/flat"))
        try FileManager.default.removeItem(atPath: "\(train)/round")
        try FileManager.default.moveItem(atPath: "\(train)/lying", toPath: "\(train)/lying on its side")
        #expect(error() == .className(folder: train, .tooLong("lying on its side")))
    }

    /// A picture without ink is named; as they are, pictures must be 28x28, and may be of any depth.
    @Test func picturesThatCannotBeUsed() throws {
        defer { remove() }
        try writeBars(5)
        let blank = try #require(GrayImage(width: 40, height: 40, pixels: [UInt8](repeating: 200, count: 1600)))
        try write(blank.png(file: "blank"), "train/lying/blank.png")
        let file = "\(folder.path)/train/lying/blank.png"
        #expect(error() == .framing(file: file, .noInk))
        #expect(error().map { "\($0)".hasPrefix("\(file): no ink") } == true)
        #expect(
            error(nil, .raw) == .picture(.wrongSize(file: "\(folder.path)/train/lying/00.png", width: 30, height: 30)))
        remove()
        try writeBars(1, firstSide: 28)
        try writeBars(1, in: "valid", firstSide: 28)
        let raw = try load(nil, .raw)
        let bar = try GrayImage(png: try bar(false, side: 28), file: "bar")
        #expect(Array(raw.training.picture(0)) == bar.pixels)
    }

    /// Of IDX files classes are labels: 3 and 7 unless others are asked for.
    @Test func labelsOfIDXFiles() throws {
        defer { remove() }
        try writeIDX(images: images(5), labels: labels([4, 9, 3, 9, 7]))
        try write(images(2), "t10k-images-idx3-ubyte")
        try write(labels([9, 4]), "t10k-labels-idx1-ubyte")
        let split = try load(try ClassNames("9", "4"))
        #expect(split.training.labels == [0, 1, 1] && split.validation.labels == [1, 0] && split.others.count == 2)
        let file = "\(folder.path)/train-labels-idx1-ubyte"
        #expect(error(try ClassNames("4", "8")) == .emptyClass(folder: file, name: "8"))
        let words = try ClassNames("four", "nine")
        #expect(error(words) == .classesOfIDX(file: file, words))
    }

    /// The digits of the package: of other than threes and sevens there are 50, and 20 to measure on.
    @Test func carriedDigitsOfOtherClasses() throws {
        let split = try DatasetSplit.carriedDigits(try ClassNames("4", "9"))
        #expect(split.training.count == 100 && split.training.firsts == 50 && split.validation.count == 40)
        #expect(split.others.count == 800 + 6 * 50 && split.validationOthers.count == 200 + 6 * 20)
    }

    /// Only digits borrow others of the package, and never their own.
    @Test func othersThatAreBorrowed() throws {
        defer { remove() }
        try writeBars(5)
        #expect(try load().withOthers().others.count == 0)
        try FileManager.default.moveItem(
            at: folder.appendingPathComponent("train/lying"), to: folder.appendingPathComponent("train/4"))
        try FileManager.default.moveItem(
            at: folder.appendingPathComponent("train/upright"), to: folder.appendingPathComponent("train/1"))
        let borrowed = try load().withOthers()
        #expect(borrowed.classes.first == "1" && borrowed.isHeldOut && borrowed.others.count == 800 + 6 * 50)
    }
}
