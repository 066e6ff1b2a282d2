import Foundation
import SystemPackage

/// Writes all bytes, however often a signal interrupts it.
///
/// - Returns: the system's reason when they cannot be written, else nil.
public func writeAll(_ bytes: some Collection<UInt8>, to descriptor: Int32) -> String? {
    _ = sizeLimitIsAnError
    do {
        _ = try FileDescriptor(rawValue: descriptor).writeAll(bytes)
        return nil
    } catch {
        return "\(error)"
    }
}

/// A write beyond `ulimit -f` ends the program by a signal, and nobody would remove the half of a file; ignored, the signal
/// leaves the error EFBIG.
private let sizeLimitIsAnError: Void = { signal(SIGXFSZ, SIG_IGN) }()
