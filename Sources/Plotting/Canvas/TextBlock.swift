/// Text set in as many lines as it needs, never wider than it may be.
///
/// Text that is too long is wrapped at spaces first, then set smaller, and shortened with "…" last.
package struct TextBlock: Equatable {
  package let lines: [String]
  package let font: Font
  /// Width of the longest line.
  package let width: Double

  package var height: Double { Double(lines.count) * font.lineHeight }
  var isEmpty: Bool { lines.isEmpty }

  /// Sets `text` in at most `lineLimit` lines of at most `width` pixels. Empty text has no lines.
  /// - Parameter least: the smallest size to which text shrinks before it is shortened.
  package init(
    _ text: String, font: Font, width limit: Double, lineLimit: Int = 1, least: Double = Font.leastSize,
    measuring measure: any TextMeasuring
  ) {
    let paragraphs = text.split(separator: "\n").map { Typography.line(String($0)) }
    var size = font.size
    var lines = Self.wrap(paragraphs, font.sized(size), limit, lineLimit, measure)
    while lines == nil, size > least {
      size = max(size - 1, least)
      lines = Self.wrap(paragraphs, font.sized(size), limit, lineLimit, measure)
    }
    let font = font.sized(size)
    let fitting = lines ?? Self.shorten(paragraphs, font, limit, lineLimit, measure)
    self.lines = fitting
    self.font = font
    width = fitting.map { measure.width(of: $0, font: font) }.max() ?? 0
  }

  /// Lines that fit, or nil if the text needs more of them or a word is too wide.
  private static func wrap(
    _ paragraphs: [String], _ font: Font, _ limit: Double, _ lineLimit: Int, _ measure: any TextMeasuring
  ) -> [String]? {
    let lines = paragraphs.flatMap { brokenAtSpaces($0, font, limit, measure) }
    guard lines.count <= lineLimit else { return nil }
    return lines.allSatisfy { measure.width(of: $0, font: font) <= limit } ? lines : nil
  }

  private static func brokenAtSpaces(
    _ text: String, _ font: Font, _ limit: Double, _ measure: any TextMeasuring
  ) -> [String] {
    var lines: [String] = []
    for word in text.split(separator: " ") {
      let longer = lines.last.map { "\($0) \(word)" }
      if let longer, measure.width(of: longer, font: font) <= limit {
        lines[lines.count - 1] = longer
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }

  /// The first lines, each cut to the limit, with "…" where something is missing.
  private static func shorten(
    _ paragraphs: [String], _ font: Font, _ limit: Double, _ lineLimit: Int, _ measure: any TextMeasuring
  ) -> [String] {
    let all = paragraphs.flatMap { brokenAtSpaces($0, font, limit, measure) }
    let kept = all.prefix(lineLimit).enumerated().map { index, line in
      let isCut = index == lineLimit - 1 && all.count > lineLimit
      return cut(isCut ? line + "…" : line, font, limit, measure)
    }
    return kept.filter { !$0.isEmpty }
  }

  /// The longest beginning that fits together with "…"; empty if nothing does.
  private static func cut(_ line: String, _ font: Font, _ limit: Double, _ measure: any TextMeasuring) -> String {
    guard measure.width(of: line, font: font) > limit else { return line }
    var beginning = line
    while !beginning.isEmpty {
      beginning.removeLast()
      // Neither a space nor a comma stands before the dots.
      while let last = beginning.last, " ,;:".contains(last) { beginning.removeLast() }
      let candidate = beginning + "…"
      if measure.width(of: candidate, font: font) <= limit { return candidate }
    }
    return ""
  }
}

extension Canvas {
  /// Draws a block whose first line starts at the top of `position`; `horizontal` says which part of each line lies there.
  func draw(
    _ block: TextBlock, at position: Position, color: Color, horizontal: PlacedText.Horizontal = .leading
  ) {
    for (index, line) in block.lines.enumerated() {
      let top = position.y + Double(index) * block.font.lineHeight
      let baseline = top + (block.font.lineHeight - block.font.ascent - block.font.descent) / 2 + block.font.ascent
      draw(
        PlacedText(
          line, at: Position(position.x, baseline), font: block.font, color: color, horizontal: horizontal))
    }
  }
}
