// The functions of include/mnist37.h. @implementation makes the compiler hold each signature against the header.

import CMNIST37

@implementation @_cdecl("mnist37_model_init")
public func mnist37_model_init(
    _ model: UnsafeMutablePointer<mnist37_model>!, _ bytes: UnsafeRawPointer!, _ size: Int
) -> mnist37_status {
    guard let model else { return MNIST37_ERROR_NULL }
    mnist37_model.clear(model)
    guard let bytes else { return MNIST37_ERROR_NULL }
    // No object is larger than half of the address space.
    guard size >= 0 else { return MNIST37_ERROR_TRAILING }
    return initialize(model, bytes, size: size, owner: nil)
}

@implementation @_cdecl("mnist37_model_info")
public func mnist37_model_info(
    _ model: UnsafePointer<mnist37_model>!, _ info: UnsafeMutablePointer<mnist37_info>!
) -> mnist37_status {
    guard let model, let info else { return MNIST37_ERROR_NULL }
    guard let file = model.pointee.file else { return MNIST37_ERROR_NOT_INITIALIZED }
    file.describe(in: info)
    return MNIST37_OK
}

@implementation @_cdecl("mnist37_predict")
public func mnist37_predict(
    _ model: UnsafePointer<mnist37_model>!, _ pixels: UnsafePointer<Float>!,
    _ prediction: UnsafeMutablePointer<mnist37_prediction>!
) -> mnist37_status {
    predict(model, pixels, prediction)
}

@implementation @_cdecl("mnist37_predict_bytes")
public func mnist37_predict_bytes(
    _ model: UnsafePointer<mnist37_model>!, _ pixels: UnsafePointer<UInt8>!,
    _ prediction: UnsafeMutablePointer<mnist37_prediction>!
) -> mnist37_status {
    predict(model, pixels, prediction)
}

@implementation @_cdecl("mnist37_predict_batch")
public func mnist37_predict_batch(
    _ model: UnsafePointer<mnist37_model>!, _ pixels: UnsafePointer<Float>!, _ count: Int,
    _ predictions: UnsafeMutablePointer<mnist37_prediction>!
) -> mnist37_status {
    guard count != 0 else { return MNIST37_OK }
    guard let model, let pixels, let predictions else { return MNIST37_ERROR_NULL }
    guard let file = model.pointee.file else { return MNIST37_ERROR_NOT_INITIALIZED }
    // No array is larger than half of the address space; the count of one that is comes here as a negative number.
    guard count > 0, count <= Int.max / pictureSize else { return MNIST37_ERROR_COUNT }
    return predict(model, file, pixels, count: count, predictions)
}

@implementation @_cdecl("mnist37_version")
public func mnist37_version() -> UInt32 {
    UInt32(MNIST37_VERSION_MAJOR) << 16 | UInt32(MNIST37_VERSION_MINOR) << 8 | UInt32(MNIST37_VERSION_PATCH)
}

/// Bytes of a picture of floats.
private let pictureSize = 4 * Int(MNIST37_PIXELS)

@inline(__always)
private func predict<P: Pixel>(
    _ model: UnsafePointer<mnist37_model>?, _ pixels: UnsafePointer<P>?,
    _ result: UnsafeMutablePointer<mnist37_prediction>?
) -> mnist37_status {
    guard let model, let pixels, let result else { return MNIST37_ERROR_NULL }
    guard let file = model.pointee.file else { return MNIST37_ERROR_NOT_INITIALIZED }
    return predict(logit(model, file, pixels), result)
}
