import Foundation
import FuzzInput

/// The contents of a file that gzip may have compressed, by zlib in one piece; nil for what must be refused.
func referenceContents(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
    var count = 0
    guard let contents = reference_unpack(bytes.baseAddress, bytes.count, &count) else { return nil }
    defer { free(contents) }
    return Array(UnsafeBufferPointer(start: contents, count: count))
}

/// The name of a file of these bytes.
///
/// - Parameter slot: 0 or 1; the file of a slot takes the place of the one before.
func inputFile(_ bytes: UnsafeBufferPointer<UInt8>, slot: UInt32 = 0) -> String {
    "/proc/self/fd/\(input_file(slot, bytes.baseAddress, bytes.count))"
}
