// swift-tools-version: 6.2
import PackageDescription

// Two halves meet only in `Messages`: the book half (`quire`, `Book`) reads, runs and weaves
// chapters; the runtime half (`QuireRuntime` and what it re-exports) is what a chapter imports.

/// Continuous integration refuses warnings; a newcomer's first build does not.
let strict: [SwiftSetting] = Context.environment["CI"] == nil ? [] : [.treatAllWarnings(as: .error)]

/// Every module says `unsafe` where it uses an unsafe construct.
let checked: [SwiftSetting] = strict + [.strictMemorySafety()]

/// The modules that a chapter calls keep the messages of their preconditions in the optimised build, where Swift would
/// otherwise stop without a word.
let spoken: [SwiftSetting] = checked + [.unsafeFlags(["-assert-config", "Debug"])]

/// Kernels run without bounds checks and with every instruction this machine has. No other module may.
let kernelSettings: [SwiftSetting] =
  strict + [.unsafeFlags(["-Ounchecked", "-Xcc", "-march=native", "-Xcc", "-fno-math-errno"])]

/// Tests are compiled as often as they run, so only those with slow twins of kernels are optimised.
let quicklyBuilt: [SwiftSetting] = strict + [.unsafeFlags(["-Onone"])]

let package = Package(
  name: "Quire",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "quire", targets: ["quire"]),
    .executable(name: "quire-kernel", targets: ["quire-kernel"]),
    .executable(name: "quire-paint", targets: ["quire-paint"]),
    .library(name: "QuireRuntime", type: .dynamic, targets: ["QuireRuntime"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swiftlang/swift-syntax", from: "603.0.1"),
  ],
  targets: [
    // The C libraries.
    .systemLibrary(
      name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"]), .brew(["libarchive"])]),
    .systemLibrary(name: "CBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"]), .brew(["openblas"])]),
    .systemLibrary(name: "CCairo", pkgConfig: "cairo", providers: [.apt(["libcairo2-dev"]), .brew(["cairo"])]),
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"]), .brew(["openssl@3"])]),
    .systemLibrary(name: "CHDF5", pkgConfig: "hdf5", providers: [.apt(["libhdf5-dev"]), .brew(["hdf5"])]),
    .systemLibrary(name: "CJPEG", pkgConfig: "libjpeg", providers: [.apt(["libjpeg-dev"]), .brew(["jpeg-turbo"])]),
    .systemLibrary(name: "CMark", pkgConfig: "libcmark", providers: [.apt(["libcmark-dev"]), .brew(["cmark"])]),
    .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"]), .brew(["libpng"])]),
    .target(name: "CImageCodecs", dependencies: ["CJPEG", "CPNG"]),

    // What crosses between the halves.
    .target(name: "Messages", swiftSettings: checked),

    // What both halves need.
    .target(name: "Hashing", dependencies: ["CCrypto"], swiftSettings: checked),

    // The runtime half.
    .target(name: "Tensors", dependencies: ["CBLAS"], swiftSettings: spoken),
    .target(name: "Kernels", dependencies: ["Tensors", "CBLAS"], swiftSettings: kernelSettings),
    .target(name: "HDF5", dependencies: ["CHDF5"], swiftSettings: checked),
    .target(name: "Images", dependencies: ["Tensors", "Kernels", "CImageCodecs"], swiftSettings: spoken),
    .target(name: "Archives", dependencies: ["CArchive"], swiftSettings: checked),
    .target(
      name: "DeepLearning",
      dependencies: ["Tensors", "Kernels", "HDF5", "Archives", "Hashing"],
      swiftSettings: spoken),
    .target(name: "Datasets", dependencies: ["Archives", "Hashing"], swiftSettings: checked),
    .target(
      name: "ArrayFiles", dependencies: ["Tensors", "Archives", "Datasets", "Hashing"], swiftSettings: spoken),
    .target(
      name: "Vision", dependencies: ["Tensors", "ArrayFiles", "Datasets", "DeepLearning", "Hashing", "Images"],
      swiftSettings: spoken),
    .target(name: "Plotting", dependencies: ["Tensors", "CCairo"], swiftSettings: spoken),
    .target(name: "Notebook", dependencies: ["Messages", "Tensors", "Hashing"], swiftSettings: spoken),
    .target(name: "PaintedPets", dependencies: ["Tensors", "CCairo"], swiftSettings: spoken),
    .target(
      name: "QuireRuntime",
      dependencies: [
        "CKernelGuard", "Messages", "Notebook", "DeepLearning", "Images", "Vision", "Plotting", "Datasets", "Tensors",
        "ArrayFiles",
      ],
      swiftSettings: spoken),
    .target(name: "CKernelGuard"),
    .executableTarget(name: "quire-kernel", swiftSettings: checked),

    // Paints the sample editions of data sets of photographs.
    .executableTarget(
      name: "quire-paint",
      dependencies: [
        "PaintedPets", "Images", "Tensors", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: checked),

    // The book half.
    .target(
      name: "Book",
      dependencies: [
        "Messages", "Hashing", "CMark", "Yams",
        .product(name: "Mustache", package: "swift-mustache"),
        .product(name: "SwiftParser", package: "swift-syntax"),
        .product(name: "SwiftIDEUtils", package: "swift-syntax"),
        .product(name: "SwiftSyntax", package: "swift-syntax"),
      ],
      resources: [.embedInCode("Site/Theme")],
      swiftSettings: checked),
    .executableTarget(
      name: "quire",
      dependencies: [
        "Book", "Datasets", "Messages", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: checked),

    // Programs that measure; see Benchmarks/README.md.
    .executableTarget(
      name: "quire-bench", dependencies: ["DeepLearning", "Images", "Kernels", "Tensors", "Vision"],
      path: "Benchmarks/Steps", swiftSettings: strict),

    // Quire's side of the comparison with Keras and onnxruntime; see Tests/Interchange/README.md.
    .executableTarget(
      name: "quire-interchange", dependencies: ["DeepLearning", "Tensors"], path: "Tests/Interchange/Program",
      swiftSettings: strict),

    // Tests run against the optimised build, with `package` access.
    .testTarget(name: "ArchitectureTests", swiftSettings: quicklyBuilt),
    .testTarget(name: "HashingTests", dependencies: ["Hashing"], swiftSettings: quicklyBuilt),
    .testTarget(name: "TensorsTests", dependencies: ["Tensors"], swiftSettings: strict),
    .testTarget(name: "KernelsTests", dependencies: ["Kernels", "Tensors"], swiftSettings: strict),
    .testTarget(
      name: "ImagesTests", dependencies: ["Images", "Tensors"], exclude: ["Fixtures"], swiftSettings: quicklyBuilt),
    .testTarget(name: "HDF5Tests", dependencies: ["HDF5"], exclude: ["Fixtures"], swiftSettings: quicklyBuilt),
    .testTarget(name: "ArchivesTests", dependencies: ["Archives"], swiftSettings: quicklyBuilt),
    .testTarget(
      name: "DeepLearningTests", dependencies: ["DeepLearning", "Kernels", "Tensors", "Archives"],
      exclude: ["Fixtures"],
      swiftSettings: quicklyBuilt),
    .testTarget(
      name: "DatasetsTests", dependencies: ["Datasets", "PaintedPets"], exclude: ["Fixtures"],
      swiftSettings: quicklyBuilt),
    .testTarget(
      name: "ArrayFilesTests", dependencies: ["ArrayFiles", "Archives", "Datasets", "Tensors"], exclude: ["Fixtures"],
      swiftSettings: quicklyBuilt),
    .testTarget(
      name: "VisionTests", dependencies: ["Vision", "ArrayFiles", "Datasets", "DeepLearning", "Images", "Tensors"],
      exclude: ["Fixtures"], swiftSettings: quicklyBuilt),
    .testTarget(
      name: "PlottingTests", dependencies: ["Plotting", "Tensors", "CCairo"], exclude: ["Fixtures"],
      swiftSettings: quicklyBuilt),
    .testTarget(name: "PaintedPetsTests", dependencies: ["PaintedPets", "Tensors"], swiftSettings: strict),
    .testTarget(name: "NotebookTests", dependencies: ["Notebook", "Messages", "Tensors"], swiftSettings: quicklyBuilt),
    .testTarget(
      name: "QuireRuntimeTests",
      dependencies: [
        "QuireRuntime", "Datasets", "DeepLearning", "Images", "Messages", "Notebook", "Tensors", "Vision",
      ],
      exclude: ["Fixtures"], swiftSettings: quicklyBuilt),
    .testTarget(
      name: "BookTests", dependencies: ["Book", "Messages"], exclude: ["Site/Golden"], swiftSettings: quicklyBuilt),
  ]
)

// Programs that feed damaged files to readers, built only where they are asked for: see Tests/Fuzzing/README.md.
if Context.environment["QUIRE_FUZZ"] != nil {
  let readers = [
    "fuzz-jpeg": "Images", "fuzz-png": "Images", "fuzz-hdf5": "HDF5", "fuzz-tar": "Archives", "fuzz-zip": "Archives",
    "fuzz-idx": "ArrayFiles", "fuzz-npy": "ArrayFiles", "fuzz-npz": "ArrayFiles", "fuzz-csv": "ArrayFiles",
    "fuzz-safetensors": "DeepLearning", "fuzz-chapter": "Book",
  ]
  package.targets.append(.target(name: "FuzzDriver", path: "Tests/Fuzzing/Sources/FuzzDriver"))
  for (name, reader) in readers.sorted(by: { $0.key < $1.key }) {
    package.targets.append(
      .executableTarget(
        name: name, dependencies: ["FuzzDriver", .byName(name: reader)], path: "Tests/Fuzzing/Sources/\(name)",
        swiftSettings: [.unsafeFlags(["-sanitize=fuzzer"])],
        linkerSettings: [.unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld"])]))
  }
  for target in package.targets where readers.values.contains(target.name) {
    target.swiftSettings?.append(.unsafeFlags(["-sanitize=fuzzer", "-parse-as-library"]))
  }
  for target in package.targets where target.name == "CImageCodecs" {
    target.cSettings = [.unsafeFlags(["-fsanitize=fuzzer-no-link"])]
  }
}
