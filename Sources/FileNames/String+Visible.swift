import Figures

extension String {
    /// The text with everything visible that could move a cursor, colour a terminal, split a record or turn the order of
    /// what follows: control characters (C0, DEL, C1), separators of lines and paragraphs, and controls of the writing
    /// direction become `\n`, `\r`, `\t`, `\x1b` or `\u{9b}`; a byte that is not UTF-8 becomes `\xff`.
    ///
    /// What is visible stays as it is: twice visible is once visible.
    public var visible: String {
        guard unicodeScalars.contains(where: \.isInvisible) else { return self }
        var result = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            if scalar.isInvisible { result += scalar.visible.unicodeScalars } else { result.append(scalar) }
        }
        return String(result)
    }

    /// The lines of the text made visible one by one: for text of our own that quotes what others wrote.
    public var visibleLines: String {
        split(separator: "\n", omittingEmptySubsequences: false).map { String($0).visible }.joined(separator: "\n")
    }

    /// JSON (RFC 8259) with the same characters as escapes of JSON: who reads it gets the text as it was, but for bytes
    /// that are not UTF-8, which JSON cannot hold: they are the text `\xff`.
    ///
    /// - Note: The text must be JSON, in which such characters stand in strings only, and those below U+0020 nowhere.
    public var visibleJSON: String {
        guard unicodeScalars.contains(where: \.isInvisible) else { return self }
        var result = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            if scalar.standsForByte {
                result += ("\\" + scalar.visible).unicodeScalars
            } else if scalar.isInvisible {
                result += ("\\u" + hexadecimal(scalar.value, digits: 4)).unicodeScalars
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }
}

extension Unicode.Scalar {
    fileprivate var isInvisible: Bool {
        if (0x20..<0x7f).contains(value) { return false }
        switch properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: return true
        default: return standsForByte || properties.isBidiControl
        }
    }

    fileprivate var visible: String {
        switch self {
        case "\n": "\\n"
        case "\r": "\\r"
        case "\t": "\\t"
        case _ where value < 0x80: "\\x" + hexadecimal(value, digits: 2)
        case _ where standsForByte: "\\x" + hexadecimal(value & 0xff, digits: 2)
        default: "\\u{" + hexadecimal(value, digits: 2) + "}"
        }
    }
}
