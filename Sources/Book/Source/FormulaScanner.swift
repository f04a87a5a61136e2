/// Finds the formulae in the text of a paragraph or heading, by pandoc's public rule for `tex_math_dollars`:
///
/// 1. `$…$` opens where no blank follows, and closes at the next dollar sign, if no blank stands before it and no digit
///    behind it;
/// 2. `$$…$$` may hold blanks at its ends;
/// 3. a dollar sign behind a backslash is a dollar sign, and so is one in code, in HTML or in the target of a link.
///
/// As in Quarto, `{#eq-name}` behind a display names it.
struct FormulaScanner {
  /// A formula and the bytes that it is written in, its label included.
  struct Match {
    var range: Range<Int>
    var formula: Formula
    var label: String?
  }

  private(set) var matches: [Match] = []
  /// Lengths of the runs of backticks that open no code.
  private(set) var strayBackticks: Set<Int> = []
  private let bytes: ArraySlice<UInt8>
  private var index: Int
  /// Tags and comments as libcmark found them.
  private let markup: [[UInt8]]
  private let hasDollarInTarget: Bool

  /// - Parameters:
  ///   - bytes: the text, or those lines of it between which no formula may run on.
  ///   - leaf: the paragraph or heading as libcmark parsed it.
  init(_ bytes: ArraySlice<UInt8>, of leaf: MarkdownNode) {
    self.bytes = bytes
    index = bytes.startIndex
    let nodes = leaf.allNodes
    markup = nodes.compactMap { if case .htmlInline(let text) = $0.kind { Array(text.utf8) } else { nil } }
    hasDollarInTarget = nodes.contains {
      switch $0.kind {
      case .link(let url, let title), .image(let url, let title): url.contains("$") || title.contains("$")
      default: false
      }
    }
    while index < bytes.endIndex { step() }
  }

  private mutating func step() {
    switch bytes[index] {
    case .backslash: index += 2
    case .backtick: skipCode()
    case UInt8(ascii: "<"): index += markup.first { bytes[index...].starts(with: $0) }?.count ?? 1
    case UInt8(ascii: "]") where hasDollarInTarget: skipTarget()
    case .dollar:
      guard let match = byte(index + 1) == .dollar ? display() : inline() else { return index += 1 }
      matches.append(match)
      index = match.range.upperBound
    default: index += 1
    }
  }

  private func byte(_ place: Int) -> UInt8? { bytes.indices.contains(place) ? bytes[place] : nil }

  // MARK: Formulae

  private func inline() -> Match? {
    let start = index + 1
    guard let first = byte(start), !first.isSpace, let end = dollar(from: start), let last = byte(end - 1),
      !last.isSpace, byte(end + 1)?.isDigit != true, let formula = formula(start..<end, isDisplay: false)
    else { return nil }
    return Match(range: index..<(end + 1), formula: formula)
  }

  private func display() -> Match? {
    let start = index + 2
    var end = dollar(from: start)
    while let place = end, byte(place + 1) != .dollar { end = dollar(from: place + 1) }
    guard let end, let formula = formula(start..<end, isDisplay: true) else { return nil }
    let label = FormulaLabel(behind: bytes[(end + 2)...])
    return Match(range: index..<(end + 2 + (label?.length ?? 0)), formula: formula, label: label?.name)
  }

  private func formula(_ range: Range<Int>, isDisplay: Bool) -> Formula? {
    Formula(String(decoding: bytes[range], as: UTF8.self), isDisplay: isDisplay)
  }

  /// The next dollar sign that no backslash escapes and that stands in no code.
  private func dollar(from start: Int) -> Int? {
    var place = start
    while let byte = byte(place), byte != .dollar {
      switch byte {
      case .backslash: place += 2
      case .backtick: place = codeEnd(from: place) ?? place + run(at: place)
      default: place += 1
      }
    }
    return byte(place) == nil ? nil : place
  }

  // MARK: What is skipped

  private mutating func skipCode() {
    let length = run(at: index)
    guard let end = codeEnd(from: index) else {
      strayBackticks.insert(length)
      return index += length
    }
    index = end
  }

  /// Where the code ends that a run of backticks opens; nil if no other run has its length.
  private func codeEnd(from start: Int) -> Int? {
    let length = run(at: start)
    var place = start + length
    while let next = bytes[min(place, bytes.endIndex)...].firstIndex(of: .backtick) {
      let other = run(at: next)
      place = next + other
      if other == length { return place }
    }
    return nil
  }

  private func run(at place: Int) -> Int { bytes[place...].prefix { $0 == .backtick }.count }

  /// Skips `](target "title")`.
  private mutating func skipTarget() {
    index += 1
    guard byte(index) == UInt8(ascii: "(") else { return }
    var depth = 0
    while let byte = byte(index) {
      index += byte == .backslash ? 2 : 1
      depth += byte == UInt8(ascii: "(") ? 1 : byte == .closingParenthesis ? -1 : 0
      if depth == 0 { return }
    }
  }
}

/// `{#eq-name}`, with the blanks before it.
struct FormulaLabel {
  var name: String
  /// In bytes.
  var length: Int

  init?(behind bytes: ArraySlice<UInt8>) {
    let line = String(decoding: bytes.prefix { $0 != .newline }, as: UTF8.self)
    guard let match = line.prefixMatch(of: /[ \t]*\{#([^{}\s]*)\}/) else { return nil }
    name = String(match.1)
    length = match.0.utf8.count
  }
}

extension UInt8 {
  static let dollar = UInt8(ascii: "$")

  fileprivate var isSpace: Bool { isBlank || self == .newline }
}
