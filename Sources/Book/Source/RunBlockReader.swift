/// Turns the fences that say `swift run` into run-blocks, and refuses those that nearly say it.
struct RunBlockReader {
  private(set) var blocks: [RunBlock] = []
  private(set) var errors: [BookError] = []
  /// Lines of the labels in use.
  private(set) var labels: [String: Int] = [:]
  /// The lines of the chapter's prose, and the line of the file that the first of them is.
  private let lines: [String]
  private let firstLine: Int
  private var count = 0

  static let info = "swift run"

  init(lines: [String], firstLine: Int) {
    self.lines = lines
    self.firstLine = firstLine
  }

  /// The tree with its run-blocks told from other code.
  mutating func read(_ node: MarkdownNode, isInFootnote: Bool = false) -> MarkdownNode {
    var node = node
    if case .codeBlock(let info, let listing) = node.kind {
      readFence(&node, info, listing, isInFootnote: isInFootnote)
    }
    var isInFootnote = isInFootnote
    if case .footnoteDefinition = node.kind { isInFootnote = true }
    node.children = node.children.map { read($0, isInFootnote: isInFootnote) }
    return node
  }

  private mutating func readFence(
    _ node: inout MarkdownNode, _ info: String, _ listing: CodeListing, isInFootnote: Bool
  ) {
    guard info == Self.info else {
      if let hint = Self.hint(forInfo: info) { report("a fence cannot be called ‘\(info)’", node.range.start, hint) }
      return
    }
    if isInFootnote {
      report("a run-block cannot stand in a footnote", node.range.start, "move it into the text above")
    }
    readRunBlock(&node, listing)
  }

  private mutating func readRunBlock(_ node: inout MarkdownNode, _ listing: CodeListing) {
    count += 1
    let code = listing.code.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let offsets = columnOffsets(of: code, at: listing.line)
    let optionLines = OptionLines(code, firstLine: listing.line, columnOffsets: offsets)
    let reader = BlockOptionsReader(optionLines)
    errors += reader.errors
    let label = accept(reader.label) ?? "block-\(count)"
    let statements = code.dropFirst(optionLines.count).joined(separator: "\n")
    let line = listing.line + optionLines.count
    if statements.allSatisfy(\.isWhitespace) {
      report("this run-block holds no code", node.range.start, "write Swift between the fences or remove them")
    }
    let codeOffsets = Array(offsets.dropFirst(optionLines.count))
    blocks.append(
      RunBlock(
        label: label, content: .code(statements, line: line), options: reader.options, line: node.range.start.line,
        columnOffsets: codeOffsets.allSatisfy { $0 == 0 } ? [] : codeOffsets))
    node.kind = .runBlock(label: label, CodeListing(code: statements, line: line))
  }

  /// How much further right each line stands in the file.
  private func columnOffsets(of code: [String], at line: Int) -> [Int] {
    code.enumerated().map { index, text in
      let place = line - firstLine + index
      return lines.indices.contains(place) ? lines[place].utf8.count - text.utf8.count : 0
    }
  }

  /// The label, if no other block has it.
  private mutating func accept(_ label: BlockOptionsReader.Label?) -> String? {
    guard let label else { return nil }
    if let first = labels[label.name] {
      report("the label ‘\(label.name)’ is used twice; the first time in line \(first)", label.position, nil)
      return nil
    }
    labels[label.name] = label.position.line
    return label.name
  }

  private mutating func report(_ message: String, _ place: SourcePosition, _ hint: String?) {
    errors.append(BookError(message, line: place.line, column: place.column, hint: hint))
  }

  /// What the author of an info string probably meant; nil where it is plainly another one.
  static func hint(forInfo info: String) -> String? {
    let words = info.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: " ")
    if info == "swift" || words.isEmpty { return nil }
    let isNear = words == "run" || words == "run swift" || NearestName.distance(words, Self.info) <= 2
    guard isNear || words.hasPrefix("swift ") || info.lowercased() == "swift" || words == "swift" else { return nil }
    return "write ‘swift run’ for code that is executed, ‘swift’ for code that is only shown"
  }
}
