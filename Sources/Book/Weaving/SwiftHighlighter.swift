import SwiftIDEUtils
import SwiftParser
import SwiftSyntax

/// Colours Swift code when the page is built, so that the page needs no script for it.
///
/// swift-syntax classifies the tokens; each run of one class becomes `<span class="…">`, closed and reopened at line
/// ends so that a line can be wrapped. The classes are one letter each because a page holds thousands of them:
///
///     a attribute or argument label   c comment      d directive     f called function    k keyword
///     n number                        o operator     s string        t type
package struct SwiftHighlighter {
  /// The lines of a piece of code, without their line ends.
  package static func lines(of code: String) -> [HTML] {
    var highlighter = SwiftHighlighter(code: Array(code.utf8))
    for part in Parser.parse(source: code).classifications {
      highlighter.append(part)
    }
    return highlighter.lines
  }

  private let code: [UInt8]
  private var lines: [HTML] = [.empty]

  private init(code: [UInt8]) { self.code = code }

  private mutating func append(_ part: SyntaxClassifiedRange) {
    let range = part.range.lowerBound.utf8Offset..<min(part.range.upperBound.utf8Offset, code.count)
    let name = className(part.kind, range)
    for (index, piece) in code[range].split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .enumerated()
    {
      if index > 0 { lines.append(.empty) }
      append(String(decoding: piece, as: UTF8.self), name)
    }
  }

  private mutating func append(_ text: String, _ className: String?) {
    if let className, !text.isEmpty {
      lines[lines.count - 1] += "<span class=\"\(className)\">\(text)</span>"
    } else {
      lines[lines.count - 1] += HTML(escaping: text)
    }
  }

  private func className(_ kind: SyntaxClassification, _ range: Range<Int>) -> String? {
    switch kind {
    case .attribute, .argumentLabel: "a"
    case .blockComment, .docBlockComment, .docLineComment, .lineComment: "c"
    case .ifConfigDirective: "d"
    case .floatLiteral, .integerLiteral: "n"
    case .keyword: "k"
    case .operator: "o"
    case .regexLiteral, .stringLiteral: "s"
    case .type: "t"
    case .identifier: identifierClass(range)
    case .dollarIdentifier, .editorPlaceholder, .none: nil
    }
  }

  /// The parser cannot know what a name means, but Swift's conventions say: `Dense` is a type, `show(` a call.
  private func identifierClass(_ range: Range<Int>) -> String? {
    guard let first = code[range].first else { return nil }
    if (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(first) { return "t" }
    return range.upperBound < code.count && code[range.upperBound] == UInt8(ascii: "(") ? "f" : nil
  }
}
