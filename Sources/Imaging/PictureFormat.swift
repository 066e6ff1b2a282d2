/// A format of pictures that is not read, told by its first bytes, and how to make a PNG of it.
public enum PictureFormat: String, CaseIterable, Sendable {
    case jpeg = "JPEG"
    case heic = "HEIC"
    case webP = "WebP"
    case bmp = "BMP"
    case gif = "GIF"
    case tiff = "TIFF"

    /// - Returns: nil for bytes of none of these.
    public init?(_ bytes: [UInt8]) {
        func has(_ text: String, at offset: Int = 0) -> Bool { bytes.dropFirst(offset).starts(with: text.utf8) }
        switch true {
        case bytes.starts(with: [0xff, 0xd8, 0xff]): self = .jpeg
        case has("ftyphei", at: 4), has("ftyphev", at: 4), has("ftypmif1", at: 4), has("ftypmsf1", at: 4): self = .heic
        case has("RIFF") && has("WEBP", at: 8): self = .webP
        case has("BM"): self = .bmp
        case has("GIF8"): self = .gif
        case has("II*\0"), has("MM\0*"): self = .tiff
        default: return nil
        }
    }

    /// A command that Debian has, and the package it is in.
    func conversion(of file: String) -> String {
        switch self {
        case .heic: "heif-convert \(file) digit.png (package libheif-examples)"
        case .webP: "dwebp \(file) -o digit.png (package webp)"
        case .jpeg, .bmp, .gif, .tiff: "convert \(file) digit.png (package imagemagick)"
        }
    }
}
