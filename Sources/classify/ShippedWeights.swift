import Foundation

/// The weights that come with the package. SwiftPM copies them beside the program; its own accessor ends the program
/// when they are not there.
enum ShippedWeights {
    /// The file, or nil when it is nowhere where it is looked for.
    static var file: String? {
        candidates.first { access($0, F_OK) == 0 }
    }

    /// Beside the program, where SwiftPM puts them, and below share/, where an installation does.
    static var candidates: [String] {
        let folder = Bundle.main.bundlePath
        return [
            "\(folder)/mnist37_classify.resources/Weights/mnist37.m37",
            "\((folder as NSString).deletingLastPathComponent)/share/mnist37/mnist37.m37",
        ]
    }
}

/// The weights that come with the package are not where the program is.
struct MissingWeights: Error, CustomStringConvertible {
    var description: String {
        "\(ShippedWeights.candidates[0]): not there; build the package again, or name a weights file with --weights"
    }
}
