/// A PNG of MNIST's own form, 28x28 pixels of 8-bit grey, as datasets hold them.
public enum DigitPNG {
    /// The most bytes of a file: the picture needs less than one thousand, the rest is room for what programs add.
    public static let byteLimit = 1 << 20

    /// Decodes a picture of a dataset.
    ///
    /// - Parameters:
    ///   - bytes: the whole file.
    ///   - file: its name, for errors.
    /// - Returns: (784) bytes, row-major, as stored.
    /// - Throws: `ImageError` for anything that is not an intact 28x28 PNG of 8-bit grey.
    public static func pixels(of bytes: [UInt8], file: String) throws(ImageError) -> [UInt8] {
        guard let header = PNGHeader(bytes) else { throw .notPNG(file: file, format: PictureFormat(bytes)) }
        guard header.width == 28, header.height == 28 else {
            throw .wrongSize(file: file, width: header.width, height: header.height)
        }
        guard header.colorType == 0, header.bitDepth == 8 else {
            let kinds = [0: "grey", 2: "RGB", 3: "palette", 4: "grey with alpha", 6: "RGB with alpha"]
            let kind = kinds[header.colorType] ?? "unknown"
            throw .wrongDepth(file: file, description: "\(header.bitDepth)-bit \(kind)")
        }
        return try GrayImage(png: bytes, file: file).pixels
    }
}
