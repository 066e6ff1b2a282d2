import CMNIST37

/// Which side of a picture's grey is ink.
public enum Ink: String, CaseIterable, Sendable {
    /// The side whose edges look like strokes of a pen.
    case auto
    case dark
    case light
}

/// A picture that mnist37_frame refused.
public enum FramingError: Error, Equatable {
    /// Nothing stands out from the background.
    case noInk
    /// There is no background.
    case onlyInk
    /// Another of the statuses of mnist37.h.
    case refused(mnist37_status)
}

/// Finds the digit in a picture and brings it into MNIST's form, by the framing of libmnist37 that C programs have.
///
/// - Parameters:
///   - pixels: (height, width) row-major, 0 black to 255 white.
///   - width: pixels of a row.
///   - height: rows.
///   - ink: which side is ink.
/// - Returns: (784) row-major, 0 background to 255 ink.
public func framed(
    _ pixels: Span<UInt8>, width: Int, height: Int, ink: Ink = .auto
) throws(FramingError) -> [UInt8] {
    guard width > 0, height > 0, pixels.count / width >= height else { throw .refused(MNIST37_ERROR_PICTURE_SIZE) }
    let side =
        switch ink {
        case .auto: MNIST37_INK_DECIDE
        case .dark: MNIST37_INK_DARK
        case .light: MNIST37_INK_LIGHT
        }
    var scratch = [UInt8](repeating: 0, count: mnist37_frame_scratch(width, height))
    var form = [UInt8](repeating: 0, count: Model.pixelCount)
    let status = unsafe pixels.withUnsafeBufferPointer {
        unsafe mnist37_frame($0.baseAddress, width, height, width, side, &scratch, scratch.count, &form)
    }
    switch status {
    case MNIST37_OK: return form
    case MNIST37_ERROR_NO_INK: throw .noInk
    case MNIST37_ERROR_ONLY_INK: throw .onlyInk
    default: throw .refused(status)
    }
}

/// Finds the digit in a picture and brings it into MNIST's form: (height, width) row-major, 0 black to 255 white.
public func framed(
    _ pixels: [UInt8], width: Int, height: Int, ink: Ink = .auto
) throws(FramingError) -> [UInt8] {
    try framed(pixels.span, width: width, height: height, ink: ink)
}
