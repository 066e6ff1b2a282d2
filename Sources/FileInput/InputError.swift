/// What can go wrong with a file that is read. Each case carries the name of the file.
public enum InputError: Error, Equatable {
    /// The file cannot be opened or read, or is no regular file; the reason is the system's, or says what it is.
    case unreadable(file: String, reason: String)
    /// The file holds more bytes than a file of its kind may.
    case tooLong(file: String, limit: Int)
    /// What gzip compressed is damaged or cut short.
    case damagedGzip(file: String, reason: String)
}

extension InputError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unreadable(let file, let reason): "\(file): cannot be read: \(reason)"
        case .tooLong(let file, let limit): "\(file): more than \(limit) bytes; no file of its kind needs as much"
        case .damagedGzip(let file, let reason): "\(file): damaged gzip file: \(reason); get it anew"
        }
    }
}
