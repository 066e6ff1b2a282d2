import FileOutput
import Foundation

/// Writes the file that its argument names, and waits for a signal while the file still has its passing name.
@main
struct WaitingWriter {
    static func main() throws {
        // The threads that tests run on block signals, and so does what they start.
        var none = sigset_t()
        sigemptyset(&none)
        sigprocmask(SIG_SETMASK, &none, nil)
        try AtomicFile.write(Array("new".utf8), to: CommandLine.arguments[1]) { _ in
            _ = writeAll(Array("ready\n".utf8), to: STDOUT_FILENO)
            sleep(60)
        }
    }
}
