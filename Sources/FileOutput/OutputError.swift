/// A file that cannot be written.
public enum OutputError: Error, Equatable {
    /// The file cannot be made.
    case cannotCreate(file: String, reason: String)
    /// Writing stopped; the file that was there before is as it was.
    case writeFailed(file: String, reason: String)
    /// A file to write that is something else as well: another output or an input.
    case sameFile(NamedFile, as: String)
}

extension OutputError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .cannotCreate(let file, let reason): "\(file): cannot be created: \(reason)"
        case .writeFailed(let file, let reason): "\(file): cannot be written: \(reason)"
        case .sameFile(let output, let other): "\(output.file): \(output.role) and \(other) are one file; name another"
        }
    }
}
