import Foundation
import Testing
import TestSupport

/// Pictures of the kinds that people have, drawn by a script: at least 95 in 100 right of every kind.
struct PictureKindTests {
    private func script(_ name: String) -> String { repository.appendingPathComponent("Tests/Pictures/\(name)").path }

    private static let hasPillow =
        (try? run("/usr/bin/env", ["python3", "-c", "import PIL, numpy"]).status) == 0

    @Test(.enabled(if: hasPillow, "python3 with Pillow and numpy is not installed"))
    func everyKindIsClassified() throws {
        let folder = try TemporaryFolder()
        let made = try run("/usr/bin/env", ["python3", script("make_pictures.py"), folder.url.path, "--count", "10"])
        try #require(made.status == 0, "\(made.errors)")
        let measured = try run(
            "/usr/bin/env",
            [
                "python3", script("measure.py"), products.appendingPathComponent("classify").path, folder.url.path,
                "--least", "95",
            ])
        #expect(measured.status == 0, "\(measured.output)\(measured.errors)")
        #expect(measured.output.split(separator: "\n").count > 20)
        print(measured.output)
    }

    /// Real digits as a camera or a scanner shows them: as right as in MNIST's own form, but for 3 in 100.
    @Test(
        .enabled(if: hasPillow, "python3 with Pillow and numpy is not installed"),
        .enabled(if: notebookData != nil, "MNIST37_DATA does not name the notebook's data"))
    func photographsOfMNIST() throws {
        let folder = try TemporaryFolder()
        let made = try run(
            "/usr/bin/env",
            [
                "python3", script("make_pictures.py"), folder.url.path, "--only", "mnist", "--count", "40",
                "--mnist", "\(notebookData ?? "")/valid",
            ])
        try #require(made.status == 0, "\(made.errors)")
        let measured = try run(
            "/usr/bin/env",
            [
                "python3", script("measure.py"), products.appendingPathComponent("classify").path, folder.url.path,
                "--least", "92.5",
            ])
        #expect(measured.status == 0, "\(measured.output)\(measured.errors)")
        print(measured.output)
    }
}
