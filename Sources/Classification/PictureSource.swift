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
            guard isFolder(argument) else { return [.file(argument)] }
            let found = pictures(in: argument)
            return found.isEmpty ? [.nothing(.noPictures(folder: argument))] : found
        }
    }

    private static func pictures(in folder: String) -> [PictureSource] {
        guard let stream = opendir(folder) else {
            return [.nothing(.unreadableFolder(folder: folder, reason: String(cString: strerror(errno))))]
        }
        defer { closedir(stream) }
        var names: [(name: String, kind: UInt8)] = []
        while let entry = readdir(stream) {
            let kind = entry.pointee.d_type
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if !name.hasPrefix(".") { names.append((name, kind)) }
        }
        names.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        let prefix = folder.hasSuffix("/") ? folder : folder + "/"
        return names.flatMap { name, kind -> [PictureSource] in
            let path = prefix + name
            // Some file systems do not tell the kind with the name.
            if kind == UInt8(DT_DIR) || kind == UInt8(DT_UNKNOWN) && isFolder(path) { return pictures(in: path) }
            return name.utf8.suffix(4).elementsEqual(".png".utf8) { $0 | 0x20 == $1 | 0x20 } ? [.file(path)] : []
        }
    }

    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
