import FileNames
import FileOutput
import Foundation
import TestSupport
import Testing

/// Two names for one file.
struct DistinctFileTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func areDistinct(_ outputs: [String], inputs: [String] = []) throws -> Bool {
        do throws(OutputError) {
            try AtomicFile.requireDistinct(
                outputs: outputs.map { NamedFile("--output", $0) }, inputs: inputs.map { NamedFile("--input", $0) })
            return true
        } catch {
            guard case .sameFile = error else { throw error }
            return false
        }
    }

    @Test(arguments: [true, false])
    func manyNames(exists: Bool) throws {
        try folder.write([], "sub/x")
        if exists { try folder.write([], "file") }
        let path = folder.url.path
        try FileManager.default.createSymbolicLink(atPath: path + "/link", withDestinationPath: "file")
        try FileManager.default.createSymbolicLink(atPath: path + "/here", withDestinationPath: ".")
        for name in ["file", "./file", "sub/../file", "/file", "link", "here/file", "here/link", "here/here/file"] {
            #expect(try !areDistinct([path + "/file", path + "/" + name]), "\(name)")
            #expect(try !areDistinct([path + "/other", path + "/" + name, path + "/file"]), "\(name)")
            #expect(try areDistinct([path + "/" + name], inputs: [path + "/file"]) == !exists, "\(name)")
        }
        #expect(try areDistinct([path + "/file", path + "/sub/file", path + "/fil", path + "/sub/x"]))
        #expect(try areDistinct([path + "/file"], inputs: [path + "/sub/x", path + "/none", path]))
    }

    @Test func hardLinks() throws {
        let file = try folder.write([1], "file"), other = folder.path("other")
        #expect(Foundation.link(file, other) == 0)
        #expect(try !areDistinct([file, other]))
        #expect(try !areDistinct([file], inputs: [other]))
    }

    @Test func devicesMayBeNamedTwice() throws {
        #expect(try areDistinct(["/dev/null", "/dev/null"], inputs: ["/dev/null"]))
    }
}
