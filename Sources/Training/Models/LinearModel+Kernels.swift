import CVector

extension LinearModel {
    /// The outputs for some pictures.
    ///
    /// - Parameter pixels: (count, 784) floats, row-major.
    /// - Returns: (count, columns) row-major.
    func outputs(_ pixels: UnsafeBufferPointer<Float>) -> [Float] {
        let count = pixels.count / Dataset.pixelCount
        guard let rows = pixels.baseAddress else { return [] }
        var outputs = [Float](repeating: 0, count: count * columns)
        weights.withUnsafeBufferPointer { weights in
            guard let weights = weights.baseAddress else { return }
            for row in 0..<count {
                for column in 0..<columns {
                    // Safe: row < count and column < columns, whose buffers hold 784 floats each.
                    let sum = dot(rows + row * Dataset.pixelCount, weights + column * Dataset.pixelCount)
                    outputs[row * columns + column] = sum + bias[column]
                }
            }
        }
        return outputs
    }

    /// The outputs for a whole dataset: (count, columns) row-major.
    public func outputs(for dataset: Dataset) -> [Float] {
        var result: [Float] = []
        let blockSize = 256
        for start in stride(from: 0, to: dataset.count, by: blockSize) {
            let block = scaledPixels(of: dataset, start..<min(start + blockSize, dataset.count))
            result += block.withUnsafeBufferPointer { outputs($0) }
        }
        return result
    }
}

/// The pixels of some pictures as floats: byte / 255, correctly rounded.
///
/// - Returns: (indices, 784) row-major.
func scaledPixels(of dataset: Dataset, _ indices: some Collection<Int>) -> [Float] {
    var scaled = [Float](repeating: 0, count: indices.count * Dataset.pixelCount)
    dataset.pixels.withUnsafeBufferPointer { bytes in
        scaled.withUnsafeMutableBufferPointer { scaled in
            for (row, index) in indices.enumerated() {
                for pixel in 0..<Dataset.pixelCount {
                    scaled[row * Dataset.pixelCount + pixel] = Float(bytes[index * Dataset.pixelCount + pixel]) / 255
                }
            }
        }
    }
    return scaled
}

/// The dot product of two rows of 784.
@inline(__always)
private func dot(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>) -> Float {
    var sums = (f32x8_zero(), f32x8_zero(), f32x8_zero(), f32x8_zero(), f32x8_zero(), f32x8_zero(), f32x8_zero())
    for step in stride(from: 0, to: Dataset.pixelCount, by: 56) {
        sums.0 = f32x8_add_product(sums.0, f32x8_load(a + step), f32x8_load(b + step))
        sums.1 = f32x8_add_product(sums.1, f32x8_load(a + step + 8), f32x8_load(b + step + 8))
        sums.2 = f32x8_add_product(sums.2, f32x8_load(a + step + 16), f32x8_load(b + step + 16))
        sums.3 = f32x8_add_product(sums.3, f32x8_load(a + step + 24), f32x8_load(b + step + 24))
        sums.4 = f32x8_add_product(sums.4, f32x8_load(a + step + 32), f32x8_load(b + step + 32))
        sums.5 = f32x8_add_product(sums.5, f32x8_load(a + step + 40), f32x8_load(b + step + 40))
        sums.6 = f32x8_add_product(sums.6, f32x8_load(a + step + 48), f32x8_load(b + step + 48))
    }
    let left = f32x8_add(f32x8_add(sums.0, sums.1), f32x8_add(sums.2, sums.3))
    return f32x8_sum(f32x8_add(left, f32x8_add(f32x8_add(sums.4, sums.5), sums.6)))
}

/// Adds factor * row to sum, both of 784.
@inline(__always)
func addScaled(_ factor: Float, _ row: UnsafePointer<Float>, to sum: UnsafeMutablePointer<Float>) {
    let factors = f32x8_splat(factor)
    for step in stride(from: 0, to: Dataset.pixelCount, by: 8) {
        f32x8_store(sum + step, f32x8_add_product(f32x8_load(sum + step), factors, f32x8_load(row + step)))
    }
}
