import FileNames
import Foundation
import WeightsFile

extension DatasetSplit {
    /// Reads a folder in fastai's layout (train/CLASS and valid/CLASS of PNGs, such as train/3 and train/7) or with MNIST's IDX
    /// files.
    ///
    /// Others, which are neither, are the PNGs of the other folders of train and valid, such as train/other, and the other
    /// labels of IDX files. Without valid every fifth picture is held out.
    ///
    /// - Parameters:
    ///   - classes: the two classes. nil for the only two folders of train beside other, and for the labels 3 and 7 of IDX
    ///     files.
    ///   - reading: of PNGs; what IDX files hold is taken as it is.
    /// - Throws: `DatasetError` naming the file, for anything that is not complete and intact.
    public init(
        folder: String, classes: ClassNames? = nil, reading: PictureReading = .framed
    ) throws(DatasetError) {
        guard FolderContents.isFolder(folder) else { throw .missingFolder(folder) }
        if let folders = try PictureFolders(root: folder, classes: classes) {
            self = try folders.split(reading)
        } else if let training = IDXPair(folder: folder, prefix: "train"),
            let validation = IDXPair(folder: folder, prefix: "t10k")
        {
            let classes = classes ?? .threesAndSevens
            let (training, others) = try training.load(classes)
            let (validation, validationOthers) = try validation.load(classes)
            self.init(
                training: training, validation: validation, others: others, validationOthers: validationOthers,
                classes: classes)
        } else {
            throw .unknownLayout(folder: folder)
        }
    }

    /// The same pictures, with the others that the package carries where they have none of their own and their classes are
    /// two digits.
    public func withOthers() -> DatasetSplit {
        guard others.count == 0, validationOthers.count == 0, classes.areDigits,
            let carried = try? DatasetSplit.carriedDigits(classes)
        else { return self }
        return DatasetSplit(
            training: training, validation: validation, others: carried.others,
            validationOthers: carried.validationOthers, classes: classes, isHeldOut: isHeldOut)
    }

    /// The digits that the package carries: of threes and sevens 800 + 200, of each other digit 50 + 20.
    ///
    /// SwiftPM copies them beside the program, an installation has them below share/. SwiftPM's own accessor ends the
    /// program when they are not there; this one reports it.
    public static func carriedDigits(_ classes: ClassNames = .threesAndSevens) throws(DatasetError) -> DatasetSplit {
        let executable = (CommandLine.arguments.first ?? "") as NSString
        let folders =
            [Bundle.main.bundlePath, executable.resolvingSymlinksInPath.deletingLastPathComponent]
            + Bundle.allBundles.map { ($0.bundlePath as NSString).deletingLastPathComponent }
        let installed = (Bundle.main.bundlePath as NSString).deletingLastPathComponent + "/share/mnist37/Digits"
        let candidates = folders.map { "\($0)/mnist37_Training.resources/Digits" } + [installed]
        guard let folder = candidates.first(where: { FolderContents.isFolder($0) }) else {
            throw .carriedDigitsMissing(searched: Array(candidates.prefix(1)))
        }
        return try DatasetSplit(folder: folder, classes: classes)
    }
}

extension ClassNames {
    /// Whether each is one of the ten digits.
    fileprivate var areDigits: Bool {
        [first, second].allSatisfy { $0.utf8.count == 1 && ("0"..."9").contains($0) }
    }
}
