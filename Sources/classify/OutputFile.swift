import Foundation

/// A file that cannot be written.
enum OutputError: Error, Equatable {
    /// The file cannot be made; the reason is the system's.
    case cannotCreate(file: String, reason: String)
    /// Writing stopped.
    case writeFailed(file: String, reason: String)

    var outcome: Outcome {
        switch self {
        case .cannotCreate: .outputNotCreated
        case .writeFailed: .outputFailed
        }
    }
}

extension OutputError: CustomStringConvertible {
    var description: String {
        switch self {
        case .cannotCreate(let file, let reason): "\(file): cannot be created: \(reason)"
        case .writeFailed(let file, let reason): "\(file): cannot be written: \(reason)"
        }
    }
}

/// Writes a file whole or not at all: under a passing name first, which becomes `file` once everything is on disk. A
/// pipe or a device is written as it is.
func writeFile(_ bytes: [UInt8], to file: String) throws(OutputError) {
    var status = stat()
    let exists = stat(file, &status) == 0
    if exists, status.st_mode & S_IFMT == S_IFDIR {
        throw .cannotCreate(file: file, reason: "a folder has that name")
    }
    let isInPlace = exists && status.st_mode & S_IFMT != S_IFREG
    let target = (file as NSString).resolvingSymlinksInPath
    let path = isInPlace ? target : "\(target).\(getpid()).tmp"
    let flags = isInPlace ? O_WRONLY | O_CLOEXEC : O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC
    let descriptor = open(path, flags, 0o666)
    guard descriptor >= 0 else { throw .cannotCreate(file: file, reason: String(cString: strerror(errno))) }
    var reason = writeAll(bytes, to: descriptor)
    if close(descriptor) != 0, reason == nil { reason = String(cString: strerror(errno)) }
    if reason == nil, !isInPlace, rename(path, target) != 0 { reason = String(cString: strerror(errno)) }
    guard let reason else { return }
    if !isInPlace { unlink(path) }
    throw .writeFailed(file: file, reason: reason)
}
