import CMNIST37
import FileNames
import Foundation

/// What libmnist37 makes of one picture.
public struct Prediction: Equatable, Sendable {
    /// 3 or 7.
    public let digit: Int
    /// The probability of `digit`, 0.5...1.
    public let probability: Float
    /// The log-odds of a three.
    public let logit: Float
    /// The probability that the picture is a three or a seven at all; 1 where the model cannot tell.
    public let known: Float
}

/// A weights file opened through libmnist37, the library that C programs use.
///
/// An instance is immutable, so any number of threads may predict from it.
public final class Model: @unchecked Sendable {
    private let model: UnsafeMutablePointer<mnist37_model>
    public let info: mnist37_info

    /// Rows and columns of a picture.
    public static let side = Int(MNIST37_SIDE)

    /// - Throws: `InferenceError` naming the file, when it cannot be opened or is not an intact weights file.
    public init(path: String) throws(InferenceError) {
        let model = UnsafeMutablePointer<mnist37_model>.allocate(capacity: 1)
        self.model = model
        var info = mnist37_info()
        info.size = UInt32(MemoryLayout<mnist37_info>.size)
        var status = path.withFileName { mnist37_model_open(model, $0) }
        if status == MNIST37_OK { status = mnist37_model_info(model, &info) }
        self.info = info
        guard status == MNIST37_OK else {
            throw InferenceError(file: path, status: status, systemError: errno)
        }
    }

    deinit {
        mnist37_model_close(model)
        model.deallocate()
    }

    /// Classifies one picture.
    ///
    /// - Parameter pixels: (784) bytes, row-major, 0 background to 255 ink.
    /// - Returns: nil for another number of pixels, or when the sum overflows.
    public func predict(_ pixels: some Collection<UInt8>) -> Prediction? {
        let contiguous = ContiguousArray(pixels)
        guard contiguous.count == Int(MNIST37_PIXELS) else { return nil }
        var prediction = mnist37_prediction()
        let status = contiguous.withUnsafeBufferPointer {
            mnist37_predict_bytes(model, $0.baseAddress, &prediction)
        }
        guard status == MNIST37_OK else { return nil }
        return Prediction(
            digit: Int(prediction.digit), probability: prediction.probability, logit: prediction.logit,
            known: prediction.known)
    }
}
