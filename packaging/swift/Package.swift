// swift-tools-version: 6.2
// The safe Swift API over libmnist37, and the library itself as a static library for each target.
import PackageDescription

let package = Package(
    name: "mnist37",
    products: [.library(name: "MNIST37", targets: ["MNIST37"])],
    targets: [
        .binaryTarget(name: "CMNIST37", path: "CMNIST37.artifactbundle"),
        .target(name: "MNIST37", dependencies: ["CMNIST37"], swiftSettings: [.strictMemorySafety()]),
        .testTarget(name: "MNIST37Tests", dependencies: ["MNIST37"], resources: [.copy("Weights")]),
    ]
)
