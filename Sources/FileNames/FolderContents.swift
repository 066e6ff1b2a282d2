import Foundation

/// What stands in a folder.
public enum FolderContents {
    /// The names in a folder, sorted by their bytes, without `.` and `..`.
    ///
    /// - Parameter folder: as `String(fileName:)` makes it.
    /// - Returns: nil where the folder cannot be listed; errno says why.
    public static func names(in folder: String) -> [String]? {
        guard let stream = folder.withFileName({ opendir($0) }) else { return nil }
        defer { closedir(stream) }
        var names: [[UInt8]] = []
        errno = 0
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            if name != [0x2e], name != [0x2e, 0x2e] { names.append(name) }
            errno = 0
        }
        guard errno == 0 else { return nil }
        return names.sorted { $0.lexicographicallyPrecedes($1) }.map(String.init(fileName:))
    }

    /// Whether there is a folder of this name.
    ///
    /// - Parameter followsLinks: whether a link to a folder is one.
    public static func isFolder(_ name: String, followsLinks: Bool = true) -> Bool {
        var status = stat()
        let failed = name.withFileName { followsLinks ? stat($0, &status) : lstat($0, &status) } != 0
        return !failed && status.st_mode & S_IFMT == S_IFDIR
    }
}
