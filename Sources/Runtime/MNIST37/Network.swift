// Networks: convolutions followed by a dense layer. Kernels/NetworkRows.swift runs them; here is what it gets.

import CMNIST37
import CPlatform
#if MNIST37_MODULES
import Kernels
#endif
#if MNIST37_AVX2
import KernelsAVX2
import KernelsAVX512
#endif

extension Layer {
    /// Kernel size, stride and padding of a convolution, the same in both directions; 0 in a dense layer.
    var kernelSize: Int { file.byte(record &+ 3) }
    var stride: Int { file.byte(record &+ 4) }
    var padding: Int { file.byte(record &+ 5) }

    /// Elements of one row of its input, with the padding.
    var rowSize: Int { (width &+ 2 &* padding) &* channels }

    /// Values of its input that are in memory at a time: as many rows as the kernel is high, or the one of a dense layer.
    var valueCount: Int { max(kernelSize, 1) &* rowSize }

    // What vectors want to know of the integer sums.

    /// Whether 24 bits might not hold each.
    fileprivate var hasLargeSums: Bool {
        #if arch(x86_64) || arch(arm64)
        // Safe: a kernel holds at most valueLimit values of input.
        let most = 0xff_ffff &- 255 &* 128 &* kernelSize &* kernelSize &* channels
        for output in 0..<outputs where Int(integerBias(output)) > most { return true }
        #endif
        return false
    }

    /// Whether one times its scale might lie halfway between two integers below 256: the odd multiple of 2^(n - 1) that it
    /// is then, as in `requantized`, takes 15 zeros at the end of the scale's significand, because the sum is below
    /// 2^(n - 15).
    fileprivate var hasHalves: Bool {
        #if arch(x86_64) || arch(arm64)
        for output in 0..<outputs where scale(output).bitPattern & 0x7fff == 0 { return true }
        #endif
        return false
    }
}

extension WeightsFile {
    /// The most values of activations that may be in memory at a time.
    static let valueLimit = 1008
    /// The sums of the dense layer, at the start of the scratch memory.
    static let sumsSize = 32

    /// Whether a prediction runs through a network, not through one dot product.
    var isNetwork: Bool { layer(0).isConvolution }

    /// Values of all layers that are in memory at a time.
    ///
    /// Safe on 32 bits: not more than 5 layers of 28 rows of 3,584 values each.
    var valueCount: Int {
        var count = 0
        for index in 0..<layerCount { count &+= layer(index).valueCount }
        return count
    }

    /// Bytes of a value.
    private var valueSize: Int { layer(0).elementType == Layer.int8 ? 1 : 4 }

    /// Bytes of the dense layer's sums and of all values that are in memory at a time.
    fileprivate var neededScratch: Int { WeightsFile.sumsSize &+ valueSize &* valueCount }

    /// Bytes of stack that a prediction takes for activations: enough for the smallest network that ships, or for any
    /// other, in int8 and in float32.
    var scratchSize: Int {
        guard isNetwork else { return 0 }
        let needed = neededScratch
        return needed <= 384 ? 384 : needed <= 1040 ? 1040 : needed <= 1408 ? 1408 : 4064
    }

    /// Writes the layers for the kernels: `layerCount` of them.
    ///
    /// - Parameters:
    ///   - layers: room for `layerLimit`.
    ///   - scratch: `neededScratch` bytes.
    @inline(__always)
    fileprivate func writeKernelLayers(
        _ layers: UnsafeMutablePointer<mnist37_layer>, _ scratch: UnsafeMutableRawPointer
    ) {
        var rows = scratch + WeightsFile.sumsSize
        var index = 0
        while index < layerCount {
            let layer = layer(index)
            // Safe: a convolution is not the last layer.
            let output = layer.isConvolution ? self.layer(index &+ 1) : layer
            let isInteger = layer.elementType == Layer.int8
            (layers + index).initialize(
                to: mnist37_layer(
                    weights: bytes + layer.weightsOffset, biases: bytes + layer.biasesOffset,
                    scales: floats(layer.scalesOffset), rows: rows, is_integer: isInteger ? 1 : 0,
                    has_large_sums: isInteger && layer.hasLargeSums ? 1 : 0,
                    has_halves: isInteger && layer.hasHalves ? 1 : 0,
                    row_size: layer.rowSize, margin: layer.padding &* layer.channels, height: layer.height,
                    kernel_size: layer.kernelSize, stride: layer.stride,
                    taps: layer.kernelSize &* layer.channels, step: layer.stride &* layer.channels,
                    outputs: layer.outputs, columns: output.width,
                    top: 0 &- layer.padding, seen: 0, place: 0, blank: 0))
            rows += valueSize &* layer.valueCount
            index &+= 1
        }
    }
}

/// The log-odds of a three by a network; not finite, or nil, when a pixel is not finite or a sum overflows.
///
/// - Parameter pixels: (784) float32, or bytes.
func logit(ofNetwork file: WeightsFile, _ kernel: UInt32, _ pixels: UnsafeRawPointer, areBytes: Bool) -> Float? {
    // A function for each, because the frame of one would always be the largest.
    switch file.scratchSize {
    case 384: Scratch<96>.logit(file, kernel, pixels, areBytes)
    case 1040: Scratch<260>.logit(file, kernel, pixels, areBytes)
    case 1408: Scratch<352>.logit(file, kernel, pixels, areBytes)
    default: Scratch<1016>.logit(file, kernel, pixels, areBytes)
    }
}

/// Memory for the activations, of four bytes times `count`.
private enum Scratch<let count: Int> {
    @inline(never)
    static func logit(
        _ file: WeightsFile, _ kernel: UInt32, _ pixels: UnsafeRawPointer, _ areBytes: Bool
    ) -> Float? {
        var scratch = InlineArray<count, UInt32>(repeating: 0)
        return withUnsafeMutableBytes(of: &scratch) { run(file, kernel, pixels, areBytes, $0.baseAddress) }
    }
}

@inline(never)
private func run(
    _ file: WeightsFile, _ kernel: UInt32, _ pixels: UnsafeRawPointer, _ areBytes: Bool,
    _ scratch: UnsafeMutableRawPointer?
) -> Float? {
    guard let scratch else { return nil }
    // Raw memory, because an array of layers would be made elsewhere and copied here.
    var memory = InlineArray<100, Int>(repeating: 0)
    return withUnsafeMutableBytes(of: &memory) { memory -> Float? in
        guard memory.count == WeightsFile.layerLimit &* MemoryLayout<mnist37_layer>.stride,
            let layers = memory.baseAddress?.assumingMemoryBound(to: mnist37_layer.self)
        else { return nil }
        file.writeKernelLayers(layers, scratch)
        let count = file.layerCount
        // The same source, compiled for three instruction sets: the bits are the same.
        #if MNIST37_AVX2
        if kernel == Kernel.avx512 {
            return KernelsAVX512.networkLogit(layers, count: count, sums: scratch, pixels, areBytes: areBytes)
        }
        if kernel == Kernel.avx2 {
            return KernelsAVX2.networkLogit(layers, count: count, sums: scratch, pixels, areBytes: areBytes)
        }
        return Kernels.networkLogit(layers, count: count, sums: scratch, pixels, areBytes: areBytes)
        #else
        return networkLogit(layers, count: count, sums: scratch, pixels, areBytes: areBytes)
        #endif
    }
}
