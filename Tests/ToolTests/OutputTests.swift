import Foundation
import Testing
import TestSupport
import Training
import WeightsFile

/// What the tools do to files that are there already, and to those that two options name.
struct OutputTests {
    private let folder: TemporaryFolder
    private let three = repository.appendingPathComponent("examples/digits/three.png").path

    init() throws { folder = try TemporaryFolder() }

    private func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
    }

    /// Every pair of outputs, by other names of one file: refused before any work, and nothing is written.
    @Test(arguments: [
        ["trainer", "--output", "a", "--report", "./a"], ["trainer", "--output", "link", "--report", "a"],
        ["trainer", "export", "in.m37", "--c", "a.h", "--swift", "../{}/a.h"],
        ["classify", "--save-normalized", "a", "--save-floats", "./a", "three.png"],
    ])
    func twoOutputs(command: [String]) throws {
        try prepare()
        let arguments = command.dropFirst().map { $0.replacing("{}", with: folder.url.lastPathComponent) }
        let before = try names()
        let outcome = try run(command[0], Array(arguments), in: folder.url)
        #expect(outcome.status == EX_USAGE && outcome.output == "")
        #expect(outcome.errors.split(separator: "\n").count == 1 && outcome.errors.contains("are one file"))
        #expect(try names() == before)
    }

    /// An output that is an input: refused, and the input stays as it was.
    @Test(arguments: [
        ["trainer", "--init", "in.m37", "--output", "./in.m37"], ["trainer", "--init", "in.m37", "--report", "in.m37"],
        ["trainer", "--init", "in.m37", "--output", "to-in"],
        ["trainer", "--data", "data", "--output", "data/train/3/a.png"],
        ["trainer", "--data", "data", "--report", "data/train-images-idx3-ubyte"],
        ["trainer", "reproduce", "--runs", "1", "--data", "data", "--report", "data/valid/7/a.png"],
        ["trainer", "export", "in.m37", "--c", "./in.m37"], ["trainer", "export", "in.m37", "--swift", "to-in"],
        ["classify", "--save-normalized", "./three.png", "three.png"],
        ["classify", "--save-floats", "three.png", "."],
        ["classify", "--weights", "in.m37", "--save-floats", "to-in", "."],
    ])
    func anOutputThatIsAnInput(command: [String]) throws {
        try prepare()
        let before = try contents()
        let outcome = try run(command[0], Array(command.dropFirst()), in: folder.url)
        #expect(outcome.status == EX_USAGE && outcome.output == "")
        #expect(outcome.errors.split(separator: "\n").count == 1 && outcome.errors.contains("are one file"))
        #expect(try contents() == before)
    }

    @Test func standardInputIsAFile() throws {
        try prepare()
        let classify = products.appendingPathComponent("classify").path, before = try contents()
        let command = "cd '\(folder.url.path)' && '\(classify)' - --save-normalized three.png < three.png"
        let outcome = try run("/bin/sh", ["-c", command])
        #expect(outcome.status == EX_USAGE && outcome.errors.contains("standard input (/dev/stdin) are one file"))
        #expect(try contents() == before)
    }

    /// Where no picture has an answer there are no floats to write.
    @Test func aFileStaysWhereNoPictureHasAnAnswer() throws {
        try folder.write(Array("old".utf8), "floats")
        let outcome = try run("classify", ["--save-floats", "floats", "none.png"], in: folder.url)
        #expect(outcome.status == EX_NOINPUT)
        #expect(FileManager.default.contents(atPath: folder.path("floats")) == Data("old".utf8))
    }

    /// A limit of a file's size is an error of writing: what was there stays, and nothing is left beside it.
    @Test func aLimitOfSizeLeavesNothing() throws {
        try prepare()
        let trainer = products.appendingPathComponent("trainer").path, before = try contents()
        let command = "cd '\(folder.url.path)' && ulimit -f 1 && '\(trainer)' export in.m37 --c new.h"
        let outcome = try run("/bin/sh", ["-c", command])
        #expect(outcome.status == EX_IOERR && outcome.errors.contains("new.h: cannot be written"))
        #expect(try contents() == before)
    }

    /// What stdout goes to is an output as well.
    @Test func standardOutputIsAFile() throws {
        let trainer = products.appendingPathComponent("trainer").path
        let command = "cd '\(folder.url.path)' && '\(trainer)' --model linear --epochs 1 --json --quiet -o a > a"
        let outcome = try run("/bin/sh", ["-c", command])
        #expect(outcome.status == EX_USAGE && outcome.errors.contains("standard output are one file"))
    }

    /// Trouble with an output is found before the work, not after it.
    @Test(arguments: [
        ["trainer", "reproduce", "--runs", "10000", "--report", "none/a.html"],
        ["trainer", "export", "in.m37", "--c", "a.h", "--swift", "none/a.swift"],
        ["classify", "--save-floats", "none/a", "three.png"], ["classify", "--save-normalized", "none/a", "three.png"],
    ])
    func troubleIsFoundFirst(command: [String]) throws {
        try prepare()
        let before = try names()
        let outcome = try run(command[0], Array(command.dropFirst()), in: folder.url)
        #expect(
            outcome.status == EX_CANTCREAT && outcome.output == "" && outcome.errors.contains(": cannot be created: "))
        #expect(try names() == before)
    }

    /// A link, relative and dangling, stays one; a private file stays private.
    @Test func linksAndModesStay() throws {
        try prepare()
        chmod(folder.path("in.m37"), 0o600)
        for output in ["to-in", "link"] {
            let outcome = try run(
                "trainer", ["--model", "linear", "--epochs", "1", "--quiet", "-o", output], in: folder.url)
            #expect(outcome.status == 0, "\(outcome.errors)")
        }
        let manager = FileManager.default
        #expect(try manager.destinationOfSymbolicLink(atPath: folder.path("to-in")) == "in.m37")
        #expect(try manager.destinationOfSymbolicLink(atPath: folder.path("link")) == "a")
        #expect(try manager.attributesOfItem(atPath: folder.path("in.m37"))[.posixPermissions] as? Int == 0o600)
        #expect(manager.contents(atPath: folder.path("a")) == manager.contents(atPath: folder.path("in.m37")))
    }

    /// Weights to start from, a picture, a folder of data, and links.
    private func prepare() throws {
        let manager = FileManager.default
        var random = RandomSource(seed: 1)
        let model = LinearModel(columns: 1, deviation: 0.1, using: &random)
        try folder.write(Weights(model, trainedWith: .bce, metadata: .init()).encoded(), "in.m37")
        try manager.copyItem(atPath: three, toPath: folder.path("three.png"))
        for name in ["train/3/a.png", "train/7/a.png", "valid/3/a.png", "valid/7/a.png", "train-images-idx3-ubyte"] {
            try folder.write([1], "data/\(name)")
        }
        try manager.createSymbolicLink(atPath: folder.path("link"), withDestinationPath: "a")
        try manager.createSymbolicLink(atPath: folder.path("to-in"), withDestinationPath: "in.m37")
    }

    /// Every file and what is in it.
    private func contents() throws -> [String: Data] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder.url.path)
        return names.reduce(into: [:]) { $0[$1] = FileManager.default.contents(atPath: folder.path($1)) }
    }
}
