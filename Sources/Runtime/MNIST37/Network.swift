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

    /// The most rows of a convolution's output that are begun and not finished at a time: (kernelSize - 1) / stride,
    /// rounded up, and at least 1.
    var openRows: Int {
        var rows = 1
        while rows &* stride &+ 1 < kernelSize { rows &+= 1 }
        return rows
    }
}

extension WeightsFile {
    /// The most bytes of stack that the activations of a network may take.
    static let scratchLimit = 2048
    /// What they get when they need no more: enough for the smallest network that ships.
    static let smallScratch = 640
    /// The sums of the dense layer, at the start of the scratch memory.
    static let sumsSize = 32

    /// Whether a prediction runs through a network, not through one dot product.
    var isNetwork: Bool { layer(0).isConvolution }

    /// Bytes of stack that a prediction takes for activations.
    var scratchSize: Int {
        guard isNetwork else { return 0 }
        return neededScratch <= WeightsFile.smallScratch ? WeightsFile.smallScratch : WeightsFile.scratchLimit
    }

    /// Bytes of the dense layer's sums and of all rows that are in memory at a time.
    ///
    /// Safe on 32 bits: `verify()` has bounded each layer's part before it asks.
    var neededScratch: Int {
        var size = WeightsFile.sumsSize
        var rows = 1
        for index in 0..<layerCount {
            let layer = layer(index)
            size &+= 4 &* rows &* layer.rowSize
            rows = layer.openRows
        }
        return size
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
        var openRows = 1
        var index = 0
        while index < layerCount {
            let layer = layer(index)
            // Safe: a convolution is not the last layer.
            let output = layer.isConvolution ? self.layer(index &+ 1) : layer
            (layers + index).initialize(
                to: mnist37_layer(
                    weights: bytes + layer.weightsOffset, biases: bytes + layer.biasesOffset,
                    scales: layer.elementType == Layer.int8 ? floats(layer.scalesOffset) : nil, rows: rows,
                    row_size: layer.rowSize, margin: layer.padding &* layer.channels, height: layer.height,
                    kernel_size: layer.kernelSize, stride: layer.stride, padding: layer.padding,
                    taps: layer.kernelSize &* layer.channels, step: layer.stride &* layer.channels,
                    outputs: layer.outputs, columns: output.width, output_rows: output.height,
                    open_rows: layer.openRows, seen: 0, finished: 0, place: 0))
            rows += 4 &* openRows &* layer.rowSize
            openRows = layer.openRows
            index &+= 1
        }
    }
}

/// The log-odds of a three by a network; not finite, or nil, when a pixel is not finite or a sum overflows.
func logit<P: Pixel>(ofNetwork file: WeightsFile, _ kernel: UInt32, _ pixels: UnsafePointer<P>) -> Float? {
    // Two functions, because the frame of one would always be the larger.
    file.neededScratch <= WeightsFile.smallScratch
        ? logitInSmallScratch(file, kernel, pixels) : logitInLargeScratch(file, kernel, pixels)
}

@inline(never)
private func logitInSmallScratch<P: Pixel>(_ file: WeightsFile, _ kernel: UInt32, _ pixels: UnsafePointer<P>) -> Float?
{
    var scratch = InlineArray<160, UInt32>(repeating: 0)
    return withUnsafeMutableBytes(of: &scratch) { logit(file, kernel, pixels, $0.baseAddress) }
}

@inline(never)
private func logitInLargeScratch<P: Pixel>(_ file: WeightsFile, _ kernel: UInt32, _ pixels: UnsafePointer<P>) -> Float?
{
    var scratch = InlineArray<512, UInt32>(repeating: 0)
    return withUnsafeMutableBytes(of: &scratch) { logit(file, kernel, pixels, $0.baseAddress) }
}

@inline(__always)
private func logit<P: Pixel>(
    _ file: WeightsFile, _ kernel: UInt32, _ pixels: UnsafePointer<P>, _ scratch: UnsafeMutableRawPointer?
) -> Float? {
    guard let scratch else { return nil }
    // Raw memory, because an array of layers would be made elsewhere and copied here.
    var memory = InlineArray<95, Int>(repeating: 0)
    return withUnsafeMutableBytes(of: &memory) { memory -> Float? in
        guard memory.count == WeightsFile.layerLimit &* MemoryLayout<mnist37_layer>.stride,
            let layers = memory.baseAddress?.assumingMemoryBound(to: mnist37_layer.self)
        else { return nil }
        file.writeKernelLayers(layers, scratch)
        return P.runNetwork(kernel, layers, file.layerCount, scratch, pixels)
    }
}

// Each group of calls below is the same source, compiled for three instruction sets: the bits are the same.

extension Float {
    @inline(__always)
    static func runNetwork(
        _ kernel: UInt32, _ layers: UnsafeMutablePointer<mnist37_layer>, _ count: Int, _ sums: UnsafeMutableRawPointer,
        _ pixels: UnsafePointer<Float>
    ) -> Float? {
        #if MNIST37_AVX2
        if kernel == Kernel.avx512 { return KernelsAVX512.networkLogit(layers, count: count, sums: sums, pixels) }
        if kernel == Kernel.avx2 { return KernelsAVX2.networkLogit(layers, count: count, sums: sums, pixels) }
        return Kernels.networkLogit(layers, count: count, sums: sums, pixels)
        #else
        return networkLogit(layers, count: count, sums: sums, pixels)
        #endif
    }
}

extension UInt8 {
    @inline(__always)
    static func runNetwork(
        _ kernel: UInt32, _ layers: UnsafeMutablePointer<mnist37_layer>, _ count: Int, _ sums: UnsafeMutableRawPointer,
        _ pixels: UnsafePointer<UInt8>
    ) -> Float? {
        #if MNIST37_AVX2
        if kernel == Kernel.avx512 { return KernelsAVX512.networkLogit(layers, count: count, sums: sums, pixels) }
        if kernel == Kernel.avx2 { return KernelsAVX2.networkLogit(layers, count: count, sums: sums, pixels) }
        return Kernels.networkLogit(layers, count: count, sums: sums, pixels)
        #else
        return networkLogit(layers, count: count, sums: sums, pixels)
        #endif
    }
}
