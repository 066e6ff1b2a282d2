import CMNIST37

#if !hasFeature(Embedded)
#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif
#endif

/// A model that is ready to predict: a weights file that libmnist37, the library that C programs use, has verified.
///
/// An instance is immutable, so any number of threads may predict from it. It owns what it needs: the bytes of its
/// weights are copied once, when it is made.
@safe public final class Model: @unchecked Sendable {
    /// Rows and columns of a picture.
    public static let side = Int(MNIST37_SIDE)
    /// Pixels of a picture, which every prediction reads.
    public static let pixelCount = Int(MNIST37_PIXELS)

    /// What the weights file says about itself; mnist37.h describes the fields.
    public let info: mnist37_info

    let model: UnsafeMutablePointer<mnist37_model>
    /// The bytes that `model` borrows, where they belong to this instance.
    private let bytes: UnsafeMutableRawBufferPointer?

    /// Makes a model of a weights file in memory.
    ///
    /// - Parameter weights: the bytes of an `.m37` file, at any address.
    /// - Throws: `ModelError` where they are not an intact weights file; no bytes make it crash.
    public convenience init(_ weights: RawSpan) throws(ModelError) {
        let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: weights.byteCount, alignment: 8)
        unsafe weights.withUnsafeBytes { unsafe bytes.copyMemory(from: $0) }
        try unsafe self.init(owning: bytes) { unsafe mnist37_model_init($0, bytes.baseAddress, bytes.count) }
    }

    /// Makes a model of a weights file in memory; see ``init(_:)-(RawSpan)``.
    public convenience init(_ weights: [UInt8]) throws(ModelError) {
        // Safe: bytes have no padding.
        try self.init(unsafe weights.span.bytes)
    }

    /// Makes a model of a weights file that stays where it is, as in a microcontroller's flash: nothing is copied.
    ///
    /// - Parameter weights: the bytes of an `.m37` file, at a multiple of 4. They must stay as they are, in place, for as
    ///   long as the model lives; nothing checks that.
    @unsafe public convenience init(unsafeBorrowing weights: UnsafeRawBufferPointer) throws(ModelError) {
        try unsafe self.init(owning: nil) { unsafe mnist37_model_init($0, weights.baseAddress, weights.count) }
    }

    #if !hasFeature(Embedded)
    /// Opens a weights file, which may change or vanish afterwards.
    ///
    /// - Throws: `ModelError` naming the file, when it cannot be opened or is not an intact weights file.
    public convenience init(path: String) throws(ModelError) {
        try self.init(path: path.utf8, shown: path)
    }

    /// Opens a weights file whose name need not be UTF-8.
    ///
    /// - Parameters:
    ///   - path: the name as the system has it, without a 0.
    ///   - shown: what errors call the file.
    public convenience init(path: some Sequence<UInt8>, shown: String) throws(ModelError) {
        let name = path.map { CChar(bitPattern: $0) } + [0]
        do throws(ModelError) {
            try unsafe self.init(owning: nil) { unsafe mnist37_model_open($0, name) }
        } catch {
            throw ModelError(status: error.status, file: shown, systemError: errno)
        }
    }
    #endif

    /// - Parameters:
    ///   - bytes: freed with the model, also where this fails.
    ///   - makeReady: initialises a model.
    private init(
        owning bytes: UnsafeMutableRawBufferPointer?,
        makeReady: (UnsafeMutablePointer<mnist37_model>) -> mnist37_status
    ) throws(ModelError) {
        unsafe model = .allocate(capacity: 1)
        unsafe self.bytes = unsafe bytes
        var info = mnist37_info()
        info.size = UInt32(MemoryLayout<mnist37_info>.size)
        var status = unsafe makeReady(model)
        if status == MNIST37_OK { status = unsafe mnist37_model_info(model, &info) }
        self.info = info
        guard status == MNIST37_OK else { throw ModelError(status: status) }
    }

    deinit {
        // Safe: a model that could not be made ready is left not initialised, which close survives.
        unsafe mnist37_model_close(model)
        unsafe model.deallocate()
        unsafe bytes?.deallocate()
    }
}
