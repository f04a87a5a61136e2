/// Groups the inline expressions between two run-blocks into units of execution.
///
/// A block that is not evaluated ends no group: the expressions above and below it see the same values.
struct ExpressionGroups {
  /// Blocks and groups in the order in which they run.
  private(set) var units: [RunBlock] = []
  private var blocks: [String: RunBlock]
  private let expressions: [InlineExpression]
  private var group: [InlineExpression] = []
  private var groupLabel = "inline-first"
  private var waiting: [RunBlock] = []

  init(blocks: [RunBlock], expressions: [InlineExpression]) {
    self.blocks = Dictionary(blocks.map { ($0.label, $0) }) { first, _ in first }
    self.expressions = expressions
  }

  /// The document with every expression's group and its index there.
  mutating func assign(in document: MarkdownNode) -> MarkdownNode {
    let result = visit(document)
    endGroup()
    return result
  }

  private mutating func visit(_ node: MarkdownNode) -> MarkdownNode {
    var node = node
    switch node.kind {
    case .runBlock(let label, _): visitBlock(label)
    case .inlineExpression(_, let index) where expressions.indices.contains(index):
      node.kind = .inlineExpression(block: groupLabel, index: group.count)
      group.append(expressions[index])
    default: break
    }
    node.children = node.children.map { visit($0) }
    return node
  }

  private mutating func visitBlock(_ label: String) {
    guard let block = blocks[label] else { return }
    guard block.options.eval else {
      waiting.append(block)
      return
    }
    endGroup()
    units.append(block)
    groupLabel = "inline-after-\(label)"
  }

  private mutating func endGroup() {
    if !group.isEmpty {
      units.append(RunBlock(label: groupLabel, content: .expressions(group), options: BlockOptions()))
    }
    units += waiting
    (group, waiting) = ([], [])
  }
}
