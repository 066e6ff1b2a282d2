import CMNIST37
import Foundation
import Testing
import TestSupport

/// The shared library as a linker sees it.
struct LibraryTests {
    private static let library = Bundle.main.bundleURL.appendingPathComponent("libmnist37.so").path

    /// The names of the functions that the header declares.
    private func declaredFunctions() throws -> Set<String> {
        let header = try String(contentsOf: repository.appendingPathComponent("include/mnist37.h"), encoding: .utf8)
        let code = header.replacing(/\/\*.*?\*\//.dotMatchesNewlines(), with: "")
        return Set(code.matches(of: /(mnist37_\w+)\(/).map { String($0.1) })
    }

    @Test func exportsExactlyTheHeader() throws {
        let output = try #require(try run("nm", "-D", "--defined-only", Self.library))
        let exported = Set(output.split(separator: "\n").compactMap { $0.split(separator: " ").last.map(String.init) })
        let declared = try declaredFunctions()
        #expect(declared.count == 12)
        #expect(exported == declared)
    }

    @Test func needsNothingButTheCLibrary() throws {
        let output = try #require(try run("objdump", "-p", Self.library))
        let needed = output.matches(of: /NEEDED\s+(\S+)/).map { String($0.1) }
        #expect(needed.allSatisfy { $0.hasPrefix("libc.so") || $0.hasPrefix("ld-linux") })
        #expect(!needed.isEmpty)
    }

    @Test func callsNoAllocator() throws {
        let output = try #require(try run("nm", "-D", "--undefined-only", Self.library))
        let undefined = output.split(separator: "\n").compactMap { line -> String? in
            line.split(separator: " ").last.map { String($0.prefix { $0 != "@" }) }
        }
        for allocator in ["malloc", "calloc", "realloc", "posix_memalign", "aligned_alloc", "sbrk"] {
            #expect(!undefined.contains(allocator))
        }
    }

    /// The example compiles as C and as C++ without a warning.
    @Test(arguments: [
        ("cc", "c", "c99"), ("cc", "c", "c11"), ("cc", "c", "c17"), ("c++", "c++", "c++11"), ("c++", "c++", "c++20"),
    ])
    func exampleCompiles(compiler: String, language: String, standard: String) throws {
        let example = repository.appendingPathComponent("examples/c/predict.c").path
        let include = repository.appendingPathComponent("include").path
        _ = try #require(
            try run(
                compiler, "-x", language, "-std=\(standard)", "-Wall", "-Wextra", "-Wpedantic", "-Werror",
                "-I", include, "-fsyntax-only", example))
    }

    /// The example that frames pictures compiles as C without a warning.
    @Test(arguments: ["c99", "c11", "c17"])
    func pictureExampleCompiles(standard: String) throws {
        let example = repository.appendingPathComponent("examples/c/classify_pgm.c").path
        let include = repository.appendingPathComponent("include").path
        _ = try #require(
            try run(
                "cc", "-std=\(standard)", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-I", include, "-fsyntax-only",
                example))
    }

    /// The header compiles wherever C or C++ does.
    @Test(arguments: [
        ("cc", "c", "c89"), ("cc", "c", "c99"), ("cc", "c", "c11"), ("cc", "c", "c17"), ("c++", "c++", "c++98"),
        ("c++", "c++", "c++11"), ("c++", "c++", "c++17"), ("c++", "c++", "c++20"),
    ])
    func headerCompiles(compiler: String, language: String, standard: String) throws {
        let header = repository.appendingPathComponent("include/mnist37.h").path
        _ = try #require(
            try run(
                compiler, "-x", language, "-std=\(standard)", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-include",
                header, "-fsyntax-only", "/dev/null"))
    }

    /// What a program prints; nil, with its complaint recorded, when it fails.
    private func run(_ arguments: String...) throws -> String? {
        let outcome = try runProgram("/usr/bin/env", arguments)
        if outcome.status != 0 { Issue.record("\(arguments): \(outcome.errors)") }
        return outcome.status == 0 ? outcome.output : nil
    }
}
