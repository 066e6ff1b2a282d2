// swift-tools-version: 6.2
// Built by `swift build -c release --triple armv7em-none-none-eabi --toolset toolset.json`; docs/swift.md has the whole command.
import Foundation
import PackageDescription

// The repository that `make swift-package` lays out, or another place where it is published.
let beside = URL(fileURLWithPath: "\(Context.packageDirectory)/../../build/swift/mnist37").standardizedFileURL
let package = Package(
    name: "firmware",
    dependencies: [.package(url: Context.environment["MNIST37_URL"] ?? beside.absoluteString, from: "1.0.0")],
    targets: [
        // Start-up, a heap and a port of QEMU's mps2-an386: files of ../firmware.
        .target(name: "Board"),
        .executableTarget(name: "firmware", dependencies: ["Board", .product(name: "MNIST37", package: "mnist37")]),
    ]
)
