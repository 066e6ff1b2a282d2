import Foundation
import Imaging
import MNIST37

/// What is known about one picture in the end.
public struct Answer: Equatable, Sendable {
    public let prediction: Prediction
    /// (784) row-major, what the model saw: 0 background to 255 ink.
    public let pixels: [UInt8]
}

/// From a picture's source to its answer.
public struct Classifier: Sendable {
    public let model: Model
    /// Which side is ink; nil to give the model a picture of 28x28 as it is.
    public let ink: Ink?

    public init(model: Model, ink: Ink?) {
        self.model = model
        self.ink = ink
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
            return answer(for: image, file: source.name)
        } catch {
            return .failure(.picture(error))
        }
    }

    private func answer(for image: GrayImage, file: String) -> Result<Answer, ClassificationError> {
        var pixels = image.pixels
        if let ink {
            do throws(FramingError) {
                pixels = try framed(image.pixels, width: image.width, height: image.height, ink: ink)
            } catch {
                switch error {
                case .noInk: return .failure(.noInk(file: file))
                case .onlyInk: return .failure(.onlyInk(file: file))
                case .refused: return .failure(.refused(file: file))
                }
            }
        } else if image.width != Model.side || image.height != Model.side {
            return .failure(.picture(.wrongSize(file: file, width: image.width, height: image.height)))
        }
        guard let prediction = try? model.predict(pixels) else { return .failure(.refused(file: file)) }
        return .success(Answer(prediction: prediction, pixels: pixels))
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
