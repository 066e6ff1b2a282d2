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
func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, character in
        switch character {
        case "&": result += "&amp;"
        case "<": result += "&lt;"
        case ">": result += "&gt;"
        case "\"": result += "&quot;"
        case "'": result += "&#39;"
        default: result.append(character)
        }
    }
}
