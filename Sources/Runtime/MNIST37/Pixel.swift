import CPlatform
#if MNIST37_MODULES
import Kernels
#endif
#if MNIST37_AVX2
import KernelsAVX2
import KernelsAVX512
#endif

/// An element type that a picture can have. It knows its kernels, and which of them the model's processor runs.
protocol Pixel: BitwiseCopyable {
    /// The dot product of (784) pixels and (784) weights.
    static func dot(_ kernel: UInt32, _ pixels: UnsafePointer<Self>, _ weights: UnsafePointer<Float>) -> Float

    /// The dot products of (784) pixels, as bytes, and the one or two columns of (784, columns) weights; nil when a
    /// pixel is not finite.
    static func integerDots(
        _ kernel: UInt32, _ pixels: UnsafePointer<Self>, _ weights: UnsafePointer<Int8>, columns: Int
    ) -> (Int32, Int32)?

    static var isByte: Bool { get }
}

// The calls of each function below are of the same source, compiled for three instruction sets: the bits are the same.

extension Float: Pixel {
    static var isByte: Bool { @inline(__always) get { false } }

    @inline(__always)
    static func dot(_ kernel: UInt32, _ pixels: UnsafePointer<Float>, _ weights: UnsafePointer<Float>) -> Float {
        #if MNIST37_AVX2
        if kernel == Kernel.avx512 { return KernelsAVX512.dotProduct(pixels, weights) }
        if kernel == Kernel.avx2 { return KernelsAVX2.dotProduct(pixels, weights) }
        return Kernels.dotProduct(pixels, weights)
        #else
        return dotProduct(pixels, weights)
        #endif
    }

    @inline(__always)
    static func integerDots(
        _ kernel: UInt32, _ pixels: UnsafePointer<Float>, _ weights: UnsafePointer<Int8>, columns: Int
    ) -> (Int32, Int32)? {
        #if MNIST37_AVX2
        if kernel == Kernel.avx512 { return KernelsAVX512.integerDotProducts(pixels, weights, columns: columns) }
        if kernel == Kernel.avx2 { return KernelsAVX2.integerDotProducts(pixels, weights, columns: columns) }
        return Kernels.integerDotProducts(pixels, weights, columns: columns)
        #else
        return integerDotProducts(pixels, weights, columns: columns)
        #endif
    }
}

extension UInt8: Pixel {
    static var isByte: Bool { @inline(__always) get { true } }

    @inline(__always)
    static func dot(_ kernel: UInt32, _ pixels: UnsafePointer<UInt8>, _ weights: UnsafePointer<Float>) -> Float {
        #if MNIST37_AVX2
        if kernel == Kernel.avx512 { return KernelsAVX512.dotProduct(pixels, weights) }
        if kernel == Kernel.avx2 { return KernelsAVX2.dotProduct(pixels, weights) }
        return Kernels.dotProduct(pixels, weights)
        #else
        return dotProduct(pixels, weights)
        #endif
    }

    @inline(__always)
    static func integerDots(
        _ kernel: UInt32, _ pixels: UnsafePointer<UInt8>, _ weights: UnsafePointer<Int8>, columns: Int
    ) -> (Int32, Int32)? {
        #if MNIST37_AVX2
        if kernel == Kernel.avx512 { return KernelsAVX512.integerDotProducts(pixels, weights, columns: columns) }
        if kernel == Kernel.avx2 { return KernelsAVX2.integerDotProducts(pixels, weights, columns: columns) }
        return Kernels.integerDotProducts(pixels, weights, columns: columns)
        #else
        return integerDotProducts(pixels, weights, columns: columns)
        #endif
    }
}
