import FileInput
import FileNames
import Foundation
import Testing
import TestSupport

struct InputFileTests {
    @Test(arguments: [0, 1, 4095, 4096, 4097, 100_000]) func readsAllBytes(count: Int) throws {
        let folder = try TemporaryFolder()
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 ^ $0 >> 8) }
        let file = try folder.write(bytes, "a")
        #expect(try InputFile.bytes(of: file, limit: count) == bytes)
        #expect(try InputFile.bytes(of: file, limit: .max) == bytes)
        guard count > 0 else { return }
        #expect(throws: InputError.tooLong(file: file, limit: count - 1)) {
            try InputFile.bytes(of: file, limit: count - 1)
        }
    }

    /// Nobody writes into the pipe, and the devices have no end.
    @Test func onlyFilesAreOpened() throws {
        let folder = try TemporaryFolder()
        let pipe = folder.path("pipe.png")
        try #require(mkfifo(pipe, 0o600) == 0)
        for (name, path) in [("linked-pipe", pipe), ("linked-device", "/dev/zero"), ("linked-folder", "/")] {
            try FileManager.default.createSymbolicLink(atPath: folder.path(name), withDestinationPath: path)
        }
        for (file, kind) in [
            (pipe, "a pipe"), (folder.path("linked-pipe"), "a pipe"), (folder.path("linked-device"), "a device"),
            ("/dev/zero", "a device"), ("/dev/null", "a device"), (folder.url.path, "a folder"),
            (folder.path("linked-folder"), "a folder"),
        ] {
            #expect(throws: InputError.unreadable(file: file, reason: "it is \(kind), not a file")) {
                try InputFile.bytes(of: file, limit: 1000)
            }
        }
    }

    @Test func missingFiles() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createSymbolicLink(atPath: folder.path("loop"), withDestinationPath: "loop")
        for (name, reason) in [
            ("none", "No such file or directory"), ("none/below", "No such file or directory"),
            ("loop", "Too many levels of symbolic links"),
        ] {
            let file = folder.path(name)
            #expect(throws: InputError.unreadable(file: file, reason: reason)) {
                try InputFile.bytes(of: file, limit: 1)
            }
        }
    }

    /// Files of /proc state no size, and are read to their end all the same; as long as they are within the limit.
    @Test func filesWithoutASize() throws {
        let file = "/proc/self/status"
        let bytes = try InputFile.bytes(of: file, limit: 1 << 20)
        #expect(bytes.starts(with: "Name:".utf8))
        #expect(throws: InputError.tooLong(file: file, limit: 10)) { try InputFile.bytes(of: file, limit: 10) }
        // To the byte, of a file that does not change.
        let fixed = "/proc/version", count = try InputFile.bytes(of: fixed, limit: .max).count
        #expect(try InputFile.bytes(of: fixed, limit: count).count == count)
        #expect(throws: InputError.tooLong(file: fixed, limit: count - 1)) {
            try InputFile.bytes(of: fixed, limit: count - 1)
        }
    }

    /// Bytes that are no UTF-8 name a file like any others.
    @Test func pathsAreBytes() throws {
        let folder = try TemporaryFolder()
        let path = Array(folder.url.path.utf8CString.dropLast()) + [47, CChar(bitPattern: 0xff), 0]
        let descriptor = open(path, O_WRONLY | O_CREAT, 0o600)
        try #require(descriptor >= 0 && write(descriptor, [7, 8, 9] as [UInt8], 3) == 3 && close(descriptor) == 0)
        let name = String(fileName: path.dropLast().map(UInt8.init(bitPattern:)))
        var file = try InputFile(path: name, name: "shown", limit: 3)
        #expect(try file.rest() == [7, 8, 9])
        #expect(throws: InputError.tooLong(file: "shown", limit: 2)) {
            _ = try InputFile(path: name, name: "shown", limit: 2)
        }
    }

    /// A thousand files that are refused leave no descriptor behind.
    @Test func descriptorsAreClosed() throws {
        func openCount() throws -> Int { try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count }
        let before = try openCount()
        for _ in 0..<1000 {
            _ = try? InputFile.bytes(of: "/", limit: 1)
            _ = try? InputFile.bytes(of: "/proc/self/status", limit: 1)
        }
        #expect(try openCount() < before + 500)
    }
}
