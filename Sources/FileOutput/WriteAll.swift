import Foundation

/// Writes all bytes.
///
/// - Returns: the system's reason when they cannot be written, else nil.
public func writeAll(_ bytes: some Collection<UInt8>, to descriptor: Int32) -> String? {
    var rest = ArraySlice(bytes)
    while !rest.isEmpty {
        let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return String(cString: strerror(errno)) }
        rest = rest.dropFirst(count)
    }
    return nil
}
