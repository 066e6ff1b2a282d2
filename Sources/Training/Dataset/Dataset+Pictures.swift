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
}

private func pictureNames(_ folder: String, digit: Int) throws(DatasetError) -> [String] {
    guard FolderContents.isFolder(folder) else { throw .missingFolder(folder) }
    guard let names = FolderContents.names(in: folder) else {
        throw .unreadable(file: folder, reason: String(cString: strerror(errno)))
    }
    let pictures = names.filter { !$0.hasPrefix(".") && $0.lowercased().hasSuffix(".png") }
    guard !pictures.isEmpty else { throw .emptyClass(folder: folder, digit: digit) }
    return pictures
}

/// Decodes the files on all cores. Of several bad files the first in order is reported.
///
/// - Returns: (files, 784) row-major.
private func decode(_ files: [String]) throws(DatasetError) -> [UInt8] {
    var pixels = [UInt8](repeating: 0, count: files.count * Dataset.pixelCount)
    let blockSize = 128
    let blockCount = (files.count + blockSize - 1) / blockSize
    var failures = [DatasetError?](repeating: nil, count: blockCount)
    pixels.withUnsafeMutableBufferPointer { pixels in
        failures.withUnsafeMutableBufferPointer { failures in
            // Safe: each block writes its own rows and its own failure.
            nonisolated(unsafe) let rows = pixels, results = failures
            DispatchQueue.concurrentPerform(iterations: blockCount) { block in
                for index in block * blockSize..<min((block + 1) * blockSize, files.count) {
                    do throws(DatasetError) {
                        let picture = try decode(files[index])
                        _ = rows[index * Dataset.pixelCount..<(index + 1) * Dataset.pixelCount].update(
                            fromContentsOf: picture)
                    } catch {
                        results[block] = error
                        return
                    }
                }
            }
        }
    }
    if let failure = failures.lazy.compactMap({ $0 }).first { throw failure }
    return pixels
}

private func decode(_ file: String) throws(DatasetError) -> [UInt8] {
    let bytes: [UInt8]
    do throws(InputError) {
        bytes = try InputFile.bytes(of: file, limit: DigitPNG.byteLimit)
    } catch {
        throw DatasetError(error)
    }
    do throws(ImageError) {
        return try DigitPNG.pixels(of: bytes, file: file)
    } catch {
        throw .picture(error)
    }
}
