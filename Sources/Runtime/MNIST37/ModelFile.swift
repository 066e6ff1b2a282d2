// Opening and closing: with a file system only in hosted builds. Closing exists everywhere.

import CMNIST37
#if MNIST37_HOSTED
import CPlatform

@implementation @_cdecl("mnist37_model_open")
public func mnist37_model_open(
    _ model: UnsafeMutablePointer<mnist37_model>!, _ path: UnsafePointer<CChar>!
) -> mnist37_status {
    guard let model else { return MNIST37_ERROR_NULL }
    mnist37_model.clear(model)
    guard let path else { return MNIST37_ERROR_NULL }
    let descriptor = mnist37_open_file(path)
    guard descriptor >= 0 else { return MNIST37_ERROR_OPEN }
    defer { _ = close(descriptor) }
    let length = mnist37_file_size(descriptor)
    guard length >= 0 else { return MNIST37_ERROR_READ }
    // No weights file comes near 16 MB: do not read something huge to find out that it is none.
    guard length > 0, length <= 1 << 24 else { return length == 0 ? MNIST37_ERROR_TRUNCATED : MNIST37_ERROR_TRAILING }
    let size = Int(length)
    // A copy in pages of its own: a mapped file that someone cuts short would end the program at the next prediction.
    guard let memory = mnist37_map_memory(size) else { return MNIST37_ERROR_MEMORY }
    var filled = 0
    while filled < size {
        // Safe: filled < size.
        let count = read(descriptor, memory + filled, size &- filled)
        guard count > 0 else { break }
        filled &+= count
    }
    let status = filled == size ? initialize(model, memory, size: size, owned: 1) : MNIST37_ERROR_READ
    if status != MNIST37_OK { _ = munmap(memory, size) }
    return status
}
#endif

@implementation @_cdecl("mnist37_model_close")
public func mnist37_model_close(_ model: UnsafeMutablePointer<mnist37_model>!) {
    guard let model else { return }
    #if MNIST37_HOSTED
    if model.pointee.owned == 1, let bytes = model.pointee.bytes {
        _ = munmap(UnsafeMutableRawPointer(mutating: bytes), model.pointee.size)
    }
    #endif
    mnist37_model.clear(model)
}
