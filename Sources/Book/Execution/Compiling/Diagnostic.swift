import Foundation

/// One message of the compiler.
package struct Diagnostic: Codable, Equatable {
  package enum Severity: String, Codable { case error, warning, note }
  package var severity: Severity
  /// The file as the compiler names it: a block's label, or a file that the runner made.
  package var file: String
  package var line: Int
  /// From 1, in bytes.
  package var column: Int
  package var message: String

  /// The messages in what the compiler printed; excerpts of the code and carets are left out.
  package static func all(in output: String) -> [Diagnostic] {
    output.split(separator: "\n").compactMap { Diagnostic(line: String($0)) }
  }

  /// Reads `FILE:LINE:COLUMN: SEVERITY: MESSAGE`, or `error: MESSAGE` for a message about no place.
  private init?(line text: String) {
    if let match = text.wholeMatch(of: /(.+?):(\d+):(\d+): (error|warning|note): (.+)/) {
      guard let severity = Severity(rawValue: String(match.4)), let line = Int(match.2), let column = Int(match.3)
      else {
        return nil
      }
      self.init(severity: severity, file: String(match.1), line: line, column: column, message: Self.clean(match.5))
    } else if let match = text.wholeMatch(of: /(?:<unknown>:0: )?error: (.+)/) {
      self.init(severity: .error, file: "", line: 0, column: 0, message: String(match.1))
    } else {
      return nil
    }
  }

  private init(severity: Severity, file: String, line: Int, column: Int, message: String) {
    self.severity = severity
    self.file = file
    self.line = line
    self.column = column
    self.message = message
  }

  /// A message without the compiler's group name, such as ` [#no-usage]`.
  private static func clean(_ message: Substring) -> String {
    String(message.replacing(/\ \[#[A-Za-z-]+\]$/, with: ""))
  }
}
