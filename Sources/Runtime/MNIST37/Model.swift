import CMNIST37
import CPlatform
#if MNIST37_MODULES
import Kernels
#if MNIST37_AVX2
import KernelsAVX2
#endif
#endif

/// The kernels a model can pick, as mnist37_model.kernel has them.
enum Kernel {
    static let baseline: UInt32 = 0
    static let avx2: UInt32 = 1

    static var best: UInt32 {
        #if MNIST37_AVX2
        return mnist37_has_avx2() != 0 ? avx2 : baseline
        #else
        return baseline
        #endif
    }
}

extension mnist37_model {
    /// A model that is not initialised.
    static func clear(_ model: UnsafeMutablePointer<mnist37_model>) {
        model.pointee.bytes = nil
        model.pointee.size = 0
        model.pointee.owned = 0
    }

    /// The file of an initialised model; nil for another.
    var file: WeightsFile? {
        bytes.map { WeightsFile(bytes: UnsafeRawPointer($0), size: size) }
    }
}

/// Verifies the file and readies `model` for it.
func initialize(
    _ model: UnsafeMutablePointer<mnist37_model>, _ bytes: UnsafeRawPointer, size: Int, owned: UInt32
) -> mnist37_status {
    let file = WeightsFile(bytes: bytes, size: size)
    let status = file.verify()
    guard status == MNIST37_OK else { return status }
    model.pointee.kernel = Kernel.best
    let layer = file.layer(0)
    if !file.isNetwork, layer.elementType == Layer.float32 {
        model.pointee.bias = layer.floatBias(0)
        if layer.outputs == 2 {
            // softmax of two columns is the sigmoid of their difference.
            model.pointee.bias = layer.floatBias(0) - layer.floatBias(1)
            let columns = layer.floatWeights
            withUnsafeMutableBytes(of: &model.pointee.folded) { folded in
                for index in 0..<Int(MNIST37_PIXELS) {
                    let difference = columns[2 &* index] - columns[2 &* index &+ 1]
                    folded.storeBytes(of: difference, toByteOffset: 4 &* index, as: Float.self)
                }
            }
        }
    }
    model.pointee.bytes = bytes.assumingMemoryBound(to: UInt8.self)
    model.pointee.size = size
    model.pointee.owned = owned
    return MNIST37_OK
}

/// The log-odds of a three; not finite, or nil, when a pixel is not finite or the sum overflows.
@inline(__always)
func logit<P: Pixel>(_ model: UnsafePointer<mnist37_model>, _ file: WeightsFile, _ pixels: UnsafePointer<P>) -> Float? {
    let kernel = model.pointee.kernel
    let layer = file.layer(0)
    if layer.kind == Layer.convolution { return logit(ofNetwork: file, kernel, pixels) }
    if layer.elementType == Layer.float32 {
        if layer.outputs == 1 {
            return P.dot(kernel, pixels, layer.floatWeights) + model.pointee.bias
        }
        // Safe: `folded` is the model's first field, and the model outlives the call.
        let folded = UnsafeRawPointer(model).assumingMemoryBound(to: Float.self)
        return P.dot(kernel, pixels, folded) + model.pointee.bias
    }
    guard let first = P.integerDot(kernel, pixels, layer.integerWeights, columns: layer.outputs, column: 0) else {
        return nil
    }
    let logit = Float(first &+ layer.integerBias(0)) * layer.scale(0)
    guard layer.outputs == 2 else { return logit }
    guard let second = P.integerDot(kernel, pixels, layer.integerWeights, columns: layer.outputs, column: 1) else {
        return nil
    }
    return logit - Float(second &+ layer.integerBias(1)) * layer.scale(1)
}

/// The prediction that a logit makes; nil for one that is not finite.
@inline(__always)
func prediction(_ logit: Float?) -> mnist37_prediction? {
    guard let logit, logit.isFinite else { return nil }
    return mnist37_prediction(digit: logit > 0 ? 3 : 7, probability: sigmoid(logit.magnitude), logit: logit)
}
