import ArgumentParser
import Foundation
import Imaging
import Inference

@main
struct Classify: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "classify",
        abstract: "Says whether a handwritten digit is a three or a seven.",
        version: "1.0.0")

    @Argument(help: .init("PNGs of 28x28 pixels, 8-bit grey, bright ink on dark ground.", valueName: "file"))
    var files: [String]

    @Option(help: .init("Weights file; by default the one that ships with the package.", valueName: "file"))
    var weights: String?

    @Flag(help: "Print an object a line: file, digit, probability, logit.")
    var json = false

    @Option(help: .init("Write the pixels that the model saw: 784 little-endian floats a picture.", valueName: "file"))
    var saveFloats: String?

    func run() throws {
        let model: Model
        do {
            model = try Model(path: weights ?? Classify.shippedWeights())
        } catch {
            complain("\(error)")
            throw ExitCode(error.isMissingInput ? EX_NOINPUT : EX_DATAERR)
        }
        var failure: Int32 = 0
        var floats = Data()
        for file in files {
            do {
                let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file)))
                let pixels = try DigitPNG.pixels(of: bytes, file: file)
                for pixel in pixels {
                    withUnsafeBytes(of: (Float(pixel) / 255).bitPattern.littleEndian) { floats.append(contentsOf: $0) }
                }
                guard let prediction = model.predict(pixels) else { continue }
                try show(prediction, of: file)
            } catch let error as ImageError {
                complain("\(error)")
                failure = EX_DATAERR
            } catch {
                complain("\(file): cannot be read: \(error.localizedDescription)")
                failure = EX_NOINPUT
            }
        }
        if let saveFloats {
            do {
                try floats.write(to: URL(fileURLWithPath: saveFloats), options: .atomic)
            } catch {
                complain("\(saveFloats): cannot be written: \(error.localizedDescription)")
                failure = EX_CANTCREAT
            }
        }
        if failure != 0 { throw ExitCode(failure) }
    }

    private struct Line: Encodable {
        let file: String
        let digit: Int
        let probability: Float
        let logit: Float
    }

    private func show(_ prediction: Prediction, of file: String) throws {
        guard json else {
            let width = files.map(\.count).max() ?? 0
            let name = file.padding(toLength: width, withPad: " ", startingAt: 0)
            return print("\(name)  \(prediction.digit)  \(String(format: "%.4f", prediction.probability))")
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let line = Line(
            file: file, digit: prediction.digit, probability: prediction.probability, logit: prediction.logit)
        print(String(decoding: try encoder.encode(line), as: UTF8.self))
    }

    private func complain(_ text: String) {
        FileHandle.standardError.write(Data("classify: \(text)\n".utf8))
    }

    /// The weights beside the program, where SwiftPM copies them.
    private static func shippedWeights() -> String {
        "\(Bundle.main.bundlePath)/mnist37_classify.resources/Weights/mnist37.m37"
    }
}
