import Figures
import FileNames
import MNIST37

/// The objects of `--json`, one a line.
enum JSONLine {
    /// file, digit and class (null when the answer is unsure or neither), probability of the likelier class, logit, known.
    ///
    /// - Parameter className: nil for an answer that is none of the two.
    static func answer(_ prediction: Prediction, file: String, className: String?) -> String {
        let digit = className == nil ? "null" : "\(prediction.digit)", name = className.map(quoted) ?? "null"
        return #"{"file":\#(quoted(file)),"digit":\#(digit),"class":\#(name),"probability":\#(prediction.probability),"#
            + #""logit":\#(prediction.logit),"known":\#(prediction.known)}"#
    }

    static func failure(_ error: String, file: String) -> String {
        #"{"file":\#(quoted(file)),"error":\#(quoted(error))}"#
    }

    /// A JSON string (RFC 8259, section 7): quotation marks, backslashes and control characters escaped, and what else
    /// would reach a terminal unseen.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\0"..<" ":
                result += "\\u" + hexadecimal(scalar.value, digits: 4)
            default: result.unicodeScalars.append(scalar)
            }
        }
        return (result + "\"").visibleJSON
    }
}
