import FileNames
import Foundation

/// The two IDX files of one part of MNIST.
struct IDXPair {
    let pictures: String
    let labels: String

    /// Finds both files, plain or .gz, under either of the names in use; nil when one is missing.
    init?(folder: String, prefix: String) {
        func find(_ kind: String, _ dimensions: String) -> String? {
            ["-\(dimensions)-ubyte", ".\(dimensions)-ubyte"].flatMap { [$0, $0 + ".gz"] }
                .map { "\(folder)/\(prefix)-\(kind)\($0)" }
                .first { $0.withFileName { access($0, F_OK) } == 0 }
        }
        guard let pictures = find("images", "idx3"), let labels = find("labels", "idx1") else { return nil }
        self.pictures = pictures
        self.labels = labels
    }
}

extension Dataset {
    /// Reads the threes and sevens of a pair of IDX files in the order of the files; other digits are passed over.
    init(_ pair: IDXPair) throws(DatasetError) {
        let pictures = try IDXFile(pair.pictures, .pictures)
        let labelFile = try IDXFile(pair.labels, .labels)
        guard labelFile.count == pictures.count else {
            throw .labelCount(file: pair.labels, labels: labelFile.count, pictures: pictures.count)
        }
        var digits: [UInt8] = []
        try labelFile.forEachBlock { digits += $1 }
        var pixels: [UInt8] = []
        var labels: [UInt8] = []
        try pictures.forEachBlock { items, bytes in
            for (row, index) in items.enumerated() where digits[index] == 3 || digits[index] == 7 {
                pixels += bytes[row * Dataset.pixelCount..<(row + 1) * Dataset.pixelCount]
                labels.append(digits[index] == 3 ? 1 : 0)
            }
        }
        for (digit, label) in [(3, 1), (7, 0)] as [(Int, UInt8)] where !labels.contains(label) {
            throw .emptyClass(folder: pair.labels, digit: digit)
        }
        self.init(pixels: pixels, labels: labels)
    }
}
