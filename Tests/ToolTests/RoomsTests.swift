import Foundation
import Testing

/// The folders of Sources use one another as CONTRIBUTING.md says.
struct RoomsTests {
    private static let sources = repository.appendingPathComponent("Sources")

    /// Each room of the list, in order, with the rooms that it uses.
    private static func stated() throws -> [(name: String, uses: Set<String>)] {
        let text = try String(
            contentsOf: repository.appendingPathComponent("CONTRIBUTING.md"), encoding: .utf8)
        let list = try #require(text.firstRange(of: "\n    Figures\n")).lowerBound
        return text[list...].dropFirst().split(separator: "\n", omittingEmptySubsequences: false)
            .prefix { $0.hasPrefix("    ") }.map { line in
                let words = line.split(separator: " ").map(String.init)
                return (words[0], Set(words.dropFirst(2)))
            }
    }

    /// The Swift files of a room.
    private static func files(of room: String) throws -> [String] {
        let folder = sources.appendingPathComponent(room)
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".swift") }
        return try names.map { try String(contentsOf: folder.appendingPathComponent($0), encoding: .utf8) }
    }

    @Test func theListIsOfAllRooms() throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: Self.sources.path)
        // The C modules, and the runtime, which is a package of its own.
        let rest: Set = ["CPNG", "CZlib", "TrainingVectors", "TrainingKernelsAVX2", "TrainingKernelsAVX512", "Runtime"]
        #expect(Set(folders).subtracting(rest) == Set(try Self.stated().map(\.name)))
    }

    @Test func everyRoomUsesWhatTheListSays() throws {
        let rooms = try Self.stated(), names = Set(rooms.map(\.name))
        var above: Set<String> = []
        for room in rooms {
            let imports = try Self.files(of: room.name).flatMap { file in
                file.split(separator: "\n").filter { $0.hasPrefix("import ") }.map { String($0.dropFirst(7)) }
            }
            #expect(Set(imports).intersection(names) == room.uses, "\(room.name)")
            #expect(room.uses.isSubset(of: above), "\(room.name)")
            above.insert(room.name)
        }
    }

    @Test func onlyTheCommandsKnowTheTerminal() throws {
        for room in try Self.stated() where !["Commands", "trainer", "classify"].contains(room.name) {
            for file in try Self.files(of: room.name) {
                #expect(!file.contains(" print("), "\(room.name)")
                #expect(!file.contains("import ArgumentParser") && !file.contains("isatty"), "\(room.name)")
            }
        }
    }
}
