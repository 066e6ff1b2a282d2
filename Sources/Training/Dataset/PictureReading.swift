import FileInput
import Imaging
import MNIST37

/// How a picture of a folder becomes what a model sees.
public enum PictureReading: Sendable {
    /// A picture of any size and depth, framed as a program does that classifies it.
    case framed
    /// A picture of 28x28 pixels as it is.
    case raw
}

extension PictureReading {
    /// Decodes the files on all cores. Of several bad files the first in order is reported.
    ///
    /// - Returns: (files, 784) row-major.
    func pixels(ofFiles files: [String]) throws(DatasetError) -> [UInt8] {
        let results = concurrentMap(files.count) { index in
            Result { () throws(DatasetError) in try self.pixels(of: files[index]) }
        }
        var pixels: [UInt8] = []
        pixels.reserveCapacity(files.count * Dataset.pixelCount)
        for result in results { pixels += try result.get() }
        return pixels
    }

    private func pixels(of file: String) throws(DatasetError) -> [UInt8] {
        let image: GrayImage
        do throws(ImageError) {
            image = try GrayImage(png: try PictureFile.bytes(of: file), file: file)
        } catch {
            throw DatasetError(error)
        }
        switch self {
        case .raw:
            guard image.pixels.count == Dataset.pixelCount, image.width == image.height else {
                throw .picture(.wrongSize(file: file, width: image.width, height: image.height))
            }
            return image.pixels
        case .framed:
            do throws(FramingError) {
                return try MNIST37.framed(image.pixels, width: image.width, height: image.height, ink: .auto)
            } catch {
                throw .framing(file: file, error)
            }
        }
    }
}
