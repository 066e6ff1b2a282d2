import Figures

/// Text of others, such as a file's name, as part of a comment in source code.
enum SourceComment {
    /// The text on one line, and nothing in it that ends the comment, splices lines or shows in another order.
    ///
    /// A line ends for one compiler or another at LF, CR, VT, FF, NEL, U+2028 and U+2029. These, all other control and
    /// format characters and the backslash are written as <U+000A>. `*/`, `/*` and the `??` of trigraphs get a space.
    /// Scalars are looked at, as compilers do: "/" and an accent after it are one Character.
    static func line(_ text: String) -> String {
        var line = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch (line.last, scalar) {
            case ("*", "/"), ("/", "*"), ("?", "?"): line.append(" ")
            default: break
            }
            switch scalar.properties.generalCategory {
            case _ where scalar == "\\": line.append(contentsOf: code(scalar))
            case .control, .format, .lineSeparator, .paragraphSeparator: line.append(contentsOf: code(scalar))
            default: line.append(scalar)
            }
        }
        return String(line)
    }

    private static func code(_ scalar: Unicode.Scalar) -> String.UnicodeScalarView {
        "<U+\(hexadecimal(scalar.value, digits: 4, uppercase: true))>".unicodeScalars
    }
}
