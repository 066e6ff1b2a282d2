// The functions of include/mnist37.h. @implementation makes the compiler hold each signature against the header.

import CMNIST37
import CPlan

@implementation @_cdecl("mnist37_model_init")
public func mnist37_model_init(
    _ model: UnsafeMutablePointer<mnist37_model>!, _ bytes: UnsafeRawPointer!, _ size: Int
) -> mnist37_status {
    guard let model else { return MNIST37_ERROR_NULL }
    model.clear()
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
    guard let plan = model.plan else { return MNIST37_ERROR_NOT_INITIALIZED }
    guard info.pointee.size >= UInt32(MemoryLayout<mnist37_info>.size) else { return MNIST37_ERROR_INFO_SIZE }
    WeightsFile(of: plan).describe(in: info)
    info.pointee.scratch_bytes = 32 &* UInt32(plan.pointee.scratch_blocks)
    return MNIST37_OK
}

@implementation @_cdecl("mnist37_predict")
public func mnist37_predict(
    _ model: UnsafePointer<mnist37_model>!, _ pixels: UnsafePointer<Float>!,
    _ prediction: UnsafeMutablePointer<mnist37_prediction>!
) -> mnist37_status {
    guard let model, let pixels, let prediction else { return MNIST37_ERROR_NULL }
    guard let plan = model.plan else { return MNIST37_ERROR_NOT_INITIALIZED }
    return store(predictedOutputs(plan, pixels, areBytes: false), of: plan, in: prediction)
}

@implementation @_cdecl("mnist37_predict_bytes")
public func mnist37_predict_bytes(
    _ model: UnsafePointer<mnist37_model>!, _ pixels: UnsafePointer<UInt8>!,
    _ prediction: UnsafeMutablePointer<mnist37_prediction>!
) -> mnist37_status {
    guard let model, let pixels, let prediction else { return MNIST37_ERROR_NULL }
    guard let plan = model.plan else { return MNIST37_ERROR_NOT_INITIALIZED }
    return store(predictedOutputs(plan, pixels, areBytes: true), of: plan, in: prediction)
}

@implementation @_cdecl("mnist37_predict_batch")
public func mnist37_predict_batch(
    _ model: UnsafePointer<mnist37_model>!, _ pixels: UnsafePointer<Float>!, _ count: Int,
    _ predictions: UnsafeMutablePointer<mnist37_prediction>!
) -> mnist37_status {
    predictBatch(model, pixels, areBytes: false, count, predictions)
}

@implementation @_cdecl("mnist37_predict_batch_bytes")
public func mnist37_predict_batch_bytes(
    _ model: UnsafePointer<mnist37_model>!, _ pixels: UnsafePointer<UInt8>!, _ count: Int,
    _ predictions: UnsafeMutablePointer<mnist37_prediction>!
) -> mnist37_status {
    predictBatch(model, pixels, areBytes: true, count, predictions)
}

@implementation @_cdecl("mnist37_version")
public func mnist37_version() -> UInt32 {
    UInt32(MNIST37_VERSION_MAJOR) << 16 | UInt32(MNIST37_VERSION_MINOR) << 8 | UInt32(MNIST37_VERSION_PATCH)
}

/// Verifies the file, and writes its plan into the model.
func initialize(
    _ model: UnsafeMutablePointer<mnist37_model>, _ bytes: UnsafeRawPointer, size: Int, owner: UnsafeRawPointer?
) -> mnist37_status {
    let file = WeightsFile(bytes: bytes, size: size)
    let status = file.verify()
    if status == MNIST37_OK { file.writePlan(to: model.plan, owner: owner) }
    return status
}
