// swift-tools-version: 6.0
// The tools: trainer and classify. The runtime that they load, libmnist37, is the package in Sources/Runtime.
import PackageDescription

/// Training and imaging run optimised in every configuration: `swift run` and `swift test` build for debugging, and a
/// user would wait minutes for an epoch at -Onone. Whole modules, so that generic code is specialised across files; the
/// other two flags make that possible in a debug build, which indexes file by file.
let optimized: [SwiftSetting] = [.unsafeFlags(["-O", "-wmo", "-num-threads", "2", "-disable-batch-mode"])]

#if arch(x86_64)
// The training kernels' one source is compiled again for AVX2 and AVX-512; training picks by what the processor has.
let wideKernels: [Target] = [
    .target(
        name: "TrainingKernelsAVX2", dependencies: [.product(name: "CVector", package: "Runtime")],
        swiftSettings: optimized + [.unsafeFlags(["-Xcc", "-mavx2", "-Xcc", "-mfma"])]),
    .target(
        name: "TrainingKernelsAVX512", dependencies: [.product(name: "CVector", package: "Runtime")],
        swiftSettings: optimized + [.unsafeFlags(["-mavx2", "-mfma", "-mavx512f"].flatMap { ["-Xcc", $0] })]),
]
#else
let wideKernels: [Target] = []
#endif

let package = Package(
    name: "mnist37",
    products: [
        .executable(name: "trainer", targets: ["trainer"]),
        .executable(name: "classify", targets: ["classify"]),
        .library(name: "Training", targets: ["Training"]),
    ],
    dependencies: [
        .package(name: "Runtime", path: "Sources/Runtime"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
        .package(url: "https://github.com/apple/swift-numerics", from: "1.0.0"),
    ],
    targets: [
        .systemLibrary(
            name: "CPNG", path: "Sources/CPNG", pkgConfig: "libpng",
            providers: [.apt(["libpng-dev"]), .brew(["libpng"])]),
        .systemLibrary(
            name: "CZlib", path: "Sources/CZlib", pkgConfig: "zlib",
            providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
        .target(name: "FileInput", dependencies: ["CZlib"], swiftSettings: optimized),
        .target(name: "Imaging", dependencies: ["CPNG", "FileInput"], swiftSettings: optimized),
        .target(
            name: "Inference",
            dependencies: [
                .product(name: "mnist37", package: "Runtime"), .product(name: "CMNIST37", package: "Runtime"),
            ],
            swiftSettings: optimized),
        .target(
            name: "Training",
            dependencies: [
                "Imaging", "FileInput", "CZlib", "TrainingKernels", .product(name: "CPlatform", package: "Runtime"),
                .product(name: "RealModule", package: "swift-numerics"),
            ] + wideKernels.map { .byName(name: $0.name) },
            resources: [.copy("Digits")],
            swiftSettings: optimized),
        .target(
            name: "TrainingKernels", dependencies: [.product(name: "CVector", package: "Runtime")],
            swiftSettings: optimized),
        .target(name: "FileOutput"),
        .target(name: "Report", dependencies: ["Training", "CPNG"], swiftSettings: optimized),
        .executableTarget(
            name: "trainer",
            dependencies: [
                "Training", "Inference", "Report", "FileInput", "FileOutput",
                .product(name: "CMNIST37", package: "Runtime"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        .target(name: "Classification", dependencies: ["Imaging", "Inference"], swiftSettings: optimized),
        .executableTarget(
            name: "classify",
            dependencies: [
                "Classification", "Imaging", "Inference", "FileOutput",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            resources: [.copy("Weights")]),
        .target(name: "TestSupport", path: "Tests/TestSupport"),
        .testTarget(
            name: "RuntimeTests",
            dependencies: [
                .product(name: "mnist37", package: "Runtime"), .product(name: "CMNIST37", package: "Runtime"),
                "TestSupport", "Training",
            ]),
        .testTarget(name: "SigmoidTests", swiftSettings: optimized),
        .testTarget(
            name: "NetworkTests",
            dependencies: [
                .product(name: "mnist37", package: "Runtime"), .product(name: "CMNIST37", package: "Runtime"), "CZlib",
                "Training",
            ]),
        .testTarget(
            name: "TrainingTests", dependencies: ["Training", "Imaging", "FileOutput", "CZlib", "TestSupport"]),
        .testTarget(name: "ReportTests", dependencies: ["Report", "Training"]),
        .testTarget(name: "ToolTests", dependencies: ["trainer", "classify", "Training", "CZlib", "TestSupport"]),
        .testTarget(name: "FileInputTests", dependencies: ["FileInput", "CZlib", "TestSupport"]),
        .testTarget(name: "ImagingTests", dependencies: ["Imaging", "CZlib", "TestSupport"]),
        .testTarget(
            name: "ClassifyTests", dependencies: ["classify", "Classification", "Imaging", "Inference", "TestSupport"]),
    ] + wideKernels
)
