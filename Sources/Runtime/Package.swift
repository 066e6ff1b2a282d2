// swift-tools-version: 6.0
// libmnist37: the inference runtime, a package of its own. SwiftPM links a *target* of the same package statically, and
// Embedded Swift objects inside a normal Swift program replace libswiftCore's reference counting and crash it. The
// dynamic *product* of another package is linked as the very file that ships.
import PackageDescription

/// Embedded Swift, optimised in every configuration: a debug build of the tools must not run a slow kernel.
let embedded: [SwiftSetting] = [
    .enableExperimentalFeature("Embedded"),
    .unsafeFlags([
        "-O", "-wmo", "-parse-as-library", "-gnone",
        "-Xfrontend", "-function-sections", "-Xfrontend", "-disable-stack-protector", "-Xllvm", "-vectorize-slp=false",
    ]),
]

#if arch(x86_64)
// The kernels' one source is compiled again for AVX2 and AVX-512; mnist37_model_init picks by what the processor has.
let wideKernels: [Target] = [
    .target(
        name: "KernelsAVX2", dependencies: ["CVector", "CPlatform"], path: "KernelsAVX2",
        swiftSettings: embedded + [.unsafeFlags(["-Xcc", "-mavx2", "-Xcc", "-mfma", "-Xcc", "-mpclmul"])]),
    .target(
        name: "KernelsAVX512", dependencies: ["CVector", "CPlatform"], path: "KernelsAVX512",
        swiftSettings: embedded + [
            .unsafeFlags(
                ["-mavx2", "-mfma", "-mavx512f", "-mavx512bw", "-mavx512dq", "-mavx512vl", "-mavx512vnni"]
                    .flatMap { ["-Xcc", $0] })
        ]),
]
let dispatch: [SwiftSetting] = [.define("MNIST37_AVX2")]
/// Processors without AVX2 are from before 2013: their copy is small rather than quick.
let baseline: [SwiftSetting] = [.unsafeFlags(["-Osize"])]
#else
let baseline: [SwiftSetting] = []
let wideKernels: [Target] = []
let dispatch: [SwiftSetting] = []
#endif

let package = Package(
    name: "Runtime",
    products: [
        .library(name: "mnist37", type: .dynamic, targets: ["MNIST37"]),
        .library(name: "CMNIST37", targets: ["CMNIST37"]),
        .library(name: "CVector", targets: ["CVector"]),
        .library(name: "CPlatform", targets: ["CPlatform"]),
    ],
    targets: [
        .systemLibrary(name: "CMNIST37", path: "include"),
        .systemLibrary(name: "CVector", path: "CVector"),
        .systemLibrary(name: "CPlatform", path: "CPlatform"),
        .target(
            name: "Kernels", dependencies: ["CVector", "CPlatform"], path: "Kernels", swiftSettings: embedded + baseline
        ),
        .target(
            name: "MNIST37",
            dependencies: ["CMNIST37", "CPlatform", "Kernels"] + wideKernels.map { .byName(name: $0.name) },
            path: "MNIST37",
            swiftSettings: embedded + [.define("MNIST37_MODULES"), .define("MNIST37_HOSTED")] + dispatch,
            linkerSettings: [
                .unsafeFlags([
                    "-enable-experimental-feature", "Embedded", "-use-ld=lld",
                    "-Xlinker", "--version-script=\(Context.packageDirectory)/exports.map",
                    "-Xlinker", "--gc-sections", "-Xlinker", "--strip-all", "-Xlinker", "-z", "-Xlinker", "defs",
                ])
            ]),
    ] + wideKernels
)
