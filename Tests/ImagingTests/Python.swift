import Foundation
import TestSupport

/// The scripts in Tests/Pictures.
enum Python {
    /// Whether there is a python3 with Pillow and numpy.
    static let hasPillow = (try? run(["-c", "import PIL, numpy"])) == 0

    /// Runs a script, or what `arguments` say, to its end.
    ///
    /// - Returns: its exit code.
    static func run(_ arguments: [String]) throws -> Int32 {
        try runProgram("/usr/bin/env", ["python3"] + arguments).status
    }

    static func script(_ name: String) -> String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Pictures/\(name)").path
    }
}
