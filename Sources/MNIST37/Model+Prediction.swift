import CMNIST37

/// One picture. A picture is 28 rows of 28 pixels from the top left, framed as MNIST frames its digits, as ``framed`` does.
extension Model {
    /// Classifies one picture of bytes.
    ///
    /// - Parameter pixels: (784) row-major, 0 background to 255 ink.
    public func predict(_ pixels: Span<UInt8>) throws(PredictionError) -> Prediction {
        guard pixels.count == Self.pixelCount else { throw .pixelCount(pixels.count) }
        var prediction = mnist37_prediction()
        let status = unsafe pixels.withUnsafeBufferPointer {
            unsafe mnist37_predict_bytes(model, $0.baseAddress, &prediction)
        }
        guard status == MNIST37_OK else { throw PredictionError(status) }
        return Prediction(prediction)
    }

    /// Classifies one picture of floats.
    ///
    /// - Parameter pixels: (784) row-major, 0 background to 1 ink.
    public func predict(_ pixels: Span<Float>) throws(PredictionError) -> Prediction {
        guard pixels.count == Self.pixelCount else { throw .pixelCount(pixels.count) }
        var prediction = mnist37_prediction()
        let status = unsafe pixels.withUnsafeBufferPointer {
            unsafe mnist37_predict(model, $0.baseAddress, &prediction)
        }
        guard status == MNIST37_OK else { throw PredictionError(status) }
        return Prediction(prediction)
    }

    /// Classifies one picture of bytes: (784) row-major, 0 background to 255 ink.
    public func predict(_ pixels: [UInt8]) throws(PredictionError) -> Prediction { try predict(pixels.span) }

    /// Classifies one picture of floats: (784) row-major, 0 background to 1 ink.
    public func predict(_ pixels: [Float]) throws(PredictionError) -> Prediction { try predict(pixels.span) }
}
