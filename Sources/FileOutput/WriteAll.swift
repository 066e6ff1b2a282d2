import SystemPackage

/// Writes all bytes, however often a signal interrupts it.
///
/// - Returns: the system's reason when they cannot be written, else nil.
public func writeAll(_ bytes: some Collection<UInt8>, to descriptor: Int32) -> String? {
    do {
        _ = try FileDescriptor(rawValue: descriptor).writeAll(bytes)
        return nil
    } catch {
        return "\(error)"
    }
}
