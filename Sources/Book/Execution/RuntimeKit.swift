import Foundation

/// What a chapter needs at run time: the runtime library, the kernel and the modules that its blocks import.
///
/// A build of the package is a kit: `.build/release` holds `libQuireRuntime.so`, `quire-kernel` and `Modules`.
public struct RuntimeKit: Sendable {
  /// The folder of the library, the kernel and the folder `Modules`.
  public var folder: URL
  /// The module maps of the C libraries that the runtime's modules mention.
  public var moduleMaps: [String]

  public static var libraryName: String {
    #if os(macOS)
      "libQuireRuntime.dylib"
    #else
      "libQuireRuntime.so"
    #endif
  }

  public var library: String { folder.appendingPathComponent(Self.libraryName).path }
  public var kernel: String { folder.appendingPathComponent("quire-kernel").path }
  public var modules: String { folder.appendingPathComponent("Modules").path }

  /// The kit in `folder`.
  /// - Throws: `BookError` if something is missing there.
  public init(folder: URL) throws {
    self.folder = folder
    moduleMaps = []
    for path in [library, kernel, modules] where !FileManager.default.fileExists(atPath: path) {
      throw BookError("the runtime is not complete: \(path) is missing", hint: "build it: swift build -c release")
    }
    moduleMaps = Self.moduleMaps(around: folder)
  }

  /// The kit that `QUIRE_RUNTIME` names, else the one beside the running program.
  /// - Throws: `BookError` if there is none.
  public static func find() throws -> RuntimeKit {
    if let path = ProcessInfo.processInfo.environment["QUIRE_RUNTIME"] {
      return try RuntimeKit(folder: URL(fileURLWithPath: path, isDirectory: true))
    }
    let program = Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])
    return try RuntimeKit(folder: program.resolvingSymlinksInPath().deletingLastPathComponent())
  }
}

// MARK: - Fingerprints

extension RuntimeKit {
  /// Modules whose code decides the result of a training run.
  private static let engineModules = ["Tensors", "Kernels", "DeepLearning"]

  /// Hash of the runtime library: part of every block's key.
  func libraryFingerprint() throws -> String {
    guard let fingerprint = Fingerprint.ofFile(library) else { throw BookError("\(library) cannot be read") }
    return fingerprint
  }

  /// Hash of the engine's object files, else of the whole library: part of the key of every memoised result.
  func engineFingerprint() throws -> String {
    let objects = Self.engineModules.flatMap { objectFiles(in: folder.appendingPathComponent("\($0).build")) }
    guard !objects.isEmpty else { return try libraryFingerprint() }
    return Fingerprint.of(objects.compactMap { Fingerprint.ofFile($0.path) })
  }

  /// Modules that blocks are compiled against.
  private static let interfaceModules =
    engineModules + ["ArrayFiles", "Datasets", "Messages", "Notebook", "Plotting", "QuireRuntime", "Vision"]

  /// Hash of the interfaces that blocks are compiled against.
  func interfaceFingerprint() -> String {
    Fingerprint.of(Self.interfaceModules.map { Fingerprint.ofFile("\(modules)/\($0).swiftmodule") ?? "" })
  }

  private func objectFiles(in folder: URL) -> [URL] {
    let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
    return files.filter { $0.pathExtension == "o" }.sorted { $0.path < $1.path }
  }
}

// MARK: - Module maps

extension RuntimeKit {
  /// Module maps of the package's C targets, of its system libraries and of its dependencies' C targets.
  ///
  /// The compiler loads every module that a module mentions, C ones included, though no block names them.
  private static func moduleMaps(around folder: URL) -> [String] {
    let build = folder.resolvingSymlinksInPath()
    let scratch = build.deletingLastPathComponent().deletingLastPathComponent()
    let sources = scratch.deletingLastPathComponent().appendingPathComponent("Sources")
    let dependencies = children(of: scratch.appendingPathComponent("checkouts")).flatMap {
      children(of: $0.appendingPathComponent("Sources")).map { $0.appendingPathComponent("include") }
    }
    let targets = children(of: build).filter { $0.pathExtension == "build" }
    let folders =
      children(of: folder.appendingPathComponent("ModuleMaps")) + targets + children(of: sources) + dependencies
    return folders.map { $0.appendingPathComponent("module.modulemap").path }
      .filter { FileManager.default.fileExists(atPath: $0) }
  }

  private static func children(of folder: URL) -> [URL] {
    let place = folder.resolvingSymlinksInPath()
    let children = try? FileManager.default.contentsOfDirectory(at: place, includingPropertiesForKeys: nil)
    return (children ?? []).sorted { $0.path < $1.path }
  }
}
