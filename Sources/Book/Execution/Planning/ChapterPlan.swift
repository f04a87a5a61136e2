/// Which blocks of a chapter the next run would execute, and why.
public struct ChapterPlan: Sendable {
  /// A block's part in the plan.
  public struct Step: Sendable {
    public var label: String
    /// Line of the block in the chapter's file.
    public var line: Int
    /// Why it must run; empty if its stored result is taken.
    public var reasons: [RunReason]
    /// The stored result, whether or not it is taken.
    public var stored: BlockResult?
    /// What its next result is stored with.
    var ingredients: KeyIngredients

    public var mustRun: Bool { !reasons.isEmpty }
  }

  public var steps: [Step]

  public var mustRun: Bool { steps.contains(where: \.mustRun) }
}

/// Decides which blocks must run.
///
/// A block's stored result is taken if its key and what it read are the same as when it was stored, and no block above
/// it must run. Prose, comments, white space, labels and options that only affect the page are no part of that.
struct Planner {
  /// The parts of a key that all blocks of a chapter share.
  struct Surroundings: Sendable {
    var runtime: String
    var compiler: String
    var seed: UInt64
    var machine: String
  }

  var surroundings: Surroundings
  var dependencies: DependencyState
  var fresh: Bool

  /// The plan for a chapter.
  /// - Parameter stored: results by label. One whose label is gone serves the block whose key it has: a label is a name.
  func plan(_ chapter: Chapter, stored: [String: BlockResult]) -> ChapterPlan {
    let blocks = chapter.evaluatedBlocks
    let labels = Set(blocks.map(\.label))
    let orphans = Dictionary(stored.values.filter { !labels.contains($0.label) }.map { ($0.key, $0) }) { first, _ in
      first
    }
    var above = ""
    var steps: [ChapterPlan.Step] = []
    for block in blocks {
      let ingredients = ingredients(of: block, above: above)
      above = ingredients.key
      let result = candidate(for: block, key: above, stored: stored, orphans: orphans)
      let reasons = reasons(for: block, ingredients, result, above: steps.first(where: \.mustRun)?.label)
      steps.append(
        ChapterPlan.Step(
          label: block.label, line: block.line, reasons: reasons, stored: result, ingredients: ingredients))
    }
    return ChapterPlan(steps: steps)
  }

  private func candidate(
    for block: RunBlock, key: String, stored: [String: BlockResult], orphans: [String: BlockResult]
  ) -> BlockResult? {
    let own = stored[block.label]
    guard own?.key != key, var renamed = orphans[key] ?? stored.values.first(where: { $0.key == key }) else {
      return own
    }
    renamed.label = block.label
    return renamed
  }

  private func ingredients(of block: RunBlock, above: String) -> KeyIngredients {
    let essence =
      switch block.content {
      case .code(let code, _): ParsedBlock(code).essence
      case .expressions(let expressions): expressions.map { ParsedBlock($0.expression).essence }.joined(separator: "\n")
      }
    return KeyIngredients(
      text: Fingerprint.of([block.isCode ? "code" : "inline", essence]), above: above, runtime: surroundings.runtime,
      compiler: surroundings.compiler, seed: surroundings.seed, machine: surroundings.machine)
  }

  /// Why a block must run: every cause of its own; if it has none, the first block above that must run.
  private func reasons(
    for block: RunBlock, _ now: KeyIngredients, _ result: BlockResult?, above: String?
  ) -> [RunReason] {
    if fresh { return [.fresh] }
    guard let result, let was = result.ingredients else { return [.neverRun] }
    var reasons: [RunReason] = []
    if was.text != now.text { reasons.append(.text) }
    if was.runtime != now.runtime { reasons.append(.runtime) }
    if was.compiler != now.compiler { reasons.append(.compiler) }
    if was.seed != now.seed { reasons.append(.seed(was: was.seed, now: now.seed)) }
    if was.machine != now.machine { reasons.append(.machine(was: was.machine, now: now.machine)) }
    reasons += changedDependencies(of: result)
    if result.failure != nil && !block.options.error { reasons.append(.unexpectedError) }
    if reasons.isEmpty, let above { return [.above(above)] }
    return reasons.isEmpty && result.key != now.key ? [.order] : reasons
  }

  private func changedDependencies(of result: BlockResult) -> [RunReason] {
    result.dependencies.compactMap { dependency in
      let now = dependencies.fingerprint(of: dependency)
      return now == dependency.fingerprint ? nil : .dependency(dependency, now: now)
    }
  }
}
