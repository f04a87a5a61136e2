internal import Yams

/// Reads a YAML mapping whose keys are known, and remembers what is wrong with it and where.
struct YAMLReader {
  /// A key, its value and their places in the file.
  struct Entry {
    var name: String
    var position: SourcePosition
    var value: Node
  }

  private(set) var errors: [BookError] = []
  /// Line of the file that the YAML text begins with.
  private let firstLine: Int

  init(firstLine: Int) { self.firstLine = firstLine }

  /// The entries of a text that is one mapping; nil, and an error, if it is anything else.
  mutating func entries(of text: String) -> [Entry]? {
    do {
      guard let node = try Yams.compose(yaml: text) else { return [] }
      guard let mapping = node.mapping else {
        report("expected lines of the form ‘name: value’", at: position(of: node))
        return nil
      }
      return mapping.compactMap { entry($0.key, $0.value) }
    } catch {
      report(error)
      return nil
    }
  }

  mutating func entries(of node: Node) -> [Entry]? {
    node.mapping?.compactMap { entry($0.key, $0.value) }
  }

  private mutating func entry(_ key: Node, _ value: Node) -> Entry? {
    guard let name = key.scalar?.string else {
      report("expected a name before the colon", at: position(of: key))
      return nil
    }
    return Entry(name: name, position: position(of: key), value: value)
  }

  /// Reports every entry whose name is none of these.
  mutating func refuseUnknown(_ entries: [Entry], known: [String], what: String) {
    for entry in entries where !known.contains(entry.name) {
      report(
        "unknown \(what) ‘\(entry.name)’", at: entry.position, hint: NearestName.hint(for: entry.name, among: known))
    }
  }

  // MARK: Values

  /// Text that is not empty. Numbers and truth values count as the text they are written as.
  mutating func text(_ entry: Entry?) -> String? {
    guard let entry else { return nil }
    guard let text = entry.value.scalar?.string else {
      report("‘\(entry.name)’ takes one text", at: position(of: entry.value))
      return nil
    }
    guard !Self.isMissing(entry.value) else {
      report("‘\(entry.name)’ has no value", at: entry.position)
      return nil
    }
    return text
  }

  /// A list of texts, each with its place; one text alone is a list of one.
  mutating func texts(_ entry: Entry?) -> [(text: String, position: SourcePosition)] {
    guard let entry, !Self.isMissing(entry.value) else { return [] }
    let nodes = entry.value.sequence.map { Array($0) } ?? [entry.value]
    return nodes.compactMap { node in
      guard let text = node.scalar?.string, !Self.isMissing(node) else {
        report("‘\(entry.name)’ takes a list of names, as in [one, two]", at: position(of: node))
        return nil
      }
      return (text, position(of: node))
    }
  }

  /// A whole number from 0.
  mutating func seed(_ entry: Entry?) -> UInt64? {
    guard let entry else { return nil }
    guard let text = entry.value.scalar?.string, let seed = UInt64(text) else {
      report("‘\(entry.name)’ takes a whole number from 0", at: position(of: entry.value))
      return nil
    }
    return seed
  }

  /// Nothing stands behind the colon, or YAML's word for nothing.
  static func isMissing(_ node: Node) -> Bool {
    guard let scalar = node.scalar, !scalar.isQuoted else { return false }
    return ["", "~", "null"].contains(scalar.string)
  }

  // MARK: Errors

  func position(of node: Node) -> SourcePosition {
    SourcePosition(line: firstLine + max(1, node.mark?.line ?? 1) - 1, column: max(1, node.mark?.column ?? 1))
  }

  mutating func report(_ message: String, at position: SourcePosition, hint: String? = nil) {
    errors.append(BookError(message, line: position.line, column: position.column, hint: hint))
  }

  private mutating func report(_ error: any Error) {
    switch error as? YamlError {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      let hint = "text with a colon, a quotation mark or a bracket stands between quotation marks"
      report("this is not YAML: \(problem)", at: position(of: mark), hint: hint)
    case .duplicatedKeysInMapping(let names, let context):
      report("‘\(names.first ?? "")’ is given twice", at: position(of: context.mark))
    case .reader(let problem, let offset, _, let text):
      let before = TextLines.split(text.prefix(offset ?? 0) + "x")
      let place = SourcePosition(line: firstLine + before.count - 1, column: before.last?.count ?? 1)
      report("this is not YAML: \(problem)", at: place)
    default: report("this is not YAML: \(error)", at: SourcePosition(line: firstLine, column: 1))
    }
  }

  private func position(of mark: Mark) -> SourcePosition {
    SourcePosition(line: firstLine + max(1, mark.line) - 1, column: max(1, mark.column))
  }
}

extension Node.Scalar {
  /// The author wrote quotation marks, so that it is text whatever it looks like.
  var isQuoted: Bool { style == .singleQuoted || style == .doubleQuoted }
}
