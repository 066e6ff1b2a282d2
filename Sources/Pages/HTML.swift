/// Markup that is safe to put into a page.
///
/// A string literal is markup; whatever is interpolated into one is escaped, unless it is markup itself.
struct HTML: ExpressibleByStringInterpolation, Sendable {
    private(set) var text: String

    init(stringLiteral value: String) {
        text = value
    }

    init(stringInterpolation: Interpolation) {
        text = stringInterpolation.text
    }

    /// The pieces one after the other, a line each.
    init(_ pieces: [HTML]) {
        text = pieces.map(\.text).joined(separator: "\n")
    }

    struct Interpolation: StringInterpolationProtocol {
        var text = ""

        init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity * 2)
        }

        mutating func appendLiteral(_ literal: String) {
            text += literal
        }

        mutating func appendInterpolation(_ html: HTML) {
            text += html.text
        }

        mutating func appendInterpolation(_ pieces: [HTML]) {
            text += HTML(pieces).text
        }

        mutating func appendInterpolation(_ value: String) {
            text += escaped(value)
        }

        mutating func appendInterpolation(_ value: Int) {
            text += String(value)
        }

        mutating func appendInterpolation(_ value: Double) {
            text += value.description
        }
    }
}

/// Text as markup that shows it, in elements and in quoted attributes alike.
///
/// It goes by scalars, as browsers do: a quotation mark and an accent after it are one Character. Control characters and
/// those that turn the order of the text round show as U+FFFD.
func escaped(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
        switch scalar {
        case "&": result.append(contentsOf: "&amp;".unicodeScalars)
        case "<": result.append(contentsOf: "&lt;".unicodeScalars)
        case ">": result.append(contentsOf: "&gt;".unicodeScalars)
        case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
        case "'": result.append(contentsOf: "&#39;".unicodeScalars)
        case "\n", "\t": result.append(scalar)
        case _ where scalar.properties.generalCategory == .control || scalar.properties.isBidiControl:
            result.append("\u{fffd}")
        default: result.append(scalar)
        }
    }
    return String(result)
}
