/// Makes a loadable library of a block's object file.
struct Linker {
  var toolchain: Toolchain

  /// Links the library. What it uses of the runtime stays open: the kernel has loaded that.
  ///
  /// `--wrap` sends an error that reaches the block's top level to the kernel's guard instead of the Swift runtime, which
  /// would end the process.
  /// - Throws: `BookError` with the linker's message.
  func link(object: String, list: String, library: String) throws {
    #if os(macOS)
      try run("clang", ["-dynamiclib", "-undefined", "dynamic_lookup", "-o", library, object])
    #else
      try run("swift-autolink-extract", [object, "-o", list])
      try run(
        "clang",
        [
          "-fuse-ld=lld", "-shared", "-o", library, object, toolchain.registration, "-L" + toolchain.libraries,
          "-Wl,-rpath," + toolchain.libraries, "@" + list, "-Wl,--wrap=swift_errorInMain",
        ])
    #endif
  }

  private func run(_ program: String, _ arguments: [String]) throws {
    let result = try Tool(program: toolchain.program(program), arguments: arguments).run()
    guard result.status == 0 else { throw BookError("a block cannot be linked: \(result.output)") }
  }
}
