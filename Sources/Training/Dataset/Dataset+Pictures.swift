import Dispatch
import FileInput
import FileNames
import Foundation
import Imaging

extension Dataset {
    /// Reads the PNGs of a folder with the subfolders 3 and 7: first the threes, then the sevens, each sorted by file
    /// name as Python sorts strings. Other files are passed over.
    init(pictureFolder folder: String) throws(DatasetError) {
        var names: [String] = []
        var labels: [UInt8] = []
        for (digit, label) in [(3, 1), (7, 0)] as [(Int, UInt8)] {
            let pictures = try pictureNames("\(folder)/\(digit)", digit: digit)
            names += pictures.map { "\(digit)/\($0)" }
            labels += Array(repeating: label, count: pictures.count)
        }
        self.init(pixels: try decode(names.map { "\(folder)/\($0)" }), labels: labels, names: names)
    }

    /// Reads the PNGs of the subfolder other, where there is one: pictures of neither a three nor a seven.
    init(othersInPictureFolder folder: String) throws(DatasetError) {
        guard FolderContents.isFolder("\(folder)/other") else {
            self = .none
            return
        }
        let names = try pictureNames("\(folder)/other").map { "other/\($0)" }
        self.init(others: try decode(names.map { "\(folder)/\($0)" }), names: names)
    }
}

private func pictureNames(_ folder: String, digit: Int) throws(DatasetError) -> [String] {
    guard FolderContents.isFolder(folder) else { throw .missingFolder(folder) }
    let pictures = try pictureNames(folder)
    guard !pictures.isEmpty else { throw .emptyClass(folder: folder, digit: digit) }
    return pictures
}

private func pictureNames(_ folder: String) throws(DatasetError) -> [String] {
    guard let names = FolderContents.names(in: folder) else {
        throw .unreadable(file: folder, reason: String(cString: strerror(errno)))
    }
    return names.filter { !$0.hasPrefix(".") && $0.lowercased().hasSuffix(".png") }
}

/// Decodes the files on all cores. Of several bad files the first in order is reported.
///
/// - Returns: (files, 784) row-major.
private func decode(_ files: [String]) throws(DatasetError) -> [UInt8] {
    let results = concurrentMap(files.count) { index in
        Result { () throws(ImageError) in
            try DigitPNG.pixels(
                of: try PictureFile.bytes(of: files[index], limit: DigitPNG.byteLimit), file: files[index])
        }
    }
    var pixels: [UInt8] = []
    pixels.reserveCapacity(files.count * Dataset.pixelCount)
    do throws(ImageError) {
        for result in results { pixels += try result.get() }
    } catch {
        throw DatasetError(error)
    }
    return pixels
}
