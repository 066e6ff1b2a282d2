import FileNames
import FileOutput
import Foundation
import TestSupport
import Testing

/// What an interrupted program leaves.
struct InterruptedWriteTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Starts the writer, and ends it by a signal while it holds the file.
    ///
    /// In the background a shell ignores INT and QUIT, and whatever it starts inherits that: env takes it back. This process
    /// cannot, since other tests write files, which sets the handlers of all of it. Swift's runtime handles QUIT when it is to
    /// print backtraces.
    ///
    /// - Returns: the signal that ended it, 0 where none did.
    private func interrupt(_ number: Int32, file: String, isIgnored: Bool = false) throws -> Int32 {
        let process = Process(), output = Pipe()
        let program = Bundle.main.bundleURL.appendingPathComponent("waiting-writer").path
        let signals = isIgnored ? "--ignore-signal=\(number)" : "--default-signal"
        let command = "ulimit -c 0; exec env \(signals) SWIFT_BACKTRACE=enable=yes \"$0\" \"$1\""
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", command, program, file]
        process.standardOutput = output
        try process.run()
        #expect(output.fileHandleForReading.availableData == Data("ready\n".utf8))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).count == 2)
        kill(process.processIdentifier, number)
        if isIgnored {
            usleep(100_000)
            #expect(process.isRunning)
            kill(process.processIdentifier, SIGTERM)
        }
        process.waitUntilExit()
        return process.terminationReason == .uncaughtSignal ? process.terminationStatus : 0
    }

    @Test(arguments: [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGALRM, SIGXCPU])
    func signalsLeaveNothing(number: Int32) throws {
        let file = try folder.write(Array("old".utf8), "file")
        #expect(try interrupt(number, file: file) == number)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["file"])
        #expect(FileManager.default.contents(atPath: file) == Data("old".utf8))
    }

    /// As nohup has it.
    @Test func anIgnoredSignalStaysIgnored() throws {
        let file = try folder.write(Array("old".utf8), "file")
        #expect(try interrupt(SIGHUP, file: file, isIgnored: true) == SIGTERM)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["file"])
    }

    /// What a killed program leaves is in nobody's way, even where process ids repeat.
    @Test func leftoversBlockNobody() throws {
        let file = try folder.write(Array("old".utf8), "file")
        #expect(try interrupt(SIGKILL, file: file) == SIGKILL)
        for process in [getpid()] + (1...200) { try folder.write([], "file.\(process).tmp") }
        try AtomicFile.write(Array("new".utf8), to: file)
        #expect(FileManager.default.contents(atPath: file) == Data("new".utf8))
    }
}
