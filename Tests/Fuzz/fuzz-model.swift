// Feeds libmnist37 whatever libFuzzer makes: a weights file, and a prediction from it when it opens. Built by `make fuzz`
// in one module with the runtime's own sources, under the address sanitizer.

import CMNIST37

/// One input: the bytes of a weights file, its checksum made right so that the checks behind it are reached.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzModel(_ data: UnsafePointer<UInt8>, _ size: Int) -> Int32 {
    // A block of its own, aligned and of exactly this size, so that the sanitizer sees a step beyond it.
    let bytes = UnsafeMutableRawPointer.allocate(byteCount: size &+ 1, alignment: 16)
    defer { bytes.deallocate() }
    bytes.copyMemory(from: data, byteCount: size)
    if size >= 8 {
        let checked = (size &- 4) & ~3
        bytes.storeBytes(of: crc32(bytes, count: checked), toByteOffset: checked, as: UInt32.self)
    }
    var model = mnist37_model()
    guard mnist37_model_init(&model, bytes, size) == MNIST37_OK else { return 0 }
    var info = mnist37_info()
    info.size = UInt32(MemoryLayout<mnist37_info>.size)
    _ = mnist37_model_info(&model, &info)
    withUnsafeTemporaryAllocation(of: Float.self, capacity: 784) { pixels in
        for index in 0..<784 { pixels[index] = Float(data[index % size]) / 255 }
        var prediction = mnist37_prediction()
        _ = mnist37_predict(&model, pixels.baseAddress, &prediction)
        _ = mnist37_predict_batch(&model, pixels.baseAddress, 1, &prediction)
    }
    var prediction = mnist37_prediction()
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 784) { pixels in
        for index in 0..<784 { pixels[index] = data[index % size] }
        _ = mnist37_predict_bytes(&model, pixels.baseAddress, &prediction)
    }
    mnist37_model_close(&model)
    return 0
}
