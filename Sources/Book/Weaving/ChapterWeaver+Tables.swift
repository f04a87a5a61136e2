import Messages

/// Tables that the author wrote, and tables that a block has computed. Both scroll sideways where they are wide.
extension ChapterWeaver {
  /// A table of the text.
  mutating func table(_ node: MarkdownNode, _ alignments: [ColumnAlignment]) -> HTML {
    var head = HTML.empty
    var body = HTML.empty
    for row in node.children {
      let isHeader = row.kind == .tableRow(isHeader: true)
      let cells = self.cells(row, alignments, isHeader ? "th" : "td")
      if isHeader { head += cells } else { body += cells }
    }
    return Self.scrolling(Self.table(head: head, body: body), name: "Table") + "\n"
  }

  private mutating func cells(_ row: MarkdownNode, _ alignments: [ColumnAlignment], _ tag: String) -> HTML {
    var html: HTML = "<tr>"
    for (index, cell) in row.children.enumerated() {
      let alignment = index < alignments.count ? alignments[index] : .none
      html += Self.cell(inlines(cell.children), alignment.className, tag)
    }
    return html + "</tr>\n"
  }

  /// A table that a block has computed; the first of a block bears its number and caption.
  mutating func table(_ table: Table, _ cell: CellContext) -> HTML {
    let head = Self.row(table.columns.map(\.title), table.columns, "th")
    let body = table.rows.map { Self.row($0, table.columns, "td") }.joined()
    let markup = Self.table(head: head, body: body)
    guard let number = numbering.table(cell.label), placed.insert(cell.label).inserted else {
      return Self.scrolling(markup, name: "Table") + "\n"
    }
    return """
      <figure class="table" id="\(cell.label)">\(caption(number, cell.options.tblCap))\
      \(Self.scrolling(markup, name: number))</figure>

      """
  }

  private static func row(_ texts: [String], _ columns: [Table.Column], _ tag: String) -> HTML {
    "<tr>\(zip(texts, columns).map { cell(HTML(escaping: NumberText.written($0)), $1.alignment.className, tag) }.joined())</tr>\n"
  }

  private static func cell(_ content: HTML, _ className: String?, _ tag: String) -> HTML {
    let scope = tag == "th" && !content.isEmpty ? "col" : nil
    let tag = HTML(escaping: content.isEmpty ? "td" : tag)
    return "<\(tag)\(attribute: "scope", scope)\(attribute: "class", className)>\(content)</\(tag)>"
  }

  private static func table(head: HTML, body: HTML) -> HTML {
    "<table>\n<thead>\n\(head)</thead>\n<tbody>\n\(body)</tbody>\n</table>"
  }

  private static func scrolling(_ table: HTML, name: String) -> HTML {
    "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"\(name)\">\(table)</div>"
  }
}

extension ColumnAlignment {
  fileprivate var className: String? {
    switch self {
    case .none, .left: nil
    case .center: "center"
    case .right: "right"
    }
  }
}

extension Table.Alignment {
  fileprivate var className: String? {
    switch self {
    case .leading: nil
    case .center: "center"
    case .trailing: "right"
    }
  }
}
