import Foundation
import TestSupport

/// The folder of the repository.
let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

/// The folder that SwiftPM builds into.
let products = Bundle.main.bundleURL

/// Runs a program to its end.
///
/// - Parameters:
///   - program: a path, or the name of one of the project's tools.
///   - input: what it reads from standard input.
func run(_ program: String, _ arguments: [String], input: Data = Data(), in folder: URL? = nil) throws -> Outcome {
    let path = program.hasPrefix("/") ? program : products.appendingPathComponent(program).path
    return try runProgram(path, arguments, input: input, in: folder)
}

/// The folder of the notebook's data, from the environment; tests that need it are skipped without.
let notebookData = ProcessInfo.processInfo.environment["MNIST37_DATA"]
