// Frames and classifies a picture of any size: what examples/c/classify_pgm.c does, in Swift.
//
//     swift run classify-pgm PICTURE.pgm [WEIGHTS.m37]
import Foundation
import MNIST37

@main struct ClassifyPGM {
    static func main() {
        let arguments = CommandLine.arguments.dropFirst()
        guard let file = arguments.first, arguments.count <= 2 else {
            fail("usage: classify-pgm PICTURE.pgm [WEIGHTS.m37]")
        }
        guard let bytes = FileManager.default.contents(atPath: file) else { fail("\(file): cannot be read") }
        guard let picture = PGM(Array(bytes)) else { fail("\(file): not a binary PGM with 255 levels") }
        do {
            let model = try arguments.dropFirst().first.map { path in try Model(path: path) } ?? Model.conv()
            let digit = try framed(picture.pixels, width: picture.width, height: picture.height)
            show(try model.predict(digit))
        } catch FramingError.noInk {
            fail("\(file): nothing in the picture stands out as ink")
        } catch {
            fail("\(error)")
        }
    }

    static func show(_ prediction: Prediction) {
        let answer = prediction.isNeither ? "neither" : "\(prediction.digit)"
        let probability = prediction.isNeither ? 1 - prediction.known : prediction.probability
        let bits = [prediction.logit, prediction.probability, prediction.known].map {
            String(format: "%08x", $0.bitPattern)
        }
        print(String(format: "%@  %.4f", answer, probability), terminator: "  ")
        print("(bits: logit \(bits[0]), probability \(bits[1]), known \(bits[2]))")
    }

    static func fail(_ reason: String) -> Never {
        FileHandle.standardError.write(Data("classify-pgm: \(reason)\n".utf8))
        exit(1)
    }
}
