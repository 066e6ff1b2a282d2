import FileNames
import Foundation
import WeightsFile

/// A folder of data with a folder of PNGs for each class: train/CLASS, and valid/CLASS where pictures to measure on are set
/// apart.
struct PictureFolders {
    let root: String
    let classes: ClassNames
    /// The folders of train/ that hold neither class.
    private let others: [String]

    /// Finds out which folders of train/ are the two classes: those that `classes` names, or the only two beside other/, in the
    /// order of their names.
    ///
    /// - Returns: nil where there is no folder in train/.
    init?(root: String, classes chosen: ClassNames?) throws(DatasetError) {
        let train = "\(root)/train"
        let folders = (FolderContents.names(in: train) ?? []).filter {
            !$0.hasPrefix(".") && FolderContents.isFolder("\(train)/\($0)")
        }
        guard !folders.isEmpty else { return nil }
        self.root = root
        let classes: ClassNames
        if let chosen {
            classes = chosen
        } else {
            let candidates = folders.filter { $0 != PictureFolders.other }
            guard candidates.count == 2 else { throw .classCount(folder: train, classes: candidates) }
            do throws(ClassNames.Fault) {
                classes = try ClassNames(candidates[0], candidates[1])
            } catch {
                throw .className(folder: train, error)
            }
        }
        self.classes = classes
        others = folders.filter { $0 != classes.first && $0 != classes.second }
    }

    /// Where pictures of neither class are.
    private static let other = "other"

    /// The pictures of train/ and valid/; where there is no valid/, every fifth of each class is held out.
    func split(_ reading: PictureReading) throws(DatasetError) -> DatasetSplit {
        let training = try digits(of: "train", reading), others = try others(of: "train", reading)
        guard FolderContents.isFolder("\(root)/valid") else {
            let split = DatasetSplit(training: training, validation: .none, others: others, classes: classes)
            return try split.holdingOutEveryFifth(of: "\(root)/train")
        }
        return DatasetSplit(
            training: training, validation: try digits(of: "valid", reading), others: others,
            validationOthers: try self.others(of: "valid", reading), classes: classes)
    }

    /// First the pictures of the first class, then those of the second, each sorted by file name as Python sorts strings.
    private func digits(of part: String, _ reading: PictureReading) throws(DatasetError) -> Dataset {
        var names: [String] = []
        var labels: [UInt8] = []
        for (name, label) in [(classes.first, 1), (classes.second, 0)] as [(String, UInt8)] {
            let folder = "\(root)/\(part)/\(name)"
            guard FolderContents.isFolder(folder) else { throw .missingFolder(folder) }
            let pictures = try pictureNames(folder)
            guard !pictures.isEmpty else { throw .emptyClass(folder: folder, name: name) }
            names += pictures.map { "\(name)/\($0)" }
            labels += Array(repeating: label, count: pictures.count)
        }
        return Dataset(
            pixels: try reading.pixels(ofFiles: names.map { "\(root)/\(part)/\($0)" }), labels: labels, names: names)
    }

    private func others(of part: String, _ reading: PictureReading) throws(DatasetError) -> Dataset {
        var names: [String] = []
        for folder in others where FolderContents.isFolder("\(root)/\(part)/\(folder)") {
            names += try pictureNames("\(root)/\(part)/\(folder)").map { "\(folder)/\($0)" }
        }
        return Dataset(others: try reading.pixels(ofFiles: names.map { "\(root)/\(part)/\($0)" }), names: names)
    }

    /// The PNGs of a folder; other files are passed over.
    private func pictureNames(_ folder: String) throws(DatasetError) -> [String] {
        guard let names = FolderContents.names(in: folder) else {
            throw .unreadable(file: folder, reason: String(cString: strerror(errno)))
        }
        return names.filter { !$0.hasPrefix(".") && $0.lowercased().hasSuffix(".png") }
    }
}

extension DatasetSplit {
    /// The fewest pictures of a class of which some are held out.
    private static let leastOfAClass = 5

    /// Every fifth picture of each class, and of the others, as validation.
    fileprivate func holdingOutEveryFifth(of folder: String) throws(DatasetError) -> DatasetSplit {
        for (name, label) in [(classes.first, 1), (classes.second, 0)] as [(String, UInt8)] {
            let count = training.labels.count { $0 == label }
            guard count >= DatasetSplit.leastOfAClass else {
                throw .tooFewPictures(folder: "\(folder)/\(name)", count: count, least: DatasetSplit.leastOfAClass)
            }
        }
        let firsts = training.firsts
        let digits = (0..<training.count).map { $0 < firsts ? $0 : $0 - firsts }
        func isHeldOut(_ place: Int) -> Bool { place % 5 == 4 }
        return DatasetSplit(
            training: training.selecting(digits.indices.filter { !isHeldOut(digits[$0]) }),
            validation: training.selecting(digits.indices.filter { isHeldOut(digits[$0]) }),
            others: others.selecting((0..<others.count).filter { !isHeldOut($0) }),
            validationOthers: others.selecting((0..<others.count).filter(isHeldOut)), classes: classes, isHeldOut: true)
    }
}
