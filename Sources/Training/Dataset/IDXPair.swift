import FileNames
import Foundation
import WeightsFile

/// The two IDX files of one part of MNIST.
struct IDXPair {
    let pictures: String
    let labels: String
}

extension IDXPair {
    /// Finds both files, plain or .gz, under either of the names in use; nil when one is missing.
    init?(folder: String, prefix: String) {
        func find(_ kind: String, _ dimensions: String) -> String? {
            ["-\(dimensions)-ubyte", ".\(dimensions)-ubyte"].flatMap { [$0, $0 + ".gz"] }
                .map { "\(folder)/\(prefix)-\(kind)\($0)" }
                .first { $0.withFileName { access($0, F_OK) } == 0 }
        }
        guard let pictures = find("images", "idx3"), let labels = find("labels", "idx1") else { return nil }
        self.init(pictures: pictures, labels: labels)
    }

    /// Reads the pictures of two labels and, apart from them, all others, each in the order of the files.
    ///
    /// - Parameter classes: two numbers, the labels in the files.
    func load(_ classes: ClassNames) throws(DatasetError) -> (digits: Dataset, others: Dataset) {
        guard let first = UInt8(classes.first), let second = UInt8(classes.second), first != second else {
            throw .classesOfIDX(file: labels, classes)
        }
        let pictureFile = try IDXFile(pictures, .pictures)
        let labelFile = try IDXFile(labels, .labels)
        guard labelFile.count == pictureFile.count else {
            throw .labelCount(file: labels, labels: labelFile.count, pictures: pictureFile.count)
        }
        var digits: [UInt8] = []
        try labelFile.forEachBlock { digits += $1 }
        var pixels: [UInt8] = [], kinds: [UInt8] = [], otherPixels: [UInt8] = []
        try pictureFile.forEachBlock { items, bytes in
            for (row, index) in items.enumerated() {
                let picture = bytes[row * Dataset.pixelCount..<(row + 1) * Dataset.pixelCount]
                guard digits[index] == first || digits[index] == second else {
                    otherPixels += picture
                    continue
                }
                pixels += picture
                kinds.append(digits[index] == first ? 1 : 0)
            }
        }
        for label: UInt8 in [1, 0] where !kinds.contains(label) {
            throw .emptyClass(folder: labels, name: classes.name(ofLabel: label))
        }
        return (Dataset(pixels: pixels, labels: kinds), Dataset(others: otherPixels))
    }
}
