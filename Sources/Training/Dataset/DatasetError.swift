import FileInput
import Imaging
import MNIST37
import WeightsFile

/// What can go wrong with a dataset; each case names the file or folder.
public enum DatasetError: Error, Equatable {
    /// The folder does not exist or is no folder.
    case missingFolder(String)
    /// The folder has neither fastai's layout nor MNIST's files.
    case unknownLayout(folder: String)
    /// Folders of pictures that are not two.
    case classCount(folder: String, classes: [String])
    /// A folder that cannot be called what it is.
    case className(folder: String, ClassNames.Fault)
    /// Classes that no labels of IDX files are.
    case classesOfIDX(file: String, ClassNames)
    /// A folder of pictures without a PNG in it, or a file without one of the two classes.
    case emptyClass(folder: String, name: String)
    /// Too few pictures to hold some out.
    case tooFewPictures(folder: String, count: Int, least: Int)
    /// A picture that cannot be used.
    case picture(ImageError)
    /// A picture in which there is nothing to be framed.
    case framing(file: String, FramingError)
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
            "\(folder): holds neither train/ with a folder of PNGs for each of two classes, such as train/3 and train/7, "
                + "nor MNIST's files train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte, "
                + "t10k-labels-idx1-ubyte (plain or .gz)"
        case .classCount(let folder, let classes) where classes.count < 2:
            "\(folder): \(classes.isEmpty ? "no folder of pictures" : "one folder of pictures, \(classes[0])"); two are "
                + "needed, one for each class"
        case .classCount(let folder, let classes):
            "\(folder): \(classes.count) folders of pictures: \(classes.prefix(10).joined(separator: ", ")); name the two "
                + "classes by --classes \(classes[0]),\(classes[1]), then the rest is neither, as is a folder named other"
        case .className(let folder, let fault):
            "\(folder): \(fault); rename the folder"
        case .classesOfIDX(let file, let classes):
            "\(file): its labels are numbers from 0 to 255, and \(classes.both) are not two of them"
        case .emptyClass(let folder, let name):
            "\(folder): not one picture of the class \(name)"
        case .tooFewPictures(let folder, let count, let least):
            "\(folder): \(count) picture\(count == 1 ? "" : "s"); at least \(least) are needed, as every fifth is held out "
                + "to measure on where there is no folder valid"
        case .picture(let error):
            error.description
        case .framing(let file, .noInk):
            "\(file): no ink: nothing stands out from the background; remove the picture"
        case .framing(let file, .onlyInk):
            "\(file): nothing but ink: leave some background around what is drawn, or remove the picture"
        case .framing(let file, .refused):
            "\(file): the picture cannot be framed; remove it"
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
