/// A formula in TeX, as an author wrote it between dollar signs.
public struct Formula: Hashable, Sendable {
  /// On one line and without TeX's comments, so that formulae which differ in their lines alone are one.
  public let tex: String
  /// The formula stands on a line of its own (`$$…$$`), not within one (`$…$`).
  public let isDisplay: Bool

  /// Nil where nothing but blanks and comments stands between the dollar signs.
  public init?(_ written: some StringProtocol, isDisplay: Bool) {
    let words = written.split(separator: "\n").flatMap { line in
      Self.withoutComment(line).split { $0 == " " || $0 == "\t" }
    }
    guard !words.isEmpty else { return nil }
    let tex = words.joined(separator: " ")
    // A backslash at the end stood before a blank, with which it makes a space.
    let backslashes = tex.reversed().prefix { $0 == "\\" }.count
    self.tex = backslashes % 2 == 0 ? tex : tex + " "
    self.isDisplay = isDisplay
  }

  /// A line up to the first percent sign that no backslash escapes.
  private static func withoutComment(_ line: some StringProtocol) -> String {
    var kept = ""
    var isEscaped = false
    for character in line {
      if character == "%", !isEscaped { break }
      isEscaped = character == "\\" && !isEscaped
      kept.append(character)
    }
    return kept
  }
}
