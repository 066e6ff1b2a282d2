import Foundation
import MNIST37
import Testing

/// The weights in the package's sources are those of the files, and the library that is linked computes with them.
struct ShippedModelTests {
    static let models: [(file: String, make: @Sendable () throws(ModelError) -> Model)] = [
        ("linear", Model.linear), ("conv-tiny", Model.convTiny), ("conv-tiny-i8", Model.convTinyInt8),
        ("conv", Model.conv), ("conv-i8", Model.convInt8),
    ]

    private func path(_ name: String) throws -> String {
        try #require(Bundle.module.path(forResource: name, ofType: "m37", inDirectory: "Weights"))
    }

    @Test(arguments: 0..<5) func answersAsItsFile(index: Int) throws {
        let (name, make) = Self.models[index]
        let shipped = try make(), opened = try Model(path: path(name))
        #expect(shipped.info.file_bytes == opened.info.file_bytes)
        #expect(shipped.classNames == ("3", "7"))
        let pictures = (0..<20 * Model.pixelCount).map { UInt8(truncatingIfNeeded: $0 &* $0 / 31) }
        let answers = try shipped.predictBatch(pictures)
        #expect(try answers == opened.predictBatch(pictures))
        #expect(Set(answers.compactMap { $0?.logit }).count == 20)
    }

    @Test func everyFileIsShipped() throws {
        let folder = try #require(Bundle.module.resourceURL).appendingPathComponent("Weights")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        #expect(files == Self.models.map { "\($0.file).m37" }.sorted())
    }
}
