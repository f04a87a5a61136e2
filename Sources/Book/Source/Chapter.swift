/// A chapter as the author wrote it: what its front matter says, its prose and its run-blocks.
public struct Chapter: Sendable {
  /// Position in the book, from 1.
  public var number: Int
  /// The file's name without extension, such as `01-convnet-from-scratch`.
  public var slug: String
  /// Path relative to the book's folder, such as `chapters/01-convnet-from-scratch.md`.
  public var path: String
  public var frontMatter: FrontMatter
  /// The whole file, front matter included, so that line numbers hold. Lines end with `\n` alone.
  public var text: String
  /// Blocks and groups of inline expressions in the order in which they run.
  public var blocks: [RunBlock]
  /// The prose as a tree; a run-block is a leaf that names its entry in `blocks`.
  public var document: MarkdownNode
  /// What is wrong with the chapter's text. A chapter with errors is neither run nor woven.
  public var errors: [BookError]

  public init(
    number: Int, slug: String, path: String, frontMatter: FrontMatter, text: String, blocks: [RunBlock],
    document: MarkdownNode = .emptyDocument, errors: [BookError] = []
  ) {
    self.number = number
    self.slug = slug
    self.path = path
    self.frontMatter = frontMatter
    self.text = text
    self.blocks = blocks
    self.document = document
    self.errors = errors
  }

  public func block(_ label: String) -> RunBlock? { blocks.first { $0.label == label } }
}

/// What stands between the two `---` lines.
public struct FrontMatter: Equatable, Sendable {
  public var title: String
  /// One sentence for the front page.
  public var summary: String
  /// Names of the data sets that must be present before the chapter runs.
  public var data: [String]
  public var parameters: [Parameter]
  public var seed: UInt64
  /// Where the names of `data` stand, in the same order.
  public var dataPositions: [SourcePosition]

  public init(
    title: String, summary: String, data: [String], parameters: [Parameter], seed: UInt64,
    dataPositions: [SourcePosition] = []
  ) {
    self.title = title
    self.summary = summary
    self.data = data
    self.parameters = parameters
    self.seed = seed
    self.dataPositions = dataPositions
  }
}

/// A typed value that a chapter reads as `params.NAME` and a command line may override.
public struct Parameter: Equatable, Sendable {
  public enum Kind: String, Sendable { case int = "Int", double = "Double", bool = "Bool", string = "String" }
  public var name: String
  public var kind: Kind
  /// The value for each profile as Swift writes it (text without quotation marks); a parameter with one
  /// value has it under every profile.
  public var values: [Profile: String]

  public init(name: String, kind: Kind, values: [Profile: String]) {
    self.name = name
    self.kind = kind
    self.values = values
  }
}

/// How much data and time a build may take.
public enum Profile: String, CaseIterable, Sendable { case sample, full }
