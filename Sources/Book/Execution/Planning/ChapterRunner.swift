import Foundation
import Messages

/// Runs chapters: checks, compiles, executes and stores what is new.
///
/// 1. `plan` compares keys and dependencies with the stored results.
/// 2. If nothing must run, the stored results are the chapter's results.
/// 3. Else every block is type-checked; then blocks are compiled ahead of the kernel, which runs them from the top, since
///    a block needs the state that those above it leave. What was memoised, training above all, is not computed again.
/// 4. The result of each block that had to run is stored as soon as the block ends.
public struct ChapterRunner: Sendable {
  /// The book's folder.
  public var book: URL
  public var store: ResultStore
  public var options: ExecutionOptions
  var kit: RuntimeKit
  var toolchain: Toolchain
  var environment: KernelEnvironment
  private var runtimeFingerprint: String
  private var engineFingerprint: String

  /// A runner for the chapters of a book.
  /// - Throws: `BookError` if the runtime or the toolchain is missing.
  public init(
    book: URL, options: ExecutionOptions = ExecutionOptions(), kit: RuntimeKit? = nil, toolchain: Toolchain? = nil
  ) throws {
    self.book = book
    self.options = options
    store = ResultStore(book: book)
    self.kit = try kit ?? RuntimeKit.find()
    self.toolchain = try toolchain ?? Toolchain.find()
    environment = KernelEnvironment(ProcessInfo.processInfo.environment)
    runtimeFingerprint = try self.kit.libraryFingerprint()
    engineFingerprint = try self.kit.engineFingerprint()
  }

  /// The type of BLAS kernels that kernels are started with.
  public var kernelType: String { environment.kernelType }

  /// Which blocks of a chapter the next `run` would execute, and why.
  /// - Throws: `BookErrors` if a parameter has no value.
  public func plan(_ chapter: Chapter) throws -> ChapterPlan {
    let planner = Planner(
      surroundings: surroundings(chapter), dependencies: try state(chapter), fresh: options.freshSince != nil)
    return planner.plan(chapter, stored: store.results(of: chapter.slug))
  }

  /// Type-checks every block of a chapter and runs nothing.
  /// - Returns: the compiler's warnings.
  /// - Throws: `BookErrors` with every error of the first block that has any.
  @discardableResult
  public func check(_ chapter: Chapter, observer: @escaping ExecutionObserver = { _ in }) throws -> [BookWarning] {
    _ = try parameters(chapter)
    let compiler = compiler(chapter)
    return compiler.warnings(of: try check(compiler, observer))
  }

  /// Brings the results of a chapter up to date.
  ///
  /// Call it from a thread that stays until it returns.
  /// - Throws: `BookErrors` if the chapter cannot be compiled, `BookError` if no kernel can be started. A block that fails
  ///   is no thrown error but the report's `failure`.
  public func run(_ chapter: Chapter, observer: @escaping ExecutionObserver = { _ in }) throws -> ChapterReport {
    let start = ContinuousClock.now
    let plan = try plan(chapter)
    var report = ChapterReport(plan: plan, results: plan.storedResults)
    if plan.mustRun {
      try execute(chapter, &report, observer)
    }
    if report.failure == nil {
      try adoptRenamed(plan, chapter)
      store.prune(chapter.slug, keeping: Set(plan.steps.map(\.label)))
      CompileCache(folder: store.cache).prune()
    }
    report.seconds = start.secondsSince
    return report
  }
}

// MARK: - Parts

extension ChapterRunner {
  private func parameters(_ chapter: Chapter) throws -> ParameterValues {
    try ParameterValues(chapter, profile: options.profile, overrides: options.parameters)
  }

  func state(_ chapter: Chapter) throws -> DependencyState {
    DependencyState(
      book: book, parameters: try parameters(chapter), editions: options.editions,
      dataFingerprint: options.dataFingerprint)
  }

  private func surroundings(_ chapter: Chapter) -> Planner.Surroundings {
    Planner.Surroundings(
      runtime: runtimeFingerprint, compiler: Fingerprint.of([toolchain.version]), seed: chapter.frontMatter.seed,
      machine: environment.machine)
  }

  func compiler(_ chapter: Chapter) -> ChapterCompiler {
    ChapterCompiler(chapter, kit: kit, toolchain: toolchain, cache: CompileCache(folder: store.cache))
  }

  func check(_ compiler: ChapterCompiler, _ observer: ExecutionObserver) throws -> [CheckedModule] {
    try compiler.check { observer(.checking(done: $0, total: $1)) }
  }

  func configuration(_ chapter: Chapter) throws -> KernelConfiguration {
    KernelConfiguration(
      runtimeLibrary: kit.library, bookFolder: book.path, imagesFolder: store.images.path, memoFolder: store.memo.path,
      seed: chapter.frontMatter.seed, parameters: try parameters(chapter).texts, editions: options.editions,
      engineFingerprint: engineFingerprint, recallsFrom: options.freshSince,
      memoryLimit: options.memoryLimit)
  }

  func limits(_ block: RunBlock) -> Kernel.Limits {
    Kernel.Limits(timeout: block.options.timeout ?? options.timeout, printedBytes: options.printedBytes)
  }

  /// Stores results under the labels that their blocks have now.
  private func adoptRenamed(_ plan: ChapterPlan, _ chapter: Chapter) throws {
    let results = store.results(of: chapter.slug)
    for step in plan.steps where !step.mustRun {
      guard let stored = step.stored, results[step.label]?.key != stored.key else { continue }
      try store.save(stored, of: chapter.slug)
    }
  }
}

extension ChapterPlan {
  /// The results that can be taken as they are.
  fileprivate var storedResults: ChapterResults {
    let reused = steps.filter { !$0.mustRun }
    return ChapterResults(
      blocks: reused.compactMap(\.stored), status: Dictionary(uniqueKeysWithValues: reused.map { ($0.label, .reused) }),
      facts: nil)
  }
}
