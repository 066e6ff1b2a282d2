// Any bytes as a file that gzip may have compressed: read in pieces, its contents are those that zlib makes of it at
// once, and what zlib refuses is refused.

import FileInput
import FuzzInput

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzGzip(_ data: UnsafePointer<UInt8>, _ size: Int) -> Int32 {
    begin_input(data, size)
    let bytes = UnsafeBufferPointer(start: data, count: size)
    let expected = referenceContents(bytes), name = inputFile(bytes)
    let least = max(1, (expected?.count ?? 0) / 100)
    let step = least + Int(random_below(random_below(2) == 0 ? 8 : 100_000))
    let found = try? contents(of: name, step: step, limit: size)
    precondition(found == expected, "pieces of \(step): \(found?.count ?? -1) bytes, expected \(expected?.count ?? -1)")
    if size > 0 {
        do {
            _ = try contents(of: name, step: step, limit: size - 1)
            preconditionFailure("longer than its limit, and read")
        } catch {
            precondition(error == .tooLong(file: name, limit: size - 1), "\(error)")
        }
    }
    return 0
}

private func contents(of name: String, step: Int, limit: Int) throws(InputError) -> [UInt8] {
    let file = try UnpackedFile(name, limit: limit)
    var contents: [UInt8] = []
    while true {
        let piece = try file.read(step)
        precondition(piece.count <= step)
        contents += piece
        if piece.count < step { return contents }
    }
}
