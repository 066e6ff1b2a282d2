// Feeds mnist37_frame whatever libFuzzer makes: a size, a stride, a side of ink, an address and a size of the scratch memory,
// and the pixels. Built by `make fuzz` in one module with the runtime's own sources, under the address sanitizer.

import CMNIST37

/// One input: two bytes for each side, one each for the stride, the ink and the scratch memory, then pixels, which repeat
/// until there are enough.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzFrame(_ data: UnsafePointer<UInt8>, _ size: Int) -> Int32 {
    guard size > 7 else { return 0 }
    let width = Int(data[0]) | Int(data[1] & 3) << 8, height = Int(data[2]) | Int(data[3] & 3) << 8
    // Every sixteenth size is beyond what there is.
    let huge = data[1] >> 4 == 15 ? Int(data[4]) << 20 : 0
    let stride = width + Int(data[4] & 15), ink = Int32(data[5] & 3)
    let needed = mnist37_frame_scratch(width + huge, height)
    let offset = Int(data[6] & 7), short = data[6] >> 4 == 15 ? 1 : 0
    // Blocks of exactly these sizes, so that the sanitizer sees a step beyond them.
    let pixels = UnsafeMutablePointer<UInt8>.allocate(capacity: max(1, stride * height))
    let scratch = UnsafeMutablePointer<UInt8>.allocate(capacity: offset + max(1, needed - short))
    let form = UnsafeMutablePointer<UInt8>.allocate(capacity: 784)
    defer {
        pixels.deallocate()
        scratch.deallocate()
        form.deallocate()
    }
    for index in 0..<stride * height { pixels[index] = data[7 + index % (size - 7)] }
    _ = mnist37_frame(
        pixels, width + huge, height, stride, ink, scratch + offset, max(0, needed - short), form)
    return 0
}
