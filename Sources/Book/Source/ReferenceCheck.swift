/// Checks that `@fig-x`, `@tbl-x`, `@sec-x` and `@eq-x` refer to something that the page shows.
struct ReferenceCheck {
  private let chapter: Chapter
  private let book: BookSource
  private let targets: [String]

  init(_ chapter: Chapter, in book: BookSource) {
    self.chapter = chapter
    self.book = book
    targets = Self.targets(in: chapter)
  }

  func errors() -> [BookError] {
    chapter.document.allNodes.compactMap { node in
      guard case .crossReference(let identifier) = node.kind else { return nil }
      guard targets.contains(identifier) else { return unknown(identifier, node) }
      return chapter.block(identifier).flatMap { hidden($0, identifier, node) }
    }
  }

  /// What a reference in a chapter may name.
  private static func targets(in chapter: Chapter) -> [String] {
    let labels = chapter.blocks.map(\.label).filter { $0.hasPrefix("fig-") || $0.hasPrefix("tbl-") }
    return labels + chapter.document.headingIdentifiers.filter { $0.hasPrefix("sec-") }
      + chapter.document.formulaLabels
  }

  private func unknown(_ identifier: String, _ node: MarkdownNode) -> BookError {
    let kind = identifier.prefix { $0 != "-" } + "-"
    let similar = targets.filter { $0.hasPrefix(kind) }
    let elsewhere = book.texts.first { Self.targets(in: $0).contains(identifier) }
    let hint =
      elsewhere.map { "it is in \($0.path); link to it: [text](\($0.slug).md#\(identifier))" }
      ?? NearestName.hint(for: identifier, among: similar) ?? Self.remedy(for: identifier)
    return BookError("‘@\(identifier)’ refers to nothing", at: node, hint: hint)
  }

  private static func remedy(for identifier: String) -> String {
    switch identifier.prefix(while: { $0 != "-" }) {
    case "sec": "name a heading so: ## Title {#\(identifier)}"
    case "eq": "name a formula so: $$ … $$ {#\(identifier)}"
    default: "give a run-block the option ‘//| label: \(identifier)’"
    }
  }

  /// The block exists, but the page has no numbered figure or table of it.
  private func hidden(_ block: RunBlock, _ identifier: String, _ node: MarkdownNode) -> BookError? {
    let place = "the block in line \(block.line)"
    if !block.options.eval {
      return BookError("‘@\(identifier)’ refers to \(place), which is not run", at: node, hint: "remove ‘eval: false’")
    }
    if block.options.output == .hidden {
      let hint = "remove ‘output: false’"
      return BookError("‘@\(identifier)’ refers to \(place), whose output is hidden", at: node, hint: hint)
    }
    let isFigure = identifier.hasPrefix("fig-")
    guard (isFigure ? block.options.figCap : block.options.tblCap) == nil else { return nil }
    let hint = "add ‘//| \(isFigure ? "fig" : "tbl")-cap: …’"
    return BookError("‘@\(identifier)’ refers to \(place), which has no caption", at: node, hint: hint)
  }
}

extension MarkdownNode {
  /// The labels of all formulae, in the order of the text.
  var formulaLabels: [String] {
    allNodes.compactMap { node in
      if case .math(_, let label) = node.kind { label } else { nil }
    }
  }

  /// The identifiers of all headings, in the order of the text.
  var headingIdentifiers: [String] {
    allNodes.compactMap { node in
      if case .heading(_, let identifier) = node.kind { identifier } else { nil }
    }
  }
}
