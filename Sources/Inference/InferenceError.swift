import CMNIST37
import Foundation

/// A weights file that libmnist37 refused.
public struct InferenceError: Error, Equatable {
    public let file: String
    /// One of the statuses of mnist37.h.
    public let status: mnist37_status
    /// errno after the call; it says why a file cannot be opened or read.
    let systemError: Int32

    /// Whether the file could not be opened or read, rather than being damaged.
    public var isMissingInput: Bool {
        status == MNIST37_ERROR_OPEN || status == MNIST37_ERROR_READ
    }
}

extension InferenceError: CustomStringConvertible {
    public var description: String {
        let text = mnist37_status_text(status).map { String(cString: $0) } ?? "status \(status)"
        let reason = status == MNIST37_ERROR_OPEN ? ": \(String(cString: strerror(systemError)))" : ""
        return "\(file): \(text)\(reason)"
    }
}
