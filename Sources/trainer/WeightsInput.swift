import WeightsFile
import ArgumentParser
import FileInput
import MNIST37
import Training

/// The weights file that a command is about.
struct WeightsArgument: ParsableArguments {
    // Were it required, ArgumentParser would miss it before it names an unknown option.
    @Argument(help: .init("The weights file.", valueName: "file"))
    var file: String?

    /// The name. For `run`: ArgumentParser validates before it looks for unknown options.
    func required() throws -> String {
        guard let file else { throw ValidationError("Missing expected argument '<file>'") }
        return file
    }
}

/// The bytes of a weights file, once libmnist37 has accepted it, and what they are.
func readWeights(_ file: String) throws -> (weights: Weights, bytes: [UInt8]) {
    _ = try Model(file: file)
    // The file may have changed since the library accepted it.
    let bytes = try InputFile.bytes(of: file, limit: Weights.byteLimit)
    guard let weights = Weights(decoding: bytes) else { throw UnreadableWeights(file: file) }
    return (weights, bytes)
}

/// A file that changed between two looks at it, or of a kind that only the library knows.
struct UnreadableWeights: Error, CustomStringConvertible {
    let file: String

    var description: String { "\(file): the trainer cannot read this kind of weights file" }
}
