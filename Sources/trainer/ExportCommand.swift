import WeightsFile
import ArgumentParser
import Commands
import FileOutput
import Foundation
import MNIST37
import Training

struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write a weights file as C or Swift source: a constant for flash.",
        usage: "\(toolName) export <file> [--c <header>] [--swift <source>] [--name <identifier>]",
        discussion: """
            --c writes a header with an aligned array NAME and the macro NAME_SIZE, --swift an InlineArray; \
            NAME is the output file's, unless --name gives another.
            """)

    @OptionGroup var weights: WeightsArgument

    @Option(name: .customLong("c"), help: .init("The C header to write.", valueName: "header"))
    var header: String?

    @Option(name: .customLong("swift"), help: .init("The Swift file to write.", valueName: "source"))
    var source: String?

    @Option(name: .long, help: .init("What the constant is called.", valueName: "identifier"))
    var name: String?

    func validate() throws {
        if let name, SourceExport.identifier(fromFileNamed: name) != name {
            throw ValidationError(
                "--name \(name) is not an identifier of C, C++ and Swift: letters, digits and underscores, no keyword.")
        }
    }

    func run() throws {
        let file = try weights.required()
        guard header != nil || source != nil else {
            throw ValidationError("Nothing to write: give --c HEADER, --swift SOURCE or both.")
        }
        try reportingFailures {
            let outputs = [("--c", header), ("--swift", source)].compactMap { role, file in
                file.map { NamedFile(role, $0) }
            }
            try requireOutputs(outputs, inputs: [NamedFile("the weights file", file)])
            let model = try Model(file: file), bytes = try readWeights(file).bytes
            let report = InspectionSummary(file: (file as NSString).lastPathComponent, model)
            let lines = report.text.split(separator: "\n").map(String.init)
            let description = ["A weights file of mnist37, written by trainer export."] + lines
            func write(_ output: String, _ text: KeyPath<SourceExport, String>) throws {
                let name = name ?? SourceExport.identifier(fromFileNamed: output)
                let export = SourceExport(bytes: bytes, name: name, description: description)
                try AtomicFile.write([UInt8](export[keyPath: text].utf8), to: output)
            }
            if let header { try write(header, \.c) }
            if let source { try write(source, \.swift) }
        }
    }
}
