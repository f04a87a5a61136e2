/// The numbers of a chapter's figures, tables and formulae, and the names of its sections: what a cross reference says.
///
/// Numbers follow from the text alone, never from results, so that a figure keeps its number while its block is stale.
/// A block's figures are numbered together when it has a caption or its label begins with `fig-`; tables likewise.
package struct Numbering: Sendable {
  private var figures: [String: String] = [:]
  private var tables: [String: String] = [:]
  private var formulae: [String: String] = [:]
  private var sections: [String: String] = [:]

  package init(_ chapter: Chapter) {
    for node in chapter.document.allNodes {
      switch node.kind {
      case .runBlock(let label, _): count(label, chapter.block(label)?.options ?? BlockOptions(), chapter.number)
      case .heading(_, let identifier): sections[identifier] = node.plainText
      case .math(_, let label?): formulae[label] = Self.number(formulae.count + 1, in: chapter.number)
      default: break
      }
    }
  }

  /// `1.2`; preface and appendix have no number to put before.
  private static func number(_ number: Int, in chapter: Int) -> String {
    chapter > 0 ? "\(chapter).\(number)" : "\(number)"
  }

  private mutating func count(_ label: String, _ options: BlockOptions, _ chapter: Int) {
    if label.hasPrefix("fig-") || options.figCap != nil { figures[label] = "Figure \(chapter).\(figures.count + 1)" }
    if label.hasPrefix("tbl-") || options.tblCap != nil { tables[label] = "Table \(chapter).\(tables.count + 1)" }
  }

  /// `Figure 1.2` for the figures of a block, nil where they bear no number.
  package func figure(_ label: String) -> String? { figures[label] }

  /// `Table 1.1` for the table of a block, nil where it bears no number.
  package func table(_ label: String) -> String? { tables[label] }

  /// `1.2` for a formula with this label, nil where there is none.
  package func formula(_ label: String) -> String? { formulae[label] }

  /// What a reference to this identifier reads, nil where it refers to nothing.
  package func name(of identifier: String) -> String? {
    if let number = formulae[identifier] { return "Equation \(number)" }
    return identifier.hasPrefix("tbl-")
      ? tables[identifier] : figures[identifier] ?? tables[identifier] ?? sections[identifier]
  }
}
