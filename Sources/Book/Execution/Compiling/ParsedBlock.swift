import SwiftParser
import SwiftSyntax

/// What the runner needs to know of a block's code without compiling it.
package struct ParsedBlock {
  /// Names that the block gives to those below it.
  var declarations: [Declaration]
  var lastExpression: LastExpression?
  /// Where the block's top level waits with `await`: lines and columns of the text from 1, columns in bytes.
  var awaits: [(line: Int, column: Int)]
  /// The code's structure and words without comments and white space: equal for texts that mean the same.
  package var essence: String

  package init(_ code: String) {
    let file = Parser.parse(source: code)
    declarations = Declaration.all(in: file)
    lastExpression = LastExpression(in: file)
    let finder = AwaitFinder(viewMode: .sourceAccurate)
    finder.walk(file)
    let converter = SourceLocationConverter(fileName: "", tree: file)
    awaits = finder.positions.map { position in
      let location = converter.location(for: position)
      return (location.line, location.column)
    }
    essence = Self.essence(of: Syntax(file))
  }

  /// Words and brackets of the syntax tree. Words alone would not do: `f` and `(x)` on two lines are two statements.
  private static func essence(of node: Syntax) -> String {
    if let token = node.as(TokenSyntax.self) { return token.presence == .present ? "\u{1}\(token.text)" : "" }
    let children = node.children(viewMode: .sourceAccurate).map(essence(of:)).joined()
    return node.kind.isSyntaxCollection ? "[\(children)]" : "\(node.kind)(\(children))"
  }
}

/// Finds `await` outside of functions and closures.
private final class AwaitFinder: SyntaxVisitor {
  var positions: [AbsolutePosition] = []

  override func visit(_ node: AwaitExprSyntax) -> SyntaxVisitorContinueKind {
    positions.append(node.positionAfterSkippingLeadingTrivia)
    return .skipChildren
  }

  override func visit(_ node: FunctionDeclSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
  override func visit(_ node: InitializerDeclSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
  override func visit(_ node: AccessorBlockSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
  override func visit(_ node: ClosureExprSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
}
