import WeightsFile
import ArgumentParser
import Training

struct DataOptions: ParsableArguments {
    @Option(name: .long, help: .init("Folder of pictures; by default the digits of the package.", valueName: "dir"))
    var data: String?

    func load() throws(DatasetError) -> DatasetSplit {
        if let data { return try DatasetSplit(folder: data).withOthers() }
        return try .carriedDigits()
    }
}

extension Loss: ExpressibleByArgument {}
extension Weights.ElementType: ExpressibleByArgument {}
