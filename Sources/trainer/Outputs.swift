import FileNames
import FileOutput
import Training

extension DataOptions {
    /// The files that are read, as far as an output could be one of them.
    var inputs: [NamedFile] {
        guard let data else { return [] }
        let parts = ["train", "valid"].flatMap { part in
            (FolderContents.names(in: "\(data)/\(part)") ?? []).map { "\(data)/\(part)/\($0)" }
        }
        return ([data] + parts).flatMap { folder in
            (FolderContents.names(in: folder) ?? []).filter { Dataset.reads($0) }
                .map { NamedFile("a file of --data", "\(folder)/\($0)") }
        }
    }
}

extension Dataset {
    /// Whether a file of this name is read in a folder of data.
    fileprivate static func reads(_ name: String) -> Bool {
        let name = name.lowercased()
        return name.hasSuffix(".png") || name.hasSuffix("-ubyte") || name.hasSuffix("-ubyte.gz")
    }
}

/// Finds out before any work whether the outputs can be written, and that none of them is another or an input.
///
/// - Parameter checked: an output that is looked at before it gets its name.
func requireOutputs(checked: NamedFile? = nil, _ outputs: [NamedFile], inputs: @autoclosure () -> [NamedFile]) throws {
    try AtomicFile.requireDistinct(outputs: (checked.map { [$0] } ?? []) + outputs, inputs: inputs())
    if let checked { try AtomicFile.requireWritable(checked.file, isChecked: true) }
    for output in outputs { try AtomicFile.requireWritable(output.file) }
}
