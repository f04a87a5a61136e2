/// Pipe tables, by the rules of GitHub's Markdown.
///
/// A paragraph with a delimiter row below a row of as many cells is a table from there to the paragraph's end. Every
/// cell is rewritten into a heading of one line, `# cell #`, whose content libcmark parses as inlines.

/// One row of a table: its cells, found at the pipes that no backslash escapes.
struct PipeRow: Equatable {
  struct Cell: Equatable {
    /// Without surrounding blanks; escaped pipes are still escaped.
    var text: String
    /// Offset in bytes from the start of the row's line.
    var offset: Int
  }

  var cells: [Cell]
  var hasPipe: Bool

  /// Reads a line from an offset in bytes on.
  init(_ line: String, from start: Int) {
    let bytes = Array(line.utf8)
    var end = bytes.count
    var begin = min(start, end)
    while end > begin, bytes[end - 1].isBlank { end -= 1 }
    while begin < end, bytes[begin].isBlank { begin += 1 }
    let pipes = (begin..<end).filter { bytes[$0] == .pipe && ($0 == begin || bytes[$0 - 1] != .backslash) }
    hasPipe = !pipes.isEmpty
    var bounds = pipes
    if pipes.first != begin { bounds.insert(begin - 1, at: 0) }
    if pipes.last != end - 1 || pipes.count < 2 && pipes.first == begin { bounds.append(end) }
    cells = zip(bounds, bounds.dropFirst()).map { Cell(bytes, $0 + 1, max($0 + 1, $1)) }
  }

  /// The alignments, if this is a delimiter row: `| --- | :-: |`.
  var alignments: [ColumnAlignment]? {
    let alignments = cells.compactMap { cell -> ColumnAlignment? in
      guard cell.text.wholeMatch(of: /:?-+:?/) != nil else { return nil }
      return switch (cell.text.hasPrefix(":"), cell.text.hasSuffix(":")) {
      case (false, false): ColumnAlignment.none
      case (true, false): .left
      case (false, true): .right
      case (true, true): .center
      }
    }
    return !cells.isEmpty && alignments.count == cells.count ? alignments : nil
  }
}

extension PipeRow.Cell {
  fileprivate init(_ bytes: [UInt8], _ start: Int, _ end: Int) {
    var (start, end) = (start, end)
    while start < end, bytes[start].isBlank { start += 1 }
    while end > start, bytes[end - 1].isBlank { end -= 1 }
    self.init(text: String(decoding: bytes[start..<end], as: UTF8.self), offset: start)
  }

  /// The cell as a heading, with the columns of the file's line behind it.
  fileprivate func heading(prefix: String, of line: RewrittenLine, role: RewrittenLine.Role) -> RewrittenLine {
    var text = Array((prefix + "# ").utf8)
    let start = line.originalColumn(offset + 1) - text.count - 1
    var shifts = [RewrittenLine.Shift(column: text.count + 1, shift: start)]
    for (index, byte) in self.text.utf8.enumerated() {
      if byte == .pipe, text.last == .backslash { text.removeLast() }
      text.append(byte)
      let shift = line.originalColumn(offset + index + 1) - text.count
      if shift != shifts.last?.shift { shifts.append(RewrittenLine.Shift(column: text.count, shift: shift)) }
    }
    return RewrittenLine(
      text: String(decoding: text, as: UTF8.self) + " #", origin: line.origin, role: role, shifts: shifts)
  }
}

/// A table found in a paragraph of the rewritten source.
struct PipeTable {
  /// Index of the header's line among the rewritten lines; the delimiter row follows.
  var firstLine: Int
  var lastLine: Int
  var rows: [PipeRow]
  var alignments: [ColumnAlignment]
  /// Prefix of the containers: of the first cell, and of every further one.
  var firstPrefix: String
  var prefix: String
}

extension RewrittenSource {
  /// The tables of a document, from top to bottom.
  func tables(in document: MarkdownNode, errors: inout [BookError]) -> [PipeTable] {
    leaves(in: document, quoteDepth: 0).filter { $0.node.kind == .paragraph }.compactMap {
      table(in: $0.node, quoteDepth: $0.quoteDepth, errors: &errors)
    }
  }

  /// The paragraphs and headings of a document, each with the number of quotations around it.
  func leaves(in node: MarkdownNode, quoteDepth: Int) -> [(node: MarkdownNode, quoteDepth: Int)] {
    switch node.kind {
    case .paragraph, .heading: return [(node, quoteDepth)]
    default:
      let depth = quoteDepth + (node.kind == .blockQuote ? 1 : 0)
      return node.children.flatMap { leaves(in: $0, quoteDepth: depth) }
    }
  }

  private func table(in paragraph: MarkdownNode, quoteDepth: Int, errors: inout [BookError]) -> PipeTable? {
    let leaf = LeafText(paragraph, in: self, quoteDepth: quoteDepth)
    let rows = leaf.lines.map { PipeRow(lines[$0.line - 1].text, from: $0.column - 1) }
    guard let delimiter = rows.indices.dropFirst().first(where: { rows[$0].hasPipe && rows[$0].alignments != nil }),
      let alignments = rows[delimiter].alignments
    else { return nil }
    let header = rows[delimiter - 1]
    guard header.cells.count == alignments.count else {
      if header.hasPipe { errors.append(mismatch(header, alignments.count, leaf.lines[delimiter - 1])) }
      return nil
    }
    let body = Array(rows[(delimiter + 1)...])
    for (row, place) in zip(body, leaf.lines[(delimiter + 1)...]) where row.cells.count > alignments.count {
      errors.append(surplus(row, alignments.count, place))
    }
    let prefix = ContainerPrefix(Array(lines[leaf.lines[0].line - 1].text.utf8)[..<(leaf.lines[0].column - 1)])
    return PipeTable(
      firstLine: leaf.lines[delimiter - 1].line - 1, lastLine: (leaf.lines.last?.line ?? 1) - 1, rows: [header] + body,
      alignments: alignments, firstPrefix: delimiter == 1 ? prefix.text : prefix.continuation,
      prefix: prefix.continuation)
  }

  private func mismatch(_ header: PipeRow, _ columns: Int, _ place: LeafText.Line) -> BookError {
    let position = position(line: place.line, byteColumn: place.column)
    return BookError(
      "the header has \(header.cells.count) cells, the line of dashes below it has \(columns)", line: position.line,
      column: position.column, hint: "give both the same number of cells")
  }

  private func surplus(_ row: PipeRow, _ columns: Int, _ place: LeafText.Line) -> BookError {
    let position = position(line: place.line, byteColumn: row.cells[columns].offset + 1)
    return BookError(
      "this row has \(row.cells.count) cells, its table has \(columns) column\(columns == 1 ? "" : "s")",
      line: position.line,
      column: position.column, hint: "a pipe that belongs to the text is written \\|")
  }

  /// Replaces the lines of each table by one line a cell.
  mutating func rewriteTables(_ tables: [PipeTable]) {
    for (number, table) in tables.enumerated().reversed() {
      let cells = cellLines(of: table, number: number)
      lines.replaceSubrange(table.firstLine...table.lastLine, with: cells)
    }
  }

  private func cellLines(of table: PipeTable, number: Int) -> [RewrittenLine] {
    table.rows.enumerated().flatMap { row, pipeRow in
      let line = table.firstLine + (row == 0 ? 0 : row + 1)
      return table.alignments.indices.map { column in
        let end = PipeRow.Cell(text: "", offset: lines[line].text.utf8.count)
        let cell = column < pipeRow.cells.count ? pipeRow.cells[column] : end
        let prefix = row + column == 0 ? table.firstPrefix : table.prefix
        return cell.heading(
          prefix: prefix, of: lines[line], role: .cell(table: number, row: row, column: column))
      }
    }
  }

  /// Folds the headings that were made of cells into tables.
  func foldTables(_ siblings: [MarkdownNode], _ tables: [PipeTable]) -> [MarkdownNode] {
    var result: [MarkdownNode] = []
    for node in siblings {
      guard case .heading = node.kind, case .cell(let table, let row, let column) = role(ofLine: node.range.start.line)
      else {
        result.append(node)
        continue
      }
      if row + column == 0 || result.last?.kind != .table(tables[table].alignments) {
        result.append(MarkdownNode(.table(tables[table].alignments), range: node.range))
      }
      add(node, row: row, to: &result[result.count - 1])
    }
    return result
  }

  private func add(_ heading: MarkdownNode, row: Int, to table: inout MarkdownNode) {
    var cell = MarkdownNode(.tableCell, range: heading.range, children: heading.children)
    cell.range.start.column += "# ".count
    if table.children.count <= row {
      table.children.append(MarkdownNode(.tableRow(isHeader: row == 0), range: heading.range))
    }
    table.children[table.children.count - 1].children.append(cell)
    table.children[table.children.count - 1].range.end = cell.range.end
    table.range.end = cell.range.end
  }
}
