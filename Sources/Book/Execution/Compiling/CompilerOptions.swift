/// The options of the compiler that every block is compiled with.
struct CompilerOptions: Sendable {
  let toolchain: Toolchain
  /// Where the modules that blocks import lie, and the C headers that those mention.
  private let searchPaths: [String]

  /// The libraries of the system that modules of the runtime mention, by their names for pkg-config.
  private static let systemLibraries = ["libarchive", "openblas", "cairo", "hdf5", "libcrypto"]

  init(kit: RuntimeKit, toolchain: Toolchain) {
    self.toolchain = toolchain
    let maps = kit.moduleMaps.flatMap { ["-Xcc", "-fmodule-map-file=" + $0] }
    searchPaths = ["-I", kit.modules] + maps + Self.headerFolders.flatMap { ["-Xcc", $0] }
  }

  /// `-I` options for the headers of the system's libraries, where they are not in the usual place.
  private static var headerFolders: [String] {
    systemLibraries.flatMap { name -> [String] in
      let tool = Tool(program: "/usr/bin/env", arguments: ["pkg-config", "--cflags-only-I", name])
      guard let result = try? tool.run(), result.status == 0 else { return [] }
      return result.output.split(whereSeparator: \.isWhitespace).map(String.init)
    }
  }

  /// Options for both passes over a module.
  ///
  /// - Language mode 5: functions of a chapter may use the chapter's variables, which language mode 6 ties to the main
  ///   actor. A kernel runs blocks on one thread.
  /// - `-assert-config Debug`: a failed precondition says why, as optimised code otherwise does not.
  private func common(_ module: BlockModule, folders: [String]) -> [String] {
    let importPaths = folders.flatMap { ["-I", $0] }
    return [
      "-swift-version", "5", "-enable-testing", "-assert-config", "Debug", "-diagnostic-style=llvm",
      "-wmo", "-no-emit-module-separately-wmo", "-module-name", module.name,
      "-Xfrontend", "-entry-point-function-name", "-Xfrontend", module.entryPoint,
    ] + searchPaths + importPaths
  }

  /// Checks types and initialisation, and writes the module that later blocks import; no machine code.
  func check(_ module: BlockModule, source: String, folders: [String], result: String) -> [String] {
    common(module, folders: folders) + ["-Onone", "-emit-module", "-emit-module-path", result, source]
  }

  /// Writes optimised machine code, with the places of its instructions for reports.
  func compile(_ module: BlockModule, source: String, folders: [String], result: String) -> [String] {
    common(module, folders: folders) + ["-O", "-g", "-c", "-o", result, source]
  }
}
