import FileNames
import Foundation

/// Where a name leads to: the place that the new file takes.
struct OutputTarget {
    /// The name as it was given, for errors.
    let file: String
    /// The same place without a symbolic link at its end.
    let path: String
    /// What is there now; nil for nothing.
    let status: stat?

    /// Follows symbolic links, relative and dangling ones too, so that a link stays one.
    init(_ file: String) throws(OutputError) {
        self.file = file
        var status = stat()
        let isThere = file.withFileName { stat($0, &status) } == 0
        guard isThere || errno == ENOENT else {
            throw .cannotCreate(file: file, reason: String(cString: strerror(errno)))
        }
        self.status = isThere ? status : nil
        guard !isThere || status.st_mode & S_IFMT == S_IFREG else {
            guard status.st_mode & S_IFMT != S_IFDIR else {
                throw .cannotCreate(file: file, reason: "a folder has that name")
            }
            // The links to pipes in /proc lead nowhere by name.
            path = file
            return
        }
        var path = file
        // As many as Linux itself follows.
        for _ in 0..<40 {
            guard let link = OutputTarget.destination(of: path) else { break }
            path = link.utf8.first == slash ? link : split(path).folder + "/" + link
        }
        guard OutputTarget.destination(of: path) == nil else {
            throw .cannotCreate(file: file, reason: String(cString: strerror(ELOOP)))
        }
        guard !split(path).name.isEmpty else {
            throw .cannotCreate(file: file, reason: "that is no name of a file")
        }
        self.path = path
    }

    /// Whether what is there is no file: a pipe, a device, a socket. Bytes go through it, and it is never replaced.
    var isDevice: Bool { status.map { $0.st_mode & S_IFMT != S_IFREG } ?? false }

    /// The folder that the file is or will be in.
    var folder: String { split(path).folder }

    /// The name in that folder.
    var name: String { split(path).name }

    /// What a symbolic link says; nil for anything else.
    private static func destination(of path: String) -> String? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = path.withFileName { readlink($0, &buffer, Int(PATH_MAX)) }
        return count > 0 ? String(fileName: buffer.prefix(count).map(UInt8.init(bitPattern:))) : nil
    }
}

private let slash = UInt8(ascii: "/")

/// By scalars: a slash and a combining accent after it are one Character.
private func split(_ path: String) -> (folder: String, name: String) {
    let scalars = path.unicodeScalars
    guard let slash = scalars.lastIndex(of: "/") else { return (".", path) }
    let folder = slash == scalars.startIndex ? "/" : String(scalars[..<slash])
    return (folder, String(scalars[scalars.index(after: slash)...]))
}
