import CMNIST37

/// Many pictures at once, which is quicker, with the same bits as one by one.
extension Model {
    /// Classifies pictures of bytes, one after the other.
    ///
    /// - Parameter pixels: (count, 784) row-major, 0 background to 255 ink.
    /// - Returns: (count); nil for a picture whose sum overflows.
    public func predictBatch(_ pixels: Span<UInt8>) throws(PredictionError) -> [Prediction?] {
        try unsafe predictBatch(of: pixels.count) { predictions, count in
            unsafe pixels.withUnsafeBufferPointer {
                unsafe mnist37_predict_batch_bytes(model, $0.baseAddress, count, predictions)
            }
        }
    }

    /// Classifies pictures of floats, one after the other.
    ///
    /// - Parameter pixels: (count, 784) row-major, 0 background to 1 ink.
    /// - Returns: (count); nil for a picture with a pixel that is NaN or infinite, or whose sum overflows.
    public func predictBatch(_ pixels: Span<Float>) throws(PredictionError) -> [Prediction?] {
        try unsafe predictBatch(of: pixels.count) { predictions, count in
            unsafe pixels.withUnsafeBufferPointer {
                unsafe mnist37_predict_batch(model, $0.baseAddress, count, predictions)
            }
        }
    }

    /// Classifies pictures of bytes: (count, 784) row-major, 0 background to 255 ink.
    public func predictBatch(_ pixels: [UInt8]) throws(PredictionError) -> [Prediction?] {
        try predictBatch(pixels.span)
    }

    /// Classifies pictures of floats: (count, 784) row-major, 0 background to 1 ink.
    public func predictBatch(_ pixels: [Float]) throws(PredictionError) -> [Prediction?] {
        try predictBatch(pixels.span)
    }

    private func predictBatch(
        of pixelCount: Int, predict: (UnsafeMutablePointer<mnist37_prediction>?, Int) -> mnist37_status
    ) throws(PredictionError) -> [Prediction?] {
        let (count, rest) = pixelCount.quotientAndRemainder(dividingBy: Self.pixelCount)
        guard rest == 0 else { throw .pixelCount(pixelCount) }
        var predictions = [mnist37_prediction](repeating: .init(), count: count)
        let status = unsafe predictions.withUnsafeMutableBufferPointer { unsafe predict($0.baseAddress, count) }
        guard status == MNIST37_OK || status == MNIST37_ERROR_PIXELS else { throw PredictionError(status) }
        // A refused picture has zeros, which no answer has: a probability is at least 0.5.
        return predictions.map { $0.probability == 0 ? nil : Prediction($0) }
    }
}
