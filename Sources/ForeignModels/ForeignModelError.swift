/// Why a file of another program is no model that the weights format can hold. Each case carries the name of the file.
public enum ForeignModelError: Error, Equatable {
    /// Neither an array of NumPy nor tensors of safetensors.
    case unknownFormat(file: String)
    /// The file contradicts itself, or ends too early.
    case damaged(file: String, reason: String)
    /// Elements that are not floats of 32 or 64 bits.
    case elementType(file: String, tensor: String, type: String)
    /// Tensors of other models.
    case unknownModel(file: String, shapes: [String])
    /// Outputs named that the model does not have.
    case outputs(file: String, reason: String)
    /// A number that is not finite.
    case notFinite(file: String)
}

extension ForeignModelError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unknownFormat(let file):
            "\(file): neither an array of NumPy (.npy) nor .safetensors; write one with numpy.save or "
                + "safetensors.torch.save_file"
        case .damaged(let file, let reason): "\(file): damaged: \(reason)"
        case .elementType(let file, let tensor, let type):
            "\(file): \(tensor.isEmpty ? "" : "\(tensor): ")elements of type \(type); they must be float32 or float64"
        case .unknownModel(let file, let shapes):
            "\(file): holds \(shapes.joined(separator: ", ")); a line has 784 weights and a bias, or two such columns, and a "
                + "network the tensors of conv-tiny or conv as PyTorch has them"
        case .outputs(let file, let reason): "\(file): \(reason)"
        case .notFinite(let file): "\(file): has numbers that are not finite"
        }
    }
}
