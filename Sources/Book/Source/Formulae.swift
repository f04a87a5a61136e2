/// Formulae: `$…$` within a line and `$$…$$` as a display.
///
/// TeX is full of characters that mean something else to Markdown, so each formula is rewritten into code, which binds
/// as strongly: a mark that no text holds, and the formula's number. A display over several lines goes first, before
/// libcmark sees the source, since its lines may look like lists or rules; the others are looked for in the paragraphs.

/// A formula that stands in the rewritten source as code.
struct RewrittenFormula {
  var formula: Formula
  /// As the author gave it; nil for most.
  var label: String?
  /// What stands in the file.
  var written: String
  /// What stands in its place, line by line.
  var code: [String]
  /// The content of that code, where it is one line.
  var literal: String

  static let mark: Character = "\u{10FFFD}"

  /// - Parameters:
  ///   - number: its index among the source's formulae.
  ///   - lines: how many lines it is written on.
  ///   - backticks: how many enclose the code.
  init(_ formula: Formula, label: String?, written: String, number: Int, lines: Int, backticks: Int) {
    (self.formula, self.label, self.written) = (formula, label, written)
    let fence = String(repeating: "`", count: backticks)
    literal = "\(Self.mark)\(number)"
    code = [literal] + Array(repeating: String(Self.mark), count: lines - 1)
    code[0] = fence + code[0]
    code[lines - 1] += fence
  }
}

extension RewrittenSource {
  /// The formula that stands in the source as code with this content; nil for other code.
  func formula(inCode literal: String) -> RewrittenFormula? {
    guard literal.first == RewrittenFormula.mark,
      let number = Int(literal.dropFirst().prefix { $0.isNumber }), formulae.indices.contains(number)
    else { return nil }
    return formulae[number]
  }

  private mutating func add(
    _ formula: Formula, label: String?, written: String, lines: Int, backticks: Int
  ) -> [String] {
    let rewritten = RewrittenFormula(
      formula, label: label, written: written, number: formulae.count, lines: lines, backticks: backticks)
    formulae.append(rewritten)
    return rewritten.code
  }

  // MARK: Formulae in paragraphs

  /// Rewrites the formulae in the paragraphs and headings of a document, which was parsed from the lines as they are.
  mutating func rewriteFormulae(in document: MarkdownNode) {
    for (leaf, quoteDepth) in leaves(in: document, quoteDepth: 0) {
      let text = LeafText(leaf, in: self, quoteDepth: quoteDepth)
      guard text.bytes.contains(.dollar) else { continue }
      let scanners = parts(of: text).map { FormulaScanner(text.bytes[$0], of: leaf) }
      let stray = scanners.reduce(into: Set()) { $0.formUnion($1.strayBackticks) }
      let backticks = (1...).first { !stray.contains($0) } ?? 1
      for match in scanners.flatMap(\.matches).reversed() { rewrite(match, in: text, backticks) }
    }
  }

  /// The whole text; where it is a table, what stands above it and then line by line.
  private func parts(of text: LeafText) -> [Range<Int>] {
    let isDelimiter = text.lines.map { line in
      let row = PipeRow(lines[line.line - 1].text, from: line.column - 1)
      return row.hasPipe && row.alignments != nil
    }
    let starts = text.lines.map(\.offset) + [text.bytes.count]
    guard let delimiter = isDelimiter.dropFirst().firstIndex(of: true) else { return [0..<text.bytes.count] }
    let table = starts[(delimiter - 1)...]
    return [0..<starts[delimiter - 1]] + zip(table, table.dropFirst()).map { $0..<$1 }
  }

  /// Puts code in the place of a formula, on as many lines as it has.
  private mutating func rewrite(_ match: FormulaScanner.Match, in text: LeafText, _ backticks: Int) {
    let ends = text.lines.dropFirst().map { $0.offset - 1 } + [text.bytes.count - 1]
    let pieces = zip(text.lines, ends).compactMap { line, end -> (line: Int, bytes: Range<Int>)? in
      let part = (line.offset..<max(line.offset, end)).clamped(to: match.range)
      guard !part.isEmpty else { return nil }
      let column = line.column - 1 - line.offset
      return (line.line - 1, (part.lowerBound + column)..<(part.upperBound + column))
    }
    let written = String(decoding: text.bytes[match.range], as: UTF8.self)
    let code = add(
      match.formula, label: match.label, written: written, lines: max(1, pieces.count), backticks: backticks)
    for (piece, replacement) in zip(pieces, code) { lines[piece.line].replace(piece.bytes, with: replacement) }
  }

  // MARK: Displays over several lines

  /// Rewrites displays that begin a line and end another one, each into one line.
  ///
  /// - Parameter refused: lines, from 0, that begin no display.
  /// - Returns: the numbers of the formulae, each with the line it begins on.
  mutating func rewriteDisplays(excluding refused: Set<Int>) -> [Int: Int] {
    var beginnings: [Int: Int] = [:]
    var kept: [RewrittenLine] = []
    var next = 0
    while next < original.count {
      if !refused.contains(next), let display = DisplayLines(from: next, in: original) {
        beginnings[formulae.count] = next
        let code = add(display.formula, label: display.label, written: display.written, lines: 1, backticks: 1)
        kept.append(RewrittenLine(text: display.prefix + code.joined(), origin: next))
        next = display.end
      } else {
        kept.append(lines[next])
        next += 1
      }
    }
    lines = kept
    return beginnings
  }

  // MARK: What is no formula after all

  /// Puts back what stands where no code can: in the targets of links, in HTML and in code.
  func restoringFormulae(in node: MarkdownNode) -> MarkdownNode {
    var node = node
    switch node.kind {
    case .text(let text): node.kind = .text(restored(text))
    case .code(let text) where formula(inCode: text) == nil: node.kind = .code(restored(text))
    case .htmlInline(let text): node.kind = .htmlInline(restored(text))
    case .htmlBlock(let text): node.kind = .htmlBlock(restored(text))
    case .link(let url, let title): node.kind = .link(url: restored(url), title: restored(title))
    case .image(let url, let title): node.kind = .image(url: restored(url), title: restored(title))
    default: break
    }
    node.children = node.children.map { restoringFormulae(in: $0) }
    return node
  }

  private func restored(_ text: String) -> String {
    guard text.contains(RewrittenFormula.mark) else { return text }
    return formulae.reduce(text) { text, formula in
      ["\n", " "].reduce(text) { $0.replacing(formula.code.joined(separator: $1), with: formula.written) }
    }
  }
}

/// The lines of a display that begins one line and ends another, with no blank line between.
private struct DisplayLines {
  var prefix: String
  var formula: Formula
  var label: String?
  var written: String
  /// Index of the line below.
  var end: Int

  init?(from start: Int, in lines: [String]) {
    guard lines[start].utf8.contains(.dollar) else { return nil }
    let containers = ContainerPrefix(of: lines[start])
    let quoteDepth = containers.bytes.count { $0 == .greaterThan }
    let first = lines[start].utf8.dropFirst(containers.bytes.count)
    guard first.starts(with: [.dollar, .dollar]), !Self.closes(first.dropFirst(2)) else { return nil }
    var content = [String(decoding: first.dropFirst(2), as: UTF8.self)]
    for index in (start + 1)..<max(start + 1, lines.count) {
      let line = LeafText.withoutContainers(Array(lines[index].utf8), quoteDepth: quoteDepth)
      guard line.contains(where: { !$0.isBlank }) else { return nil }
      guard Self.closes(line) else {
        content.append(String(decoding: line, as: UTF8.self))
        continue
      }
      self.init(prefix: containers.text, content, last: line, written: lines[start...index], end: index + 1)
      return
    }
    return nil
  }

  /// Nil where more than a label stands behind the last dollar signs.
  private init?(prefix: String, _ content: [String], last: ArraySlice<UInt8>, written: ArraySlice<String>, end: Int) {
    guard let dollars = Self.dollars(in: last) else { return nil }
    let label = FormulaLabel(behind: last[(dollars + 2)...])
    guard last[(dollars + 2 + (label?.length ?? 0))...].allSatisfy(\.isBlank) else { return nil }
    let tex = content + [String(decoding: last[..<dollars], as: UTF8.self)]
    guard let formula = Formula(tex.joined(separator: "\n"), isDisplay: true) else { return nil }
    (self.prefix, self.formula, self.label, self.end) = (prefix, formula, label?.name, end)
    self.written = written.joined(separator: "\n")
  }

  private static func closes(_ bytes: some Sequence<UInt8>) -> Bool { dollars(in: Array(bytes)[...]) != nil }

  /// The first two dollar signs that no backslash escapes.
  private static func dollars(in bytes: ArraySlice<UInt8>) -> Int? {
    var place = bytes.startIndex
    while place + 1 < bytes.endIndex {
      if bytes[place] == .dollar, bytes[place + 1] == .dollar { return place }
      place += bytes[place] == .backslash ? 2 : 1
    }
    return nil
  }
}

/// Checks that the labels of formulae are such, and unique in their chapter.
struct FormulaLabels {
  private(set) var errors: [BookError] = []
  /// The identifiers in use, and the lines that gave them.
  private(set) var taken: [String: Int]

  init(in document: MarkdownNode, taken: [String: Int]) {
    self.taken = taken
    for node in document.allNodes {
      guard case .math(_, let label?) = node.kind else { continue }
      check(label, node)
    }
  }

  private mutating func check(_ label: String, _ node: MarkdownNode) {
    guard label.wholeMatch(of: /eq(?:-[A-Za-z0-9]+)+/) != nil else {
      let hint = "it begins with eq- and goes on with letters, digits and single hyphens, as in {#eq-loss}"
      return errors.append(BookError("‘{#\(label)}’ is not the label of a formula", at: node, hint: hint))
    }
    if let line = taken[label] {
      return errors.append(
        BookError("the label ‘\(label)’ is used twice; the first time in line \(line)", at: node))
    }
    taken[label] = node.range.start.line
  }
}
