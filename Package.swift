// swift-tools-version: 6.0
// The tools: trainer and classify. The runtime that they load, libmnist37, is the package in Sources/Runtime.
import PackageDescription

/// Training and imaging run optimised in every configuration: `swift run` and `swift test` build for debugging, and a
/// user would wait minutes for an epoch at -Onone. Whole modules, so that generic code is specialised across files: in a
/// debug build SwiftPM compiles a module whole only where its settings name Embedded Swift, on whatever platform. Here
/// that platform is none, so that the modules stay ordinary Swift. (`-wmo` among unsafe flags does the same, but the
/// compiler then remarks on every module that SwiftPM asked for an incremental build as well.) Not for executables and
/// tests: SwiftPM would link those as Embedded Swift.
let optimized: [SwiftSetting] = [
    .unsafeFlags(["-O"]), .enableExperimentalFeature("Embedded", .when(platforms: [.custom("none")])),
]

#if arch(x86_64)
// The training kernels' one source is compiled again for AVX2 and AVX-512; training picks by what the processor has.
let wideKernels: [Target] = [
    .target(
        name: "TrainingKernelsAVX2", dependencies: ["TrainingVectors", .product(name: "CVector", package: "Runtime")],
        swiftSettings: optimized + [.unsafeFlags(["-Xcc", "-mavx2", "-Xcc", "-mfma"])]),
    .target(
        name: "TrainingKernelsAVX512",
        dependencies: ["TrainingVectors", .product(name: "CVector", package: "Runtime")],
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
        .library(name: "WeightsFile", targets: ["WeightsFile"]),
    ],
    dependencies: [
        .package(name: "Runtime", path: "Sources/Runtime"),
        .package(url: "https://github.com/apple/swift-algorithms", from: "1.2.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
        .package(url: "https://github.com/apple/swift-numerics", from: "1.0.0"),
        .package(url: "https://github.com/apple/swift-system", from: "1.5.0"),
    ],
    targets: [
        .systemLibrary(
            name: "CPNG", path: "Sources/CPNG", pkgConfig: "libpng",
            providers: [.apt(["libpng-dev"]), .brew(["libpng"])]),
        .systemLibrary(
            name: "CZlib", path: "Sources/CZlib", pkgConfig: "zlib",
            providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
        .systemLibrary(name: "TrainingVectors", path: "Sources/TrainingVectors"),
        // How numbers are written.
        .target(name: "Figures"),
        .target(name: "FileNames", dependencies: ["Figures"], swiftSettings: optimized),
        .target(
            name: "FileInput",
            dependencies: ["CZlib", "FileNames", .product(name: "SystemPackage", package: "swift-system")],
            swiftSettings: optimized),
        .target(
            name: "FileOutput",
            dependencies: ["FileNames", .product(name: "SystemPackage", package: "swift-system")]),
        .target(
            name: "Commands",
            dependencies: [
                "FileNames", "FileOutput", "MNIST37",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        .target(name: "Imaging", dependencies: ["CPNG", "FileInput"], swiftSettings: optimized),
        // The safe Swift API over libmnist37; `make swift-package` ships these sources.
        .target(
            name: "MNIST37",
            dependencies: [
                .product(name: "mnist37", package: "Runtime"), .product(name: "CMNIST37", package: "Runtime"),
            ],
            swiftSettings: optimized),
        // .m37 files, read and written; nothing of training.
        .target(name: "WeightsFile", dependencies: ["CZlib", "Figures"], swiftSettings: optimized),
        .target(
            name: "Training",
            dependencies: [
                "WeightsFile", "Imaging", "MNIST37", "FileInput", "FileNames", "TrainingKernels", "TrainingVectors",
                .product(name: "CPlatform", package: "Runtime"),
                .product(name: "RealModule", package: "swift-numerics"),
                .product(name: "Algorithms", package: "swift-algorithms"),
            ] + wideKernels.map { .byName(name: $0.name) },
            resources: [.copy("Digits")],
            swiftSettings: optimized),
        .target(
            name: "TrainingKernels", dependencies: ["TrainingVectors", .product(name: "CVector", package: "Runtime")],
            swiftSettings: optimized),
        // Models that other programs trained.
        .target(
            name: "ForeignModels", dependencies: ["FileInput", "Training", "WeightsFile"], swiftSettings: optimized),
        // The fastai notebook: its cells, experiments and printed figures.
        .target(
            name: "Notebook",
            dependencies: ["Training", .product(name: "RealModule", package: "swift-numerics")],
            swiftSettings: optimized),
        // Pages in HTML about a training and about the notebook.
        .target(
            name: "Pages", dependencies: ["Notebook", "Training", "WeightsFile", "Imaging", "Figures"],
            swiftSettings: optimized),
        .executableTarget(
            name: "trainer",
            dependencies: [
                "Training", "Notebook", "WeightsFile", "MNIST37", "Pages", "Figures", "FileNames", "FileInput",
                "FileOutput", "ForeignModels", "Commands",
                .product(name: "CMNIST37", package: "Runtime"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        .target(
            name: "Classification", dependencies: ["FileNames", "Imaging", "MNIST37"],
            swiftSettings: optimized),
        .executableTarget(
            name: "classify",
            dependencies: [
                "Classification", "Imaging", "MNIST37", "Figures", "FileNames", "FileOutput", "Commands",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            resources: [.copy("Weights")]),
        .target(name: "TestSupport", path: "Tests/TestSupport"),
        .testTarget(
            name: "RuntimeTests",
            dependencies: [
                .product(name: "mnist37", package: "Runtime"), .product(name: "CMNIST37", package: "Runtime"),
                "TestSupport", "Training", "WeightsFile",
            ]),
        .testTarget(
            name: "SigmoidTests",
            swiftSettings: [.unsafeFlags(["-O", "-wmo", "-num-threads", "2", "-disable-batch-mode"])]),
        .testTarget(
            name: "NetworkTests",
            dependencies: [
                .product(name: "mnist37", package: "Runtime"), .product(name: "CMNIST37", package: "Runtime"), "CZlib",
                "Training", "WeightsFile",
            ]),
        .testTarget(
            name: "TrainingTests",
            dependencies: [
                "Training", "Notebook", "WeightsFile", "Imaging", "MNIST37", "FileOutput", "CZlib", "TestSupport",
            ]),
        .testTarget(
            name: "NotebookTests", dependencies: ["Notebook", "Training"]),
        .testTarget(
            name: "PagesTests", dependencies: ["Pages", "Notebook", "Training", "WeightsFile", "Imaging", "Figures"]),
        // Writes a file and waits, so that a test can interrupt it.
        .executableTarget(name: "waiting-writer", dependencies: ["FileOutput"], path: "Tests/WaitingWriter"),
        .testTarget(
            name: "FileTests", dependencies: ["FileNames", "FileOutput", "TestSupport", "waiting-writer"]),
        .testTarget(
            name: "ToolTests",
            dependencies: [
                "trainer", "classify", "Commands", "Training", "Notebook", "WeightsFile", "Imaging", "CZlib",
                "ForeignModels", "TestSupport",
            ], exclude: ["Help"]),
        .testTarget(name: "FileInputTests", dependencies: ["FileInput", "FileNames", "CZlib", "TestSupport"]),
        .testTarget(name: "ImagingTests", dependencies: ["Imaging", "CZlib", "TestSupport"]),
        .testTarget(
            name: "ClassifyTests",
            dependencies: [
                "classify", "Classification", "Imaging", "MNIST37", "TestSupport", "Training", "WeightsFile",
            ]),
    ] + wideKernels
)
