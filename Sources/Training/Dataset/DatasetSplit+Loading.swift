import FileNames
import Foundation

extension DatasetSplit {
    /// Reads a folder in fastai's layout (train/3, train/7, valid/3, valid/7 of PNGs) or with MNIST's IDX files.
    ///
    /// Others, which are neither, are the PNGs of train/other and valid/other where there are such folders, and the other
    /// digits of IDX files.
    ///
    /// - Throws: `DatasetError` naming the file, for anything that is not complete and intact.
    public init(folder: String) throws(DatasetError) {
        guard FolderContents.isFolder(folder) else { throw .missingFolder(folder) }
        if FolderContents.isFolder("\(folder)/train/3") || FolderContents.isFolder("\(folder)/train/7") {
            self.init(
                training: try Dataset(pictureFolder: "\(folder)/train"),
                validation: try Dataset(pictureFolder: "\(folder)/valid"),
                others: try Dataset(othersInPictureFolder: "\(folder)/train"),
                validationOthers: try Dataset(othersInPictureFolder: "\(folder)/valid"))
        } else if let training = IDXPair(folder: folder, prefix: "train"),
            let validation = IDXPair(folder: folder, prefix: "t10k")
        {
            let (training, others) = try training.load(), (validation, validationOthers) = try validation.load()
            self.init(
                training: training, validation: validation, others: others, validationOthers: validationOthers)
        } else {
            throw .unknownLayout(folder: folder)
        }
    }

    /// The same pictures, with the others that the package carries where they have none of their own.
    public func withOthers() -> DatasetSplit {
        guard others.count == 0, validationOthers.count == 0, let carried = try? DatasetSplit.carriedDigits() else {
            return self
        }
        return DatasetSplit(
            training: training, validation: validation, others: carried.others,
            validationOthers: carried.validationOthers)
    }

    /// The 800 + 200 digits that the package carries, and 400 + 160 others.
    ///
    /// SwiftPM copies them beside the program, an installation has them below share/. SwiftPM's own accessor ends the
    /// program when they are not there; this one reports it.
    public static func carriedDigits() throws(DatasetError) -> DatasetSplit {
        let executable = (CommandLine.arguments.first ?? "") as NSString
        let folders =
            [Bundle.main.bundlePath, executable.resolvingSymlinksInPath.deletingLastPathComponent]
            + Bundle.allBundles.map { ($0.bundlePath as NSString).deletingLastPathComponent }
        let installed = (Bundle.main.bundlePath as NSString).deletingLastPathComponent + "/share/mnist37/Digits"
        let candidates = folders.map { "\($0)/mnist37_Training.resources/Digits" } + [installed]
        guard let folder = candidates.first(where: { FolderContents.isFolder($0) }) else {
            throw .carriedDigitsMissing(searched: Array(candidates.prefix(1)))
        }
        return try DatasetSplit(folder: folder)
    }
}
