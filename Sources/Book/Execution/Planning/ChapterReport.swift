import Messages

/// What a run of a chapter came to.
public struct ChapterReport: Sendable {
  public var plan: ChapterPlan
  /// The results of all blocks that have one. Complete, and fit to be woven into a page, if there is no failure.
  public var results: ChapterResults
  /// Why the chapter did not come to its end.
  public var failure: Failure?
  /// The compiler's warnings, where the chapter was compiled.
  public var warnings: [BookWarning] = []
  /// Seconds that the whole run took.
  public var seconds = 0.0

  /// A block that did not end.
  public struct Failure: Error, Sendable {
    public var label: String
    /// What happened, at its line in the chapter.
    public var error: BookError
    public var kind: BlockFailure.Kind
    /// What the block had produced before.
    public var outputs: [Output]
  }
}
