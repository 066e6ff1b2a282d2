// swift-tools-version: 6.2
import Foundation
import PackageDescription

// The repository that `make swift-package` lays out, or another place where it is published.
let beside = URL(fileURLWithPath: "\(Context.packageDirectory)/../../build/swift/mnist37").standardizedFileURL
let package = Package(
    name: "classify-pgm",
    dependencies: [.package(url: Context.environment["MNIST37_URL"] ?? beside.absoluteString, from: "1.0.0")],
    targets: [
        .executableTarget(name: "classify-pgm", dependencies: [.product(name: "MNIST37", package: "mnist37")])
    ]
)
