import Foundation

/// What the Swift runtime printed about a trap: `FILE:LINE: Fatal error: Index out of range`.
package struct TrapReport: Equatable {
  /// Where the runtime says it was, if it does: a block's label or a file of the standard library.
  package var file: String?
  package var line: Int?
  package var message: String

  /// The last report in a block's text; nil if there is none.
  package init?(in text: String) {
    var found: TrapReport?
    for line in text.split(separator: "\n") {
      guard let match = Self.match(line) else { continue }
      let message = match.3 == "Fatal error" ? String(match.4) : "\(match.3)\(match.4.isEmpty ? "" : ": ")\(match.4)"
      found = TrapReport(file: match.1.map { String($0) }, line: match.2.flatMap { Int($0) }, message: message)
    }
    guard let found else { return nil }
    self = found
  }

  private init(file: String?, line: Int?, message: String) {
    self.file = file
    self.line = line
    self.message = message
  }

  /// The text before the last report.
  package static func removing(from text: String) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard let index = lines.lastIndex(where: { match($0) != nil }) else { return text }
    let kept = lines[..<index].joined(separator: "\n")
    return index > 0 ? kept + "\n" : kept
  }

  private typealias Match = (Substring, Substring?, Substring?, Substring, Substring)

  private static func match(_ line: Substring) -> Match? {
    line.wholeMatch(of: /(?:(.*?):(\d+): )?(Fatal error|Precondition failed|Assertion failed):? ?(.*)/)?.output
  }
}
