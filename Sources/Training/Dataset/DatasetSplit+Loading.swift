import FileNames
import Foundation

extension DatasetSplit {
    /// Reads a folder in fastai's layout (train/3, train/7, valid/3, valid/7 of PNGs) or with MNIST's IDX files.
    ///
    /// - Throws: `DatasetError` naming the file, for anything that is not complete and intact.
    public init(folder: String) throws(DatasetError) {
        guard FolderContents.isFolder(folder) else { throw .missingFolder(folder) }
        if FolderContents.isFolder("\(folder)/train/3") || FolderContents.isFolder("\(folder)/train/7") {
            self.init(
                training: try Dataset(pictureFolder: "\(folder)/train"),
                validation: try Dataset(pictureFolder: "\(folder)/valid"))
        } else if let training = IDXPair(folder: folder, prefix: "train"),
            let validation = IDXPair(folder: folder, prefix: "t10k")
        {
            self.init(training: try Dataset(training), validation: try Dataset(validation))
        } else {
            throw .unknownLayout(folder: folder)
        }
    }

    /// The 800 + 200 digits that the package carries.
    ///
    /// SwiftPM copies them beside the program, an installation has them below share/. SwiftPM's own accessor ends the program when they are not there; this one
    /// reports it.
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
