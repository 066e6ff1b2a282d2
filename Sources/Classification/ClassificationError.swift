import Imaging

/// Why a file has no answer.
public enum ClassificationError: Error, Equatable {
    /// The picture cannot be read or decoded.
    case picture(ImageError)
    /// Nothing in the picture stands out from its background.
    case noInk(file: String)
    /// The picture has no background: all of it is as dark (or, of light ink, as bright) as ink.
    case onlyInk(file: String)
    /// A folder that cannot be listed; the reason is the system's.
    case unreadableFolder(folder: String, reason: String)
    /// A folder without a PNG in it or below it.
    case noPictures(folder: String)
    /// libmnist37 refused the pixels.
    case refused(file: String)

    /// Whether the input could not be found or read, rather than being bad.
    public var isMissingInput: Bool {
        switch self {
        case .picture(.unreadable), .unreadableFolder, .noPictures: true
        default: false
        }
    }

    /// The file that it is about, as it was named.
    public var file: String {
        switch self {
        case .picture(let error): error.file
        case .unreadableFolder(let folder, _), .noPictures(let folder): folder
        case .refused(let file), .noInk(let file), .onlyInk(let file): file
        }
    }
}

extension ClassificationError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .picture(let error): "\(error)"
        case .unreadableFolder(let folder, let reason): "\(folder): cannot be listed: \(reason)"
        case .noPictures(let folder): "\(folder): no PNG in this folder or below it"
        case .noInk(let file): "\(file): no ink: nothing stands out from the background"
        case .onlyInk(let file): "\(file): nothing but ink: leave some background around the digit"
        case .refused(let file): "\(file): the weights give no finite answer for these pixels"
        }
    }
}
