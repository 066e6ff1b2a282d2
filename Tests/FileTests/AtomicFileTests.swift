import FileNames
import FileOutput
import Foundation
import TestSupport
import Testing

struct AtomicFileTests {
    private struct Refused: Error {}

    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func content(_ name: String) -> [UInt8]? {
        FileManager.default.contents(atPath: folder.path(name)).map { [UInt8]($0) }
    }

    private var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted() }
    }

    private func link(_ name: String, to destination: String) throws {
        try FileManager.default.createSymbolicLink(atPath: folder.path(name), withDestinationPath: destination)
    }

    private func destination(_ name: String) -> String? {
        try? FileManager.default.destinationOfSymbolicLink(atPath: folder.path(name))
    }

    @Test func replacesWholeOrNotAtAll() throws {
        let file = folder.path("weights.m37")
        try AtomicFile.write([1, 2, 3], to: file)
        #expect(content("weights.m37") == [1, 2, 3])
        #expect(throws: Refused.self) {
            try AtomicFile.write([4], to: file) { temporary in
                #expect(FileManager.default.contents(atPath: temporary) == Data([4]))
                throw Refused()
            }
        }
        #expect(content("weights.m37") == [1, 2, 3])
        try AtomicFile.write([5], to: file)
        #expect(content("weights.m37") == [5])
        #expect(try names == ["weights.m37"])
    }

    @Test(arguments: ["", "{}", "{}/", "{}/new/", "{}/none/file", "{}/weights.m37/below"])
    func whatIsNoNameOfAFile(pattern: String) throws {
        try folder.write([9], "weights.m37")
        let name = pattern.replacing("{}", with: folder.url.path)
        let error = #expect(throws: OutputError.self) { try AtomicFile.requireWritable(name) }
        #expect(error?.description.hasPrefix("\(name): cannot be created: ") == true)
        #expect(throws: OutputError.self) { try AtomicFile.write([1], to: name) }
        #expect(try names == ["weights.m37"] && content("weights.m37") == [9])
    }

    /// A device is written as it is, and never replaced by a file; what must be checked first cannot go there.
    @Test func leavesDevices() throws {
        try AtomicFile.write([1], to: "/dev/null")
        #expect(throws: OutputError.self) { try AtomicFile.write([1], to: "/dev/full") }
        try AtomicFile.requireWritable("/dev/null")
        #expect(throws: OutputError.self) { try AtomicFile.requireWritable("/dev/null", isChecked: true) }
        // Not /dev/null: root would replace it where this fails.
        let pipe = folder.path("pipe")
        try #require(mkfifo(pipe, 0o600) == 0)
        #expect(throws: OutputError.self) { try AtomicFile.write([1], to: pipe) { _ in } }
        for (name, kind) in [("/dev/null", S_IFCHR), (pipe, S_IFIFO)] {
            var status = stat()
            #expect(stat(name, &status) == 0 && status.st_mode & S_IFMT == kind)
        }
    }

    /// Absolute, relative, through a folder that is a link, a link to a link, and dangling ones of each.
    @Test(arguments: [true, false])
    func writesThroughLinks(exists: Bool) throws {
        try folder.write([0], "deep/er/other")
        if exists { try folder.write([0], "deep/file") }
        try link("absolute", to: folder.path("deep/file"))
        try link("relative", to: "deep/file")
        try link("deep/er/up", to: "../file")
        try link("way", to: "deep/er")
        try link("twice", to: "way/up")
        for (value, name) in ["absolute", "relative", "deep/er/up", "way/up", "twice"].enumerated() {
            let before = destination(name)
            try AtomicFile.requireWritable(folder.path(name))
            try AtomicFile.write([UInt8(value)], to: folder.path(name))
            #expect(content("deep/file") == [UInt8(value)], "\(name)")
            #expect(before != nil && destination(name) == before || name == "way/up", "\(name)")
            if !exists { try FileManager.default.removeItem(atPath: folder.path("deep/file")) }
        }
        #expect(try names == ["absolute", "deep", "relative", "twice", "way"])
    }

    @Test func loopsAreErrors() throws {
        try link("a", to: "b")
        try link("b", to: "a")
        let file = folder.path("a")
        let error = #expect(throws: OutputError.self) { try AtomicFile.write([1], to: file) }
        #expect(error?.description == "\(file): cannot be created: Too many levels of symbolic links")
        #expect(destination("a") == "b")
    }

    @Test func namesThatAreNotUTF8() throws {
        let name = String(fileName: Array(folder.path("").utf8) + [0x2f, 0x61, 0xff])
        try AtomicFile.write([1], to: name)
        try AtomicFile.write([2], to: name) { #expect($0.fileNameBytes.starts(with: folder.url.path.utf8)) }
        #expect(FolderContents.names(in: folder.url.path)?.map(\.fileNameBytes) == [[0x61, 0xff]])
    }

    /// A slash and an accent that combines with it are one Character, but two names.
    @Test func accentsAfterSlashes() throws {
        try folder.write([], "a/x")
        try link("link", to: "a/\u{301}")
        try AtomicFile.write([7], to: folder.path("link"))
        #expect(content("a/\u{301}") == [7])
    }

    @Test(arguments: [0o600, 0o640, 0o644, 0o755] as [mode_t])
    func keepsTheMode(mode: mode_t) throws {
        let file = try folder.write([1], "file")
        chmod(file, mode)
        try AtomicFile.write([2], to: file) { temporary in
            var status = stat()
            #expect(stat(temporary, &status) == 0 && status.st_mode & 0o777 == mode)
        }
        var status = stat()
        #expect(stat(file, &status) == 0 && status.st_mode & 0o7777 == mode && content("file") == [2])
    }

    @Test(.enabled(if: getuid() == 0, "skipped: only root gives files away"))
    func keepsTheOwner() throws {
        let file = try folder.write([1], "file")
        #expect(chown(file, 1234, 4321) == 0)
        try AtomicFile.write([2], to: file)
        var status = stat()
        #expect(stat(file, &status) == 0 && status.st_uid == 1234 && status.st_gid == 4321)
    }

    /// A new file is what the mask of the process makes of it.
    @Test func newFilesAreOrdinary() throws {
        let ordinary = folder.path("ordinary"), file = folder.path("file")
        close(open(ordinary, O_CREAT | O_WRONLY, 0o666))
        try AtomicFile.write([1], to: file)
        var first = stat(), second = stat()
        #expect(stat(ordinary, &first) == 0 && stat(file, &second) == 0 && first.st_mode == second.st_mode)
    }
}
