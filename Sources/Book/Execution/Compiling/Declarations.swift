import SwiftSyntax

/// A name that a block declares at its top level, and so gives to the blocks below it.
struct Declaration: Hashable {
  /// The word that a scoped import of it needs, such as `func`.
  var importKind: String
  var name: String
}

extension Declaration {
  /// The names that a block's top level declares, in order. Private ones and operators are left out.
  static func all(in file: SourceFileSyntax) -> [Declaration] {
    file.statements.flatMap { item -> [Declaration] in
      guard case .decl(let declaration) = item.item else { return [] }
      return names(of: declaration)
    }
  }

  private static func names(of declaration: DeclSyntax) -> [Declaration] {
    if let variable = declaration.as(VariableDeclSyntax.self) {
      return isHidden(variable.modifiers) ? [] : variable.bindings.flatMap { names(in: $0.pattern) }
    }
    guard let modifiers = declaration.asProtocol((any WithModifiersSyntax).self)?.modifiers, !isHidden(modifiers),
      let (kind, name) = kindAndName(of: declaration)
    else { return [] }
    return [Declaration(importKind: kind, name: name)]
  }

  private static func kindAndName(of declaration: DeclSyntax) -> (String, String)? {
    switch declaration.as(DeclSyntaxEnum.self) {
    case .functionDecl(let function):
      function.name.tokenKind.isIdentifier ? ("func", function.name.text) : nil
    case .structDecl(let type): ("struct", type.name.text)
    case .enumDecl(let type): ("enum", type.name.text)
    case .classDecl(let type): ("class", type.name.text)
    case .actorDecl(let type): ("class", type.name.text)
    case .protocolDecl(let type): ("protocol", type.name.text)
    case .typeAliasDecl(let type): ("typealias", type.name.text)
    default: nil
    }
  }

  private static func names(in pattern: PatternSyntax) -> [Declaration] {
    if let identifier = pattern.as(IdentifierPatternSyntax.self) {
      return [Declaration(importKind: "var", name: identifier.identifier.text)]
    }
    return pattern.as(TuplePatternSyntax.self)?.elements.flatMap { names(in: $0.pattern) } ?? []
  }

  private static func isHidden(_ modifiers: DeclModifierListSyntax) -> Bool {
    modifiers.contains { ["private", "fileprivate"].contains($0.name.text) }
  }
}

extension TokenKind {
  fileprivate var isIdentifier: Bool {
    if case .identifier = self { true } else { false }
  }
}
