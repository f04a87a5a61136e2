import SwiftSyntax

/// The expression at the end of a block, whose value is shown.
struct LastExpression: Equatable {
  /// Where it begins and ends in the block's text, in bytes.
  var range: Range<Int>

  /// The last statement of a block if it is an expression that has a value to show: no assignment, no `if` or `switch`.
  init?(in file: SourceFileSyntax) {
    guard let item = file.statements.last?.item, case .expr(let expression) = item, Self.hasValue(expression) else {
      return nil
    }
    range =
      expression.positionAfterSkippingLeadingTrivia.utf8Offset..<expression.endPositionBeforeTrailingTrivia.utf8Offset
  }

  private static func hasValue(_ expression: ExprSyntax) -> Bool {
    switch expression.as(ExprSyntaxEnum.self) {
    case .ifExpr, .switchExpr, .missingExpr, .closureExpr, .macroExpansionExpr: false
    case .tryExpr(let inner): hasValue(inner.expression)
    case .sequenceExpr(let sequence): !sequence.elements.contains { $0.is(AssignmentExprSyntax.self) }
    case .infixOperatorExpr(let operation): !operation.operator.is(AssignmentExprSyntax.self)
    default: true
    }
  }
}
