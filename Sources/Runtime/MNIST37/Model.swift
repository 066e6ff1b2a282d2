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
    static let avx512: UInt32 = 2

    static var best: UInt32 {
        #if MNIST37_AVX2
        return mnist37_has_avx512() != 0 ? avx512 : mnist37_has_avx2() != 0 ? avx2 : baseline
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
        model.pointee.owner = nil
    }

    /// The file of an initialised model; nil for another.
    var file: WeightsFile? {
        bytes.map { WeightsFile(bytes: UnsafeRawPointer($0), size: size) }
    }
}

/// Verifies the file and readies `model` for it.
func initialize(
    _ model: UnsafeMutablePointer<mnist37_model>, _ bytes: UnsafeRawPointer, size: Int, owner: UnsafeRawPointer?
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
    model.pointee.owner = owner
    return MNIST37_OK
}

/// The log-odds of a three; not finite when a pixel is not finite or the sum overflows.
@inline(__always)
func logit<P: Pixel>(_ model: UnsafePointer<mnist37_model>, _ file: WeightsFile, _ pixels: UnsafePointer<P>) -> Float {
    let layer = file.layer(0)
    if layer.isConvolution { return logit(ofNetwork: file, model.pointee.kernel, pixels, areBytes: P.isByte) ?? .nan }
    guard layer.elementType == Layer.float32 else { return integerLogit(model, layer, pixels) }
    return P.dot(model.pointee.kernel, pixels, floatWeights(model, layer)) + model.pointee.bias
}

/// The one column of a layer of float32 weights, or the two folded into one.
@inline(__always)
private func floatWeights(_ model: UnsafePointer<mnist37_model>, _ layer: Layer) -> UnsafePointer<Float> {
    // Safe: `folded` is the model's first field, and the model outlives the call.
    layer.outputs == 1 ? layer.floatWeights : UnsafeRawPointer(model).assumingMemoryBound(to: Float.self)
}

/// Predicts `count` pictures.
///
/// - Returns: MNIST37_ERROR_PIXELS when a picture had pixels that are not finite; the rest have their prediction.
func predict(
    _ model: UnsafePointer<mnist37_model>, _ file: WeightsFile, _ pixels: UnsafePointer<Float>, count: Int,
    _ predictions: UnsafeMutablePointer<mnist37_prediction>
) -> mnist37_status {
    var status = MNIST37_OK
    // Safe, all three: index < count, and the caller's arrays hold `count` pictures and predictions.
    func picture(_ index: Int) -> UnsafePointer<Float> { pixels + index &* Int(MNIST37_PIXELS) }
    func store(_ logit: Float, _ index: Int) {
        guard predict(logit, predictions + index) != MNIST37_OK else { return }
        predictions[index] = mnist37_prediction()
        status = MNIST37_ERROR_PIXELS
    }
    var index = 0
    #if MNIST37_AVX2
    let layer = file.layer(0)
    if layer.kind == Layer.dense, layer.elementType == Layer.float32, model.pointee.kernel != Kernel.baseline {
        let weights = floatWeights(model, layer), bias = model.pointee.bias
        // One of the first half and one of the second at a time.
        let half = count / 2
        while index < half {
            let sums = pairDotProduct(picture(index), picture(index &+ half), weights)
            store(sums.0 + bias, index)
            store(sums.1 + bias, index &+ half)
            index &+= 1
        }
        index = 2 &* half
    }
    #endif
    while index != count {
        store(logit(model, file, picture(index)), index)
        index &+= 1
    }
    return status
}

/// The same, of a layer of int8 weights. Its columns are not folded: they have scales of their own.
@inline(never)
private func integerLogit<P: Pixel>(
    _ model: UnsafePointer<mnist37_model>, _ layer: Layer, _ pixels: UnsafePointer<P>
) -> Float {
    let columns = layer.outputs
    guard let sums = P.integerDots(model.pointee.kernel, pixels, layer.integerWeights, columns: columns) else {
        return .nan
    }
    // Through Int, because a 32-bit target converts Int32 by way of 64 bits.
    let logit = Float(Int(sums.0 &+ layer.integerBias(0))) * layer.scale(0)
    guard columns == 2 else { return logit }
    return logit - Float(Int(sums.1 &+ layer.integerBias(1))) * layer.scale(1)
}

/// Stores the prediction that a logit makes; an error for one that is not finite, and nothing stored.
@inline(never)
func predict(_ logit: Float, _ prediction: UnsafeMutablePointer<mnist37_prediction>) -> mnist37_status {
    guard logit.isFinite else { return MNIST37_ERROR_PIXELS }
    // By the bits, where no compiler makes a jump of it, which a processor would guess wrong on half of the pictures.
    let bits = Int32(bitPattern: logit.bitPattern)
    let magnitude = Float(bitPattern: logit.bitPattern & 0x7fff_ffff)
    prediction.pointee = mnist37_prediction(
        digit: bits > 0 ? 3 : 7, probability: sigmoid(magnitude), logit: logit)
    return MNIST37_OK
}
