import CMNIST37

#if !hasFeature(Embedded)
#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif
#endif

/// A weights file that libmnist37 refused.
public struct ModelError: Error, Equatable {
    /// One of the statuses of mnist37.h.
    public let status: mnist37_status
    /// Its name; nil for bytes in memory.
    public let file: String?
    /// errno after the call; it says why a file cannot be opened or read.
    private let systemError: Int32

    init(status: mnist37_status, file: String? = nil, systemError: Int32 = 0) {
        self.status = status
        self.file = file
        self.systemError = systemError
    }

    /// Whether the file could not be opened or read, rather than being damaged.
    public var isMissingInput: Bool {
        status == MNIST37_ERROR_OPEN || status == MNIST37_ERROR_READ
    }
}

extension ModelError: CustomStringConvertible {
    /// The file, and what is wrong with it.
    public var description: String {
        let text = unsafe mnist37_status_text(status).map { unsafe String(cString: $0) } ?? ""
        return (file.map { $0 + ": " } ?? "") + text + reason
    }

    private var reason: String {
        #if hasFeature(Embedded)
        ""
        #else
        status == MNIST37_ERROR_OPEN ? unsafe ": \(String(cString: strerror(systemError)))" : ""
        #endif
    }
}
