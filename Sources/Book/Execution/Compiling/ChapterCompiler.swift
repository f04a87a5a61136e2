import Foundation

/// Compiles the blocks of a chapter, in two passes.
///
/// 1. `check` goes through the blocks in order, since each imports those above it: types, names and initialisation.
///    It takes about 0.2 s a block and reports what is wrong before anything runs.
/// 2. `library` makes machine code of a checked block. That needs no order, so it runs ahead of the kernel.
struct ChapterCompiler: Sendable {
  var chapter: Chapter
  var options: CompilerOptions
  var cache: CompileCache
  /// Hash of the runtime's modules and of the compiler.
  private var surroundings: String

  init(_ chapter: Chapter, kit: RuntimeKit, toolchain: Toolchain, cache: CompileCache) {
    self.chapter = chapter
    options = CompilerOptions(kit: kit, toolchain: toolchain)
    self.cache = cache
    surroundings = Fingerprint.of([kit.interfaceFingerprint(), toolchain.version, "recipe 2"])
  }

  /// Checks every block, and calls `progress` with the number of blocks done and their total.
  /// - Throws: `BookErrors` with every error of the first block that has any.
  func check(progress: (Int, Int) -> Void = { _, _ in }) throws -> [CheckedModule] {
    let waits = waitErrors()
    guard waits.isEmpty else { throw BookErrors(waits) }
    let modules = BlockModule.all(of: chapter)
    var checked: [CheckedModule] = []
    for module in modules {
      progress(checked.count, modules.count)
      checked.append(try check(module, above: checked))
    }
    progress(checked.count, modules.count)
    return checked
  }

  /// The compiler's warnings about a chapter.
  func warnings(of modules: [CheckedModule]) -> [BookWarning] {
    let report = DiagnosticReport(chapter: chapter, modules: modules.map(\.module))
    return modules.flatMap { report.warnings($0.record.diagnostics) }
  }
}

// MARK: - First pass

extension ChapterCompiler {
  private func check(_ module: BlockModule, above: [CheckedModule]) throws -> CheckedModule {
    let source = module.source(importing: above.map(\.module))
    let key = Fingerprint.of([surroundings, module.name, source] + above.map(\.record.interface))
    let folder = cache.folder(for: key)
    if let record = CheckRecord(in: folder) {
      cache.touch(folder)
      return CheckedModule(module: module, folder: folder, record: record)
    }
    if CheckRecord(in: folder) == nil { try? FileManager.default.removeItem(at: folder) }
    try cache.make(key) { draft in try check(module, source: source, above: above, in: draft) }
    guard let record = CheckRecord(in: folder) else { throw BookError("\(folder.path) cannot be read") }
    return CheckedModule(module: module, folder: folder, record: record)
  }

  /// Writes source, module and record into `folder`.
  private func check(_ module: BlockModule, source: String, above: [CheckedModule], in folder: URL) throws {
    let file = folder.appendingPathComponent("main.swift").path
    let result = folder.appendingPathComponent("\(module.name).swiftmodule").path
    try Data(source.utf8).write(to: URL(fileURLWithPath: file))
    let arguments = options.check(module, source: file, folders: above.map(\.folder.path), result: result)
    let diagnostics = try runCompiler(arguments, module, above: above.map(\.module))
    guard let interface = Fingerprint.ofFile(result) else { throw BookError("the compiler wrote no \(result)") }
    try CheckRecord(interface: interface, diagnostics: diagnostics).write(in: folder)
  }

  /// Runs the compiler and returns its warnings.
  /// - Throws: `BookErrors` with its errors.
  private func runCompiler(
    _ arguments: [String], _ module: BlockModule, above: [BlockModule]
  ) throws -> [Diagnostic] {
    let result = try Tool(program: options.toolchain.program("swiftc"), arguments: arguments).run()
    let diagnostics = Diagnostic.all(in: result.output)
    guard result.status != 0 else { return diagnostics }
    let report = DiagnosticReport(chapter: chapter, modules: above + [module])
    let errors = report.errors(diagnostics)
    throw BookErrors(errors.isEmpty ? [report.unexplained(module, output: result.output)] : errors)
  }

  /// A kernel has one thread and nobody who would resume it.
  private func waitErrors() -> [BookError] {
    chapter.evaluatedBlocks.flatMap { block in
      let parsed = ParsedBlock(block.source)
      let text = BlockText(block, parsed)
      return parsed.awaits.map { place in
        let position = text.position(inSource: place.line, column: place.column)
        return BookError(
          "a run-block cannot `await`: its statements run one after another, without Swift concurrency",
          file: chapter.path, line: position.line, column: position.column)
      }
    }
  }
}

// MARK: - Second pass

extension ChapterCompiler {
  /// The library of one of the `modules`, made now unless the cache has it.
  /// - Throws: `BookErrors` if the compiler or the linker refuses.
  func library(of index: Int, in modules: [CheckedModule]) throws -> String {
    let checked = modules[index]
    guard !FileManager.default.fileExists(atPath: checked.library) else { return checked.library }
    let draft = checked.folder.appendingPathComponent("draft-\(UUID().uuidString)").path
    defer { [".o", ".link", ".so"].forEach { try? FileManager.default.removeItem(atPath: draft + $0) } }
    let above = modules[..<index]
    let arguments = options.compile(
      checked.module, source: checked.source, folders: above.map(\.folder.path), result: draft + ".o")
    _ = try runCompiler(arguments, checked.module, above: above.map(\.module))
    try Linker(toolchain: options.toolchain).link(object: draft + ".o", list: draft + ".link", library: draft + ".so")
    try? FileManager.default.moveItem(atPath: draft + ".so", toPath: checked.library)
    return checked.library
  }
}
