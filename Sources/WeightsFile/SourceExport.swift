import Figures

/// Source code that holds a weights file as a constant, for programs without a file system: it lands in flash.
public struct SourceExport: Sendable {
    /// The weights file, which libmnist37 has accepted: its size is a multiple of 4.
    public var bytes: [UInt8]
    /// What the constant is called, an identifier of C and of Swift.
    public var name: String
    /// Lines about the file for the comment above the constant; whatever they hold, they stay inside it.
    public var description: [String]

    public init(bytes: [UInt8], name: String, description: [String]) {
        self.bytes = bytes
        self.name = name
        self.description = description
    }

    /// A header for C and C++: the array `name`, aligned as mnist37_model_init needs it, and the macro NAME_SIZE.
    public var c: String {
        let macro = name.uppercased() + "_SIZE"
        // Not NAME_H, which may be the guard of another header: that of libmnist37 is MNIST37_H.
        let guardName = "MNIST37_EXPORT_\(name)"
        return """
            /*
            \(description.map { " * " + SourceComment.line($0) + "\n" }.joined()) *
             * mnist37_model_init(&model, \(name), \(macro)) makes the model; the array is constant, so it stays in flash.
             */
            #ifndef \(guardName)
            #define \(guardName)

            #define \(macro) \(bytes.count)

            static const unsigned char \(name)[\(macro)] __attribute__((aligned(4))) = {
            \(rows(bytes.map { "0x" + hexadecimal($0, digits: 2) }, columns: 16))
            };

            #endif

            """
    }

    /// A constant for Swift. Words rather than bytes, because an array of bytes would have no alignment; Embedded Swift
    /// puts it, too, where constants lie.
    public var swift: String {
        let words = stride(from: 0, to: bytes.count, by: 4).map { start in
            bytes[start..<min(start + 4, bytes.count)].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        }
        return """
            \(description.map { "/// " + SourceComment.line($0) + "\n" }.joined())///
            /// Use it through its span, which shows the constant itself; `withUnsafePointer(to:)` would make a copy:
            ///
            ///     \(name).span.withUnsafeBytes { bytes in
            ///         mnist37_model_init(&model, bytes.baseAddress, bytes.count)
            ///         // predict here: the model borrows the bytes
            ///     }
            let \(name): InlineArray<\(words.count), UInt32> = [
            \(rows(words.map { "0x" + hexadecimal($0, digits: 8) }, columns: 8))
            ]

            """
    }

    private func rows(_ numbers: [String], columns: Int) -> String {
        stride(from: 0, to: numbers.count, by: columns).map { start in
            "    " + numbers[start..<min(start + columns, numbers.count)].joined(separator: ", ") + ","
        }.joined(separator: "\n")
    }
}
