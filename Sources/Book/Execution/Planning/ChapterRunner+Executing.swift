import Foundation
import Messages

extension ChapterRunner {
  /// Checks, compiles and runs the blocks of a chapter, and completes the report.
  func execute(_ chapter: Chapter, _ report: inout ChapterReport, _ observer: @escaping ExecutionObserver) throws {
    let compiler = compiler(chapter)
    let modules = try check(compiler, observer)
    report.warnings = compiler.warnings(of: modules)
    report.warnings.forEach { observer(.warning($0)) }
    let libraries = LibraryQueue(compiler, modules)
    defer { libraries.stop() }
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("quire-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    observer(.starting)
    let kernel = try Kernel(kit: kit, configuration: configuration(chapter), environment: environment, folder: folder)
    defer { kernel.stop() }
    report.results.facts = kernel.facts
    let run = ChapterRun(
      runner: self, chapter: chapter, modules: modules, libraries: libraries, kernel: kernel, state: try state(chapter),
      observer: observer)
    try run.run(&report)
  }
}

/// One passage of a kernel through the blocks of a chapter.
struct ChapterRun {
  var runner: ChapterRunner
  var chapter: Chapter
  var modules: [CheckedModule]
  var libraries: LibraryQueue
  var kernel: Kernel
  var state: DependencyState
  var observer: ExecutionObserver

  /// Runs every block until one fails.
  func run(_ report: inout ChapterReport) throws {
    let blocks = chapter.evaluatedBlocks
    let prelude = modules.count - blocks.count
    if prelude > 0 { _ = try run(at: 0, expectsError: false, limits: Kernel.Limits()) }
    for (index, block) in blocks.enumerated() {
      let step = report.plan.steps[index]
      observer(.began(label: block.label, index: index + 1, total: blocks.count, needed: step.mustRun))
      let run = try run(at: prelude + index, expectsError: block.options.error, limits: runner.limits(block))
      try finish(block, step, run, &report)
      observer(.ended(label: block.label, seconds: run.seconds))
      if report.failure != nil { return }
    }
  }

  private func run(at index: Int, expectsError: Bool, limits: Kernel.Limits) throws -> BlockRun {
    let library = try libraries.library(at: index)
    return try kernel.run(modules[index].module, library: library, expectsError: expectsError, limits: limits) {
      observer(.training($0))
    }
  }

  /// Stores what a block produced if it had to run, or notes its failure.
  private func finish(
    _ block: RunBlock, _ step: ChapterPlan.Step, _ run: BlockRun, _ report: inout ChapterReport
  ) throws {
    let failure = failureReport.failure(of: run, in: block, limits: runner.limits(block))
    let outputs = OutputAssembly(moduleNames: modules.map(\.module.name)).outputs(of: run, hidesReport: failure != nil)
    if let failure, !(block.options.error && kernel.isAlive) {
      report.failure = fail(block, failure, outputs)
      return
    }
    guard step.mustRun else { return }
    let result = BlockResult(
      label: block.label, key: step.ingredients.key, dependencies: state.stored(run.dependencies), outputs: outputs,
      seconds: run.seconds, failure: failure, ingredients: step.ingredients)
    try runner.store.save(result, of: chapter.slug)
    report.results.blocks.append(result)
    report.results.status[block.label] = .executed
  }

  private var failureReport: FailureReport {
    FailureReport(
      chapter: chapter, modules: modules.map(\.module),
      locator: CodeLocator(toolchain: runner.toolchain, libraries: kernel.libraries))
  }

  private func fail(_ block: RunBlock, _ failure: BlockFailure, _ outputs: [Output]) -> ChapterReport.Failure {
    let (message, advice) = Self.split(failure.message)
    let error = BookError(
      message, file: failure.file, line: failure.line, hint: kernel.isAlive ? advice : hint(block) ?? advice)
    observer(.failed(label: block.label, error))
    return ChapterReport.Failure(label: block.label, error: error, kind: failure.kind, outputs: outputs)
  }

  /// What to do about an error that was expected but ended the kernel.
  private func hint(_ block: RunBlock) -> String? {
    block.options.error ? "the block expects an error, but nothing can run after this one" : nil
  }

  /// The message of an error of the runtime's modules, whose descriptions end with a hint.
  private static func split(_ message: String) -> (message: String, hint: String?) {
    let parts = message.components(separatedBy: "\n  hint: ")
    return (parts[0], parts.count > 1 ? parts.dropFirst().joined(separator: " ") : nil)
  }
}
