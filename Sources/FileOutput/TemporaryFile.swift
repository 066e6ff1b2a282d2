import FileNames
import Foundation
import Synchronization

/// A file under a passing name, in the folder of the file that it is to become. It is removed when that fails, and when
/// the program is interrupted, terminated or hung up on.
struct TemporaryFile {
    let path: String
    private let descriptor: Int32
    private let target: OutputTarget

    /// - Throws: `OutputError.cannotCreate`.
    init(for target: OutputTarget) throws(OutputError) {
        self.target = target
        if target.status != nil, target.path.withFileName({ faccessat(AT_FDCWD, $0, W_OK, AT_EACCESS) }) != 0 {
            throw .cannotCreate(file: target.file, reason: String(cString: strerror(errno)))
        }
        // Random, so that a file left by a program that was killed is in nobody's way; short, because a name that the
        // file system has just room for is a name as well.
        path = target.folder + "/.mnist37-" + String(UInt64.random(in: .min ... .max), radix: 16) + ".tmp"
        PassingName.set(path)
        // Nobody else reads a file that is to replace a private one.
        let mode: mode_t = target.status == nil ? 0o666 : 0o600
        descriptor = path.withFileName { open($0, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode) }
        guard descriptor >= 0 else {
            let reason = String(cString: strerror(errno))
            PassingName.clear()
            throw .cannotCreate(file: target.file, reason: reason)
        }
    }

    /// Writes all bytes, as far as to the disk, and closes the file whatever happens.
    func write(_ bytes: [UInt8]) throws(OutputError) {
        keepModeAndOwner()
        try FileOutput.write(bytes, closing: descriptor, file: target.file)
    }

    /// Gives the file its name.
    func publish() throws(OutputError) {
        let failed = path.withFileName { old in target.path.withFileName { rename(old, $0) } } != 0
        guard !failed else { throw .writeFailed(file: target.file, reason: String(cString: strerror(errno))) }
        PassingName.clear()
    }

    /// Removes the file.
    func discard() {
        _ = path.withFileName { unlink($0) }
        PassingName.clear()
    }

    /// Closes and removes a file that was not written.
    func cancel() {
        close(descriptor)
        discard()
    }

    /// As the file that is replaced: its owner and group where the system permits it, and what they and others may do.
    private func keepModeAndOwner() {
        guard let status = target.status else { return }
        var mode = status.st_mode & 0o777
        if fchown(descriptor, status.st_uid, status.st_gid) != 0, fchown(descriptor, .max, status.st_gid) != 0 {
            // Another group gets no more than everybody.
            mode = mode & ~0o070 | (mode & 0o007) << 3 & mode
        }
        _ = fchmod(descriptor, mode)
    }
}

/// Writes all bytes, as far as to the disk, and closes the file whatever happens.
func write(_ bytes: [UInt8], closing descriptor: Int32, file: String) throws(OutputError) {
    var reason = writeAll(bytes, to: descriptor)
    // Some file systems report a full disk only here; pipes and some devices know no such thing.
    if reason == nil, fsync(descriptor) != 0, errno != EINVAL, errno != EROFS {
        reason = String(cString: strerror(errno))
    }
    if close(descriptor) != 0, reason == nil { reason = String(cString: strerror(errno)) }
    if let reason { throw .writeFailed(file: file, reason: reason) }
}

/// The passing name that a signal removes.
private enum PassingName {
    /// Those that a user, the system or a limit of processor time ends a program by, and may be caught.
    private static let signals = [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE, SIGALRM, SIGXCPU]

    /// Notes the name, and has it removed when a signal ends the program. A signal that is ignored, as nohup has it, stays
    /// so. Swift's runtime answers QUIT by a backtrace and goes on; here it ends the program.
    static func set(_ path: String) {
        let copy = path.withFileName { strdup($0) }
        free(passingName.exchange(copy, ordering: .sequentiallyConsistent))
        for number in signals {
            var action = sigaction()
            guard sigaction(number, nil, &action) == 0 else { continue }
            let handler = unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
            if handler == unsafeBitCast(SIG_IGN, to: Int.self) { continue }
            action = sigaction()
            action.__sigaction_handler.sa_handler = removeAndEnd
            sigaction(number, &action, nil)
        }
    }

    static func clear() {
        free(passingName.exchange(nil, ordering: .sequentiallyConsistent))
    }
}

/// Whoever takes the name out owns it: a signal handler and the program never use it at once.
nonisolated(unsafe) private let passingName = Atomic<UnsafeMutablePointer<CChar>?>(nil)

/// Safe in a signal handler: an exchange of a pointer, and functions that POSIX permits there.
private func removeAndEnd(_ number: Int32) {
    if let name = passingName.exchange(nil, ordering: .sequentiallyConsistent) { unlink(name) }
    signal(number, SIG_DFL)
    raise(number)
}
