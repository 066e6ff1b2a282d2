import Foundation
import Imaging
import Inference

/// What is known about one picture in the end.
public struct Answer: Equatable, Sendable {
    public let prediction: Prediction
    /// (784) row-major, what the model saw: 0 background to 255 ink.
    public let pixels: [UInt8]
}

/// From a picture's source to its answer.
public struct Classifier: Sendable {
    public let model: Model
    /// nil to give the model a picture of 28x28 as it is.
    public let normalizer: Normalizer?

    public init(model: Model, normalizer: Normalizer?) {
        self.model = model
        self.normalizer = normalizer
    }

    public func answer(for source: PictureSource) -> Result<Answer, ClassificationError> {
        do throws(ImageError) {
            let image: GrayImage
            switch source {
            case .file(let path): image = try GrayImage(png: try PictureFile.bytes(of: path), file: path)
            case .standardInput:
                let bytes = try PictureFile.bytesOfStandardInput(named: source.name)
                image = try GrayImage(png: bytes, file: source.name)
            case .nothing(let error): return .failure(error)
            }
            let pixels = try pixels(of: image, file: source.name)
            guard let prediction = model.predict(pixels) else { return .failure(.refused(file: source.name)) }
            return .success(Answer(prediction: prediction, pixels: pixels))
        } catch {
            return .failure(.picture(error))
        }
    }

    private func pixels(of image: GrayImage, file: String) throws(ImageError) -> [UInt8] {
        guard let normalizer else {
            guard image.width == MNISTConvention.side, image.height == MNISTConvention.side else {
                throw .wrongSize(file: file, width: image.width, height: image.height)
            }
            return image.pixels
        }
        return try normalizer.normalized(image, file: file).pixels
    }

    /// Answers for many pictures at once, on all cores.
    ///
    /// - Parameters:
    ///   - sources: the pictures.
    ///   - deliver: called with one answer after the other in the order of `sources`, each as soon as it and all before
    ///     it are there, never from two threads at once. It returns whether to go on.
    public func answers(
        for sources: [PictureSource], deliver: @escaping (Int, Result<Answer, ClassificationError>) -> Bool
    ) {
        let delivery = OrderedDelivery(deliver)
        DispatchQueue.concurrentPerform(iterations: sources.count) { index in
            if delivery.isOpen { delivery.add(answer(for: sources[index]), at: index) }
        }
    }
}
