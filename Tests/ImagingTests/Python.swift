import Foundation

/// The scripts in Tests/Pictures.
enum Python {
    /// Whether there is a python3 with Pillow and numpy.
    static let hasPillow = (try? run(["-c", "import PIL, numpy"])) == 0

    /// Runs a script, or what `arguments` say, to its end.
    ///
    /// - Returns: its exit code.
    static func run(_ arguments: [String]) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3"] + arguments
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }

    static func script(_ name: String) -> String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Pictures/\(name)").path
    }
}
