import ArgumentParser
import FileNames
import FileOutput
import Foundation

/// What the program was called with: names of files keep every byte, see `String(fileName:)`.
///
/// Swift finds the arguments through /proc. Where it cannot, there is not even the program's name; the program ends then, as
/// it would do something else than it was told.
public func programArguments() -> [String] {
    guard CommandLine.argc > 0 else {
        complain("the arguments cannot be read: /proc is not there, or no file can be opened")
        Foundation.exit(EX_OSERR)
    }
    return (1..<Int(CommandLine.argc)).compactMap { index in
        CommandLine.unsafeArgv[index].map { String(fileName: UnsafeRawBufferPointer(start: $0, count: strlen($0))) }
    }
}

extension ParsableArguments {
    /// Ends the program as `exit(withError:)` does. What arguments brought into the message cannot control a terminal.
    ///
    /// - Parameter edit: what to do with the message, or the help text, before it is printed.
    public static func end(with error: any Error, edit: (String) -> String = { $0 }) -> Never {
        let code = exitCode(for: error)
        let message = edit(fullMessage(for: error))
        guard code.isSuccess else {
            if !message.isEmpty { _ = writeAll(Array((message.visibleLines + "\n").utf8), to: STDERR_FILENO) }
            Foundation.exit(code.rawValue)
        }
        guard let reason = writeAll(Array((message + "\n").utf8), to: STDOUT_FILENO) else { Foundation.exit(EX_OK) }
        complain("standard output: cannot be written: \(reason)")
        Foundation.exit(EX_IOERR)
    }
}

/// One line on stderr, begun by the name of the tool. Where stderr is closed or full there is nobody to tell.
public func complain(_ text: String) {
    _ = writeAll(Array("\(toolName): \(text.visible)\n".utf8), to: STDERR_FILENO)
}

/// What the program is called: trainer or classify; installed, mnist37-train or mnist37-classify. Its help, man page and
/// messages say what the user types.
public let toolName = (CommandLine.arguments.first as NSString?)?.lastPathComponent ?? "mnist37"
