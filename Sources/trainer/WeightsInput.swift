import FileInput
import Inference
import Training

/// Reads a weights file, once libmnist37 has accepted it.
func readWeights(_ file: String) throws -> Weights {
    _ = try Model(path: file)
    let bytes = try InputFile.bytes(of: file, limit: Weights.byteLimit)
    guard let weights = Weights(decoding: bytes) else { throw UnreadableWeights(file: file) }
    return weights
}

/// A file that changed between two looks at it, or of a kind that only the library knows.
struct UnreadableWeights: Error, CustomStringConvertible {
    let file: String

    var description: String { "\(file): the trainer cannot read this kind of weights file" }
}
