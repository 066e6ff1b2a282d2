// Opening and closing: with a file system only in hosted builds. Closing exists everywhere.

import CMNIST37
import CPlan
import CPlatform
#if MNIST37_HOSTED

@implementation @_cdecl("mnist37_model_open")
public func mnist37_model_open(
    _ model: UnsafeMutablePointer<mnist37_model>!, _ path: UnsafePointer<CChar>!
) -> mnist37_status {
    guard let model else { return MNIST37_ERROR_NULL }
    model.clear()
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
    guard mnist37_read_file(descriptor, memory, size) != 0 else {
        _ = munmap(memory, size)
        return MNIST37_ERROR_READ
    }
    let status = initialize(model, memory, size: size, owner: UnsafeRawPointer(model))
    if status != MNIST37_OK { _ = munmap(memory, size) }
    return status
}
#endif

@implementation @_cdecl("mnist37_model_close")
public func mnist37_model_close(_ model: UnsafeMutablePointer<mnist37_model>!) {
    guard let model else { return }
    #if MNIST37_HOSTED
    // A copy, whose owner is another variable, has nothing to give back.
    if model.plan.pointee.owner == UnsafeRawPointer(model), let bytes = model.plan.pointee.bytes {
        _ = munmap(UnsafeMutableRawPointer(mutating: bytes), Int(truncatingIfNeeded: model.plan.pointee.size))
    }
    #endif
    model.clear()
}
