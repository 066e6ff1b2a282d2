// Any bytes as the two IDX files of a part of MNIST: two bytes, which say how long the labels' file is, that file, and
// the pictures'. Either may be compressed. The trainer's reader takes exactly the pairs that a plain reading of the format
// takes, and each picture comes to its class.

import FuzzInput

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzIDX(_ data: UnsafePointer<UInt8>, _ size: Int) -> Int32 {
    guard size >= 2 else { return 0 }
    let bytes = UnsafeBufferPointer(start: data, count: size)[2...]
    let labels = UnsafeBufferPointer(rebasing: bytes.prefix(Int(data[0]) | Int(data[1]) << 8))
    let pictures = UnsafeBufferPointer(rebasing: bytes.dropFirst(labels.count))
    let expected = referenceDatasets(labels: referenceContents(labels), pictures: referenceContents(pictures))
    let pair = IDXPair(pictures: inputFile(pictures, slot: 0), labels: inputFile(labels, slot: 1))
    let found = try? pair.load(.threesAndSevens)
    precondition((found == nil) == (expected == nil), "\(found == nil ? "refused" : "taken")")
    guard let found, let expected else { return 0 }
    precondition(found.digits.pixels == expected.digits && found.digits.labels == expected.labels)
    precondition(found.others.pixels == expected.others && found.others.count * 784 == expected.others.count)
    return 0
}

/// The pictures of threes and sevens with a label of 1 for a three, and the others; nil for what must be refused.
private func referenceDatasets(
    labels: [UInt8]?, pictures: [UInt8]?
) -> (digits: [UInt8], labels: [UInt8], others: [UInt8])? {
    guard let labels, let pictures, labels.count >= 8, pictures.count >= 16 else { return nil }
    func word(_ bytes: [UInt8], _ index: Int) -> Int {
        Int(bytes[4 * index]) << 24 | Int(bytes[4 * index + 1]) << 16 | Int(bytes[4 * index + 2]) << 8
            | Int(bytes[4 * index + 3])
    }
    let count = word(labels, 1)
    guard word(labels, 0) == 0x801, count == labels.count - 8, word(pictures, 0) == 0x803, word(pictures, 1) == count,
        word(pictures, 2) == 28, word(pictures, 3) == 28, pictures.count == 16 + 784 * count
    else { return nil }
    var digits: [UInt8] = [], kinds: [UInt8] = [], others: [UInt8] = []
    for index in 0..<count {
        let picture = pictures[(16 + 784 * index)..<(16 + 784 * (index + 1))]
        switch labels[8 + index] {
        case 3, 7:
            digits += picture
            kinds.append(labels[8 + index] == 3 ? 1 : 0)
        default: others += picture
        }
    }
    return kinds.contains(0) && kinds.contains(1) ? (digits, kinds, others) : nil
}
