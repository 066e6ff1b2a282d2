import FileInput
import Imaging

/// What can go wrong with a dataset; each case names the file or folder.
public enum DatasetError: Error, Equatable {
    /// The folder does not exist or is no folder.
    case missingFolder(String)
    /// The folder has neither fastai's layout nor MNIST's files.
    case unknownLayout(folder: String)
    /// A folder of pictures without a PNG in it, or a file without one of the two digits.
    case emptyClass(folder: String, digit: Int)
    /// A picture that cannot be used.
    case picture(ImageError)
    /// The file cannot be opened or read.
    case unreadable(file: String, reason: String)
    /// The file is too long, or what gzip compressed in it is damaged or cut short.
    case input(InputError)
    /// The file does not begin as an IDX file of the expected kind.
    case notIDX(file: String, expected: String)
    /// Pictures that are not 28x28.
    case wrongSize(file: String, height: Int, width: Int)
    /// More items than are read.
    case tooMany(file: String, count: Int, limit: Int)
    /// Fewer bytes than the header promises.
    case truncated(file: String, expected: Int, found: Int)
    /// More bytes than the header promises.
    case trailing(file: String, expected: Int)
    /// Labels and pictures differ in number.
    case labelCount(file: String, labels: Int, pictures: Int)
    /// The digits that the package carries are not where its programs look.
    case carriedDigitsMissing(searched: [String])
}

extension DatasetError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .missingFolder(let folder):
            "\(folder): no such folder"
        case .unknownLayout(let folder):
            "\(folder): holds neither train/3, train/7, valid/3, valid/7 with PNGs nor MNIST's files "
                + "train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte, "
                + "t10k-labels-idx1-ubyte (plain or .gz)"
        case .emptyClass(let folder, let digit):
            "\(folder): not one picture of a \(digit)"
        case .picture(let error):
            error.description
        case .unreadable(let file, let reason):
            "\(file): cannot be read: \(reason)"
        case .input(let error):
            error.description
        case .notIDX(let file, let expected):
            "\(file): not an IDX file of \(expected)"
        case .wrongSize(let file, let height, let width):
            "\(file): pictures of \(width)x\(height) pixels; they must be 28x28"
        case .tooMany(let file, let count, let limit):
            "\(file): its header promises \(count) items; at most \(limit) are read"
        case .truncated(let file, let expected, let found):
            "\(file): cut short: \(found) of the \(expected) bytes that its header promises"
        case .trailing(let file, let expected):
            "\(file): longer than the \(expected) bytes that its header promises"
        case .labelCount(let file, let labels, let pictures):
            "\(file): \(labels) labels for \(pictures) pictures"
        case .carriedDigitsMissing(let searched):
            "the digits that come with the package are not in \(searched.joined(separator: " or ")); "
                + "name a folder with --data"
        }
    }
}

extension DatasetError {
    init(_ error: InputError) {
        switch error {
        case .unreadable(let file, let reason): self = .unreadable(file: file, reason: reason)
        case .tooLong, .damagedGzip: self = .input(error)
        }
    }

    /// A picture's: a file that cannot be read, or is no picture's, is one whatever it is read for.
    init(_ error: ImageError) {
        switch error {
        case .unreadable(let file, let reason): self = .unreadable(file: file, reason: reason)
        case .tooLong(let file, let limit): self = .input(.tooLong(file: file, limit: limit))
        default: self = .picture(error)
        }
    }
}
