import Foundation

/// What a finished program left behind.
public struct Outcome: Sendable {
    public let status: Int32
    public let output: String
    public let errors: String

    /// The lines of the error output that are not progress.
    public var complaints: [Substring] {
        errors.split(separator: "\n").filter { !$0.hasPrefix("epoch ") && !$0.hasPrefix("training on ") }
    }
}

/// Runs a program to its end.
///
/// - Parameters:
///   - program: its path.
///   - input: what it reads from standard input.
public func runProgram(
    _ program: String, _ arguments: [String], input: Data = Data(), in folder: URL? = nil
) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.currentDirectoryURL = folder
    let scratch = try TemporaryFolder()
    let files = try ["in", "out", "err"].map { name in
        let path = scratch.path(name)
        _ = FileManager.default.createFile(atPath: path, contents: name == "in" ? input : nil)
        return try name == "in"
            ? FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            : FileHandle(forWritingTo: URL(fileURLWithPath: path))
    }
    process.standardInput = files[0]
    process.standardOutput = files[1]
    process.standardError = files[2]
    try process.run()
    process.waitUntilExit()
    func text(_ name: String) throws -> String { try String(contentsOfFile: scratch.path(name), encoding: .utf8) }
    return Outcome(status: process.terminationStatus, output: try text("out"), errors: try text("err"))
}
