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
// The inner loops' one source is compiled again for AVX2 and AVX-512, through a link to its folder; mnist37_model_init
// picks by what the processor has.
let avx2 = ["-mavx2", "-mfma", "-mpclmul"]
let avx512 = ["-mavx2", "-mfma", "-mavx512f", "-mavx512bw", "-mavx512dq", "-mavx512vl", "-mavx512vnni"]
let wideModules: [Target] = [
    .target(
        name: "PredictionAVX2", dependencies: ["CMNIST37", "CPlan", "CVector"], path: "PredictionAVX2",
        swiftSettings: embedded + [.unsafeFlags(avx2.flatMap { ["-Xcc", $0] })]),
    .target(
        name: "PredictionAVX512", dependencies: ["CMNIST37", "CPlan", "CVector"], path: "PredictionAVX512",
        swiftSettings: embedded + [.unsafeFlags(avx512.flatMap { ["-Xcc", $0] })]),
]
/// The code for processors without AVX2, which few still are, is small rather than quick.
let baseline: [SwiftSetting] = [.unsafeFlags(["-Osize"])]
#else
let baseline: [SwiftSetting] = []
let wideModules: [Target] = []
#endif

let package = Package(
    name: "Runtime",
    products: [
        .library(name: "mnist37", type: .dynamic, targets: ["Runtime", "Framing"]),
        .library(name: "CMNIST37", targets: ["CMNIST37"]),
        .library(name: "CVector", targets: ["CVector"]),
        .library(name: "CPlatform", targets: ["CPlatform"]),
    ],
    targets: [
        .systemLibrary(name: "CMNIST37", path: "include"),
        .systemLibrary(name: "CPlan", path: "CPlan"),
        .systemLibrary(name: "CVector", path: "CVector"),
        .systemLibrary(name: "CPlatform", path: "CPlatform"),
        .target(
            name: "Prediction", dependencies: ["CMNIST37", "CPlan", "CVector"], path: "Prediction",
            swiftSettings: embedded + baseline),
        .target(
            name: "Framing", dependencies: ["CMNIST37"], path: "Framing",
            swiftSettings: embedded),
        .target(
            name: "Runtime",
            dependencies: ["CMNIST37", "CPlan", "CPlatform", "Prediction"] + wideModules.map { .byName(name: $0.name) },
            path: "MNIST37",
            swiftSettings: embedded + [
                .define("MNIST37_HOSTED"), .unsafeFlags(["-Xllvm", "-swiftmergefunc-threshold=0"]),
            ],
            linkerSettings: [
                .unsafeFlags([
                    "-enable-experimental-feature", "Embedded", "-use-ld=lld",
                    "-Xlinker", "--version-script=\(Context.packageDirectory)/exports.map",
                    "-Xlinker", "--gc-sections", "-Xlinker", "--icf=all", "-Xlinker", "--strip-all", "-Xlinker", "-z",
                    "-Xlinker", "defs", "-Xlinker", "-z", "-Xlinker", "now",
                ])
            ]),
    ] + wideModules
)
