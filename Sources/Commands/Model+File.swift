import FileNames
import MNIST37

extension Model {
    /// Opens a weights file.
    ///
    /// - Parameter file: its name, as `String(fileName:)` makes it.
    /// - Throws: `ModelError` naming the file, when it cannot be opened or is not an intact weights file.
    public convenience init(file: String) throws(ModelError) {
        try self.init(path: file.fileNameBytes, shown: file)
    }
}
