// swift-tools-version: 6.0
// The benchmarks, a package of their own: nothing that ships depends on them.
import PackageDescription

let package = Package(
    name: "Benchmarks",
    dependencies: [
        .package(name: "Runtime", path: "../Sources/Runtime"),
        .package(name: "mnist37", path: ".."),
    ],
    targets: [
        .systemLibrary(name: "CBaselines", path: "Baselines"),
        .executableTarget(
            name: "bench",
            dependencies: [
                "CBaselines", .product(name: "Training", package: "mnist37"),
                .product(name: "WeightsFile", package: "mnist37"),
                .product(name: "mnist37", package: "Runtime"), .product(name: "CMNIST37", package: "Runtime"),
            ],
            // As the library compiles its sigmoid.
            swiftSettings: [.unsafeFlags(["-O", "-Xllvm", "-vectorize-slp=false"])]),
    ]
)
