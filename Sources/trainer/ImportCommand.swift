import ArgumentParser
import Commands
import FileNames
import FileOutput
import ForeignModels
import Foundation
import Training
import WeightsFile

struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Make a weights file of a model that PyTorch, fastai or NumPy trained.",
        usage: "\(toolName) import <file> [<options>]",
        discussion: """
            <file> is .npy, an array of 784 weights and the bias, or .safetensors: a line, or a network of conv-tiny's or \
            conv's shape in PyTorch's layout. The file is measured on the validation pictures, and written once libmnist37 \
            says of all of them what the imported numbers say.
            """)

    // Were it required, ArgumentParser would miss it before it names an unknown option.
    @Argument(help: .init("The model, .npy or .safetensors.", valueName: "file"))
    var file: String?

    @Option(
        help: """
            Of a model with two outputs, what they mean: first,second and second,first are two columns of a softmax, \
            which are folded into one; first,known are the log-odds of the first class (three) and of either class. \
            (default: first,second)
            """)
    var outputs: ModelOutputs?

    @Option(help: "Element type of the weights in the file: f32 or i8.")
    var format = Weights.ElementType.float32

    @Option(name: .shortAndLong, help: .init("The weights file to write.", valueName: "file"))
    var output = "mnist37.m37"

    @OptionGroup var dataOptions: DataOptions

    @OptionGroup var classOptions: ClassOptions

    @Flag(help: "Print nothing but errors.")
    var quiet = false

    func run() throws {
        guard let file else { throw ValidationError("Missing expected argument '<file>'") }
        try reportingFailures {
            try requireOutputs(
                checked: NamedFile("--output", output), [],
                inputs: [NamedFile("the imported file", file)] + dataOptions.inputs)
            let model = try ForeignModel(file: file, outputs: outputs)
            let split = try dataOptions.load(classOptions.classes)
            var metadata = Weights.Metadata()
            metadata.validationCount = UInt32(split.validation.count)
            let export = try CheckedExport(
                Weights(layers: model.layers, metadata: metadata, classes: split.classes), as: format, to: output,
                on: split)
            if !quiet { print(text(model, export, split.classes)) }
        }
    }

    private func text(_ model: ForeignModel, _ export: CheckedExport, _ classes: ClassNames) -> String {
        let kind = model.layers.count == 1 ? "a line" : "a network of \(model.layers.count) layers"
        var lines = ["imported: \(kind), \(model.outputs) output\(model.outputs == 1 ? "" : "s")"]
        lines.append(accuracyTable(export.confusion, classes))
        if export.confusion.accuracy < 0.5 {
            lines.append("most answers are wrong: the classes may be exchanged (--outputs second,first)")
        }
        lines.append("libmnist37 agrees on all \(export.confusion.total) validation pictures")
        lines.append("written: \(output.visible) (\(export.bytes) bytes)")
        return lines.joined(separator: "\n")
    }
}

extension ModelOutputs: ExpressibleByArgument {}
