import WeightsFile
import ArgumentParser
import Training

struct DataOptions: ParsableArguments {
    @Option(name: .long, help: .init("Folder of pictures; by default the digits of the package.", valueName: "dir"))
    var data: String?

    @Flag(help: "Take PNGs of 28x28 pixels as they are, instead of framing them as classify does.")
    var raw = false

    /// - Parameter classes: nil for those that the data names.
    func load(_ classes: ClassNames?) throws(DatasetError) -> DatasetSplit {
        guard let data else { return try .carriedDigits(classes ?? .threesAndSevens) }
        return try DatasetSplit(folder: data, classes: classes, reading: raw ? .raw : .framed).withOthers()
    }

    func validate() throws {
        guard !raw || data != nil else { throw ValidationError("--raw is for the pictures of --data.") }
    }
}

struct ClassOptions: ParsableArguments {
    @Option(
        help: .init(
            "The two classes, where they are not the only two folders of the data's train/ or the labels 3 and 7 of IDX files.",
            valueName: "a,b"))
    var classes: ClassNames?
}

extension ClassNames: ExpressibleByArgument {
    /// Two names with a comma between them.
    public init?(argument: String) {
        let names = argument.split(separator: ",", omittingEmptySubsequences: false)
        guard names.count == 2, let classes = try? ClassNames(String(names[0]), String(names[1])) else { return nil }
        self = classes
    }
}

extension Loss: ExpressibleByArgument {}
extension Weights.ElementType: ExpressibleByArgument {}
