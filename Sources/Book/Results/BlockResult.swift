import Messages

/// What a block produced, and the key that says what it was produced from.
public struct BlockResult: Codable, Equatable, Sendable {
  public var label: String
  /// Hash of everything known before the block runs: its text, the keys above it, the runtime, the compiler, the seed.
  public var key: String
  /// What went into the key, so that a later build can say what changed.
  public var ingredients: KeyIngredients?
  /// What the block read, and the fingerprints of that.
  public var dependencies: [Dependency]
  public var outputs: [Output]
  public var seconds: Double
  /// Set when the block ended in an error that its options expect.
  public var failure: BlockFailure?

  public init(
    label: String, key: String, dependencies: [Dependency], outputs: [Output], seconds: Double,
    failure: BlockFailure? = nil, ingredients: KeyIngredients? = nil
  ) {
    self.label = label
    self.key = key
    self.dependencies = dependencies
    self.outputs = outputs
    self.seconds = seconds
    self.failure = failure
    self.ingredients = ingredients
  }
}

/// The results of a whole chapter, ready to be woven into its page.
public struct ChapterResults: Sendable {
  /// Whether a build had to run a block, or could take the stored result.
  ///
  /// A block above one that must run is run too, for the state it leaves; its stored result stays, and it counts as
  /// reused.
  public enum Status: String, Codable, Sendable { case executed, reused }

  public var blocks: [BlockResult]
  /// For each block's label, whether this build ran it.
  public var status: [String: Status]
  public var facts: KernelFacts?

  public init(blocks: [BlockResult], status: [String: Status], facts: KernelFacts?) {
    self.blocks = blocks
    self.status = status
    self.facts = facts
  }

  public subscript(label: String) -> BlockResult? { blocks.first { $0.label == label } }
}
