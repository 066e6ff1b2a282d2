import FileNames
import Foundation

/// Where a picture comes from, or why nothing comes from there.
public enum PictureSource: Equatable, Sendable {
    case file(String)
    case standardInput
    case nothing(ClassificationError)

    /// The name to show: the path as it was given, with what was found below a folder; `-` for standard input.
    public var name: String {
        switch self {
        case .file(let path): path
        case .standardInput: "-"
        case .nothing(let error): error.file
        }
    }

    /// The sources that arguments name: `-` is standard input, a folder is all its PNGs and those of the folders below
    /// it, in the order of their names' bytes; anything else is a file.
    ///
    /// Hidden files and folders, and files that are not named .png, are passed over in a folder. Links to folders are
    /// followed from an argument only: below it they could lead round in a circle.
    public static func sources(named arguments: [String]) -> [PictureSource] {
        arguments.flatMap { argument -> [PictureSource] in
            if argument == "-" { return [.standardInput] }
            guard FolderContents.isFolder(argument) else { return [.file(argument)] }
            let found = pictures(in: argument)
            return found.isEmpty ? [.nothing(.noPictures(folder: argument))] : found
        }
    }

    private static func pictures(in folder: String) -> [PictureSource] {
        guard let names = FolderContents.names(in: folder) else {
            return [.nothing(.unreadableFolder(folder: folder, reason: String(cString: strerror(errno))))]
        }
        let prefix = folder.utf8.last == UInt8(ascii: "/") ? folder : folder + "/"
        return names.filter { $0.utf8.first != UInt8(ascii: ".") }.flatMap { name -> [PictureSource] in
            let path = prefix + name
            if FolderContents.isFolder(path, followsLinks: false) { return pictures(in: path) }
            return name.utf8.suffix(4).elementsEqual(".png".utf8) { $0 | 0x20 == $1 | 0x20 } ? [.file(path)] : []
        }
    }
}
