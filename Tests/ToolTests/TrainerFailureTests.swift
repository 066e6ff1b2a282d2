import Foundation
import TestSupport
import Testing

/// What the trainer does when it cannot do what it was asked to.
@Suite(.serialized) struct TrainerFailureTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// A trained file in the test's folder.
    private func train() throws -> String {
        let file = folder.path("weights.m37")
        let outcome = try run("trainer", ["--quiet", "--epochs", "3", "--output", file])
        #expect(outcome.status == 0 && outcome.output == "" && outcome.errors == "")
        return file
    }

    /// Each wrong input: one line that names the file, the exit code, and no output file.
    @Test func wrongInputs() throws {
        let intact = [UInt8](try Data(contentsOf: URL(fileURLWithPath: train())))
        let half = try folder.write(intact.prefix(intact.count / 2), "half.m37")
        var flippedBytes = intact
        flippedBytes[500] ^= 1
        let flipped = try folder.write(flippedBytes, "flipped.m37")
        var newBytes = intact
        newBytes[8] = 99
        let new = try folder.write(newBytes, "new.m37")
        let empty = try TemporaryFolder()
        let output = folder.path("out.m37")
        for (arguments, status, words) in [
            (["evaluate", "/nowhere.m37"], 66, ["/nowhere.m37", "No such file"]),
            (["evaluate", half], 65, [half, "cut short"]),
            (["evaluate", flipped], 65, [flipped, "checksum"]),
            (["inspect", new], 65, [new, "version"]),
            (["inspect", folder.url.path], 66, [folder.url.path, "not a regular file"]),
            (["--data", "/nowhere", "-o", output], 66, ["/nowhere", "no such folder"]),
            (["--data", empty.url.path, "-o", output], 65, [empty.url.path, "train/3"]),
            (["--init", half, "-o", output], 65, [half, "cut short"]),
            (["--quiet", "-o", "/nowhere/out.m37"], 73, ["/nowhere/out.m37", "cannot be created"]),
            (["--quiet", "-o", empty.url.path], 73, [empty.url.path, "folder"]),
            (["--quiet", "--lr", "1e38", "-o", output], 65, ["diverged", "learning rate"]),
        ] as [([String], Int32, [String])] {
            let outcome = try run("trainer", arguments)
            #expect(outcome.status == status, "\(arguments): \(outcome.errors)")
            #expect(outcome.complaints.count == 1, "\(arguments): \(outcome.errors)")
            for word in words { #expect(outcome.errors.contains(word), "\(arguments): \(outcome.errors)") }
        }
        #expect(!FileManager.default.fileExists(atPath: output))
    }

    /// Streams that take nothing end the program with one line and 74, or quietly when it is stderr.
    @Test func closedAndFullStreams() throws {
        let file = try train()
        let trainer = products.appendingPathComponent("trainer").path
        func shell(_ command: String) throws -> Outcome { try run("/bin/sh", ["-c", command]) }
        for arguments in ["evaluate \(file) --json", "evaluate \(file)", "inspect \(file)"] {
            let full = try shell("\(trainer) \(arguments) > /dev/full")
            #expect(full.status == 74 && full.complaints.count == 1, "\(full.errors)")
            #expect(try shell("\(trainer) \(arguments) >&-").status == 74)
        }
        #expect(try shell("\(trainer) evaluate /nowhere 2>&-").status == 66)
        #expect(try shell("\(trainer) evaluate /nowhere 2> /dev/full").status == 66)
    }

    @Test(arguments: [
        ["--epochs", "-1"], ["--lr", "0"], ["--lr", "nan"], ["--batch-size", "0"], ["--loss", "hinge"],
        ["--format", "f16"], ["--seed", "-1"], ["evaluate"], ["--nonsense"], ["--init-std", "inf"],
    ])
    func wrongUsage(arguments: [String]) throws {
        let outcome = try run("trainer", arguments, in: folder.url)
        #expect(outcome.status == 64)
        #expect(outcome.errors.contains("Usage:"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
    }

    /// /dev/full takes no byte, as a full disk does: the old file stays. Runs where a small file system can be mounted.
    @Test(.enabled(if: mountable, "skipped: cannot mount a small file system here"))
    func fullDisk() throws {
        let disk = folder.path("disk")
        try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
        try #require(try run("/bin/mount", ["-t", "tmpfs", "-o", "size=8k", "tmpfs", disk]).status == 0)
        defer { _ = try? run("/bin/umount", [disk]) }
        let old = Data((0..<5000).map { UInt8(truncatingIfNeeded: $0) })
        try old.write(to: URL(fileURLWithPath: disk + "/weights.m37"))
        let outcome = try run("trainer", ["--quiet", "--epochs", "1", "--output", disk + "/weights.m37"])
        #expect(outcome.status == 74 && outcome.complaints.count == 1)
        #expect(outcome.errors.contains("No space left"))
        #expect(FileManager.default.contents(atPath: disk + "/weights.m37") == old)
        #expect(try FileManager.default.contentsOfDirectory(atPath: disk) == ["weights.m37"])
    }
}

private let mountable: Bool = {
    guard getuid() == 0, let folder = try? TemporaryFolder() else { return false }
    guard (try? run("/bin/mount", ["-t", "tmpfs", "tmpfs", folder.url.path]))?.status == 0 else { return false }
    _ = try? run("/bin/umount", [folder.url.path])
    return true
}()
