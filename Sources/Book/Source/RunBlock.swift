/// A unit of execution: a run-block, or the inline expressions between two blocks.
public struct RunBlock: Equatable, Sendable {
  public enum Content: Equatable, Sendable {
    /// Swift statements; the first line of code stands at `line` of the chapter's file.
    case code(String, line: Int)
    case expressions([InlineExpression])
  }

  /// Given by the author, or `block-N` (N-th block), or `inline-after-LABEL`, or `inline-first` for the
  /// expressions above every block; unique in the chapter.
  public var label: String
  public var content: Content
  public var options: BlockOptions
  /// Line of the opening fence, or of the first expression.
  public var line: Int
  /// For each line of code, how many columns further right it stands in the file (a fence inside a list or a
  /// quotation is indented); empty where all are zero.
  public var columnOffsets: [Int]

  public init(
    label: String, content: Content, options: BlockOptions, line: Int? = nil, columnOffsets: [Int] = []
  ) {
    self.label = label
    self.content = content
    self.options = options
    self.line = line ?? content.firstLine
    self.columnOffsets = columnOffsets
  }

  /// The column of the file that stands for a column of the code, as compilers report it, on a line of the file.
  public func columnInFile(_ column: Int, line: Int) -> Int {
    let index = line - content.firstLine
    guard columnOffsets.indices.contains(index) else { return column }
    return max(1, column + columnOffsets[index])
  }
}

extension RunBlock.Content {
  /// Line of the file where the code or the first expression begins.
  public var firstLine: Int {
    switch self {
    case .code(_, let line): line
    case .expressions(let expressions): expressions.first?.line ?? 1
    }
  }
}

/// `{swift} expression` in prose.
public struct InlineExpression: Equatable, Sendable {
  public var expression: String
  public var line: Int
  /// From 1, in characters, of the expression itself.
  public var column: Int

  public init(expression: String, line: Int, column: Int) {
    self.expression = expression
    self.line = line
    self.column = column
  }
}
