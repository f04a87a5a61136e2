import Foundation

/// A block's text as it is compiled, and the way back from a compiler's positions to the chapter's.
///
/// Lines are counted within the block, so that prose above it can change without compiling anything again.
struct BlockText {
  /// Swift statements, with the calls that show the last value or take the inline values.
  var code: String
  /// For each line of `code`, where it stands in the chapter.
  private var lines: [Line]
  private var insertion: Insertion?

  /// A line of code and its place in the chapter.
  private struct Line {
    var text: String
    /// Line in the chapter's file.
    var number: Int
    /// Added to a column, in characters.
    var columnOffset: Int
    /// Bytes that the runner put before the author's text.
    var opening = 0

    /// The place in the chapter of a byte of the line, from 0.
    func place(ofByte byte: Int) -> SourcePosition {
      let characters = String(decoding: text.utf8.prefix(max(0, byte)), as: UTF8.self).count
      return SourcePosition(line: number, column: max(1, characters + 1 + columnOffset))
    }
  }

  /// Code that was put into a line: `length` bytes before the byte `column`, from 0.
  private struct Insertion {
    var line: Int
    var column: Int
    var length: Int
  }

  /// The text of a run-block or of the inline expressions between two.
  init(_ block: RunBlock, _ parsed: ParsedBlock) {
    switch block.content {
    case .code(let code, let line): self.init(code, firstLine: line, block: block, last: parsed.lastExpression)
    case .expressions(let expressions): self.init(expressions)
    }
  }

  private init(_ code: String, firstLine: Int, block: RunBlock, last: LastExpression?) {
    self.code = code
    lines = code.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map { index, text in
      let number = firstLine + index
      return Line(text: String(text), number: number, columnOffset: block.columnInFile(1, line: number) - 1)
    }
    if let last { showValue(of: last) }
  }

  private init(_ expressions: [InlineExpression]) {
    let opening = "quireInline("
    code = (expressions.map { opening + $0.expression + ")" } + ["quireEndInline()"]).joined(separator: "\n")
    lines = expressions.map {
      Line(
        text: opening + $0.expression, number: $0.line, columnOffset: $0.column - 1 - opening.count,
        opening: opening.utf8.count)
    }
  }

  /// Puts the call that shows a value round the last expression, on its own lines so that only columns move.
  private mutating func showValue(of last: LastExpression) {
    let opening = Array("quireShowLast(".utf8)
    let bytes = Array(code.utf8)
    let before = bytes[..<last.range.lowerBound]
    let line = before.count { $0 == UInt8(ascii: "\n") }
    let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    insertion = Insertion(line: line, column: last.range.lowerBound - lineStart, length: opening.count)
    let wrapped = before + opening + bytes[last.range] + Array(")".utf8) + bytes[last.range.upperBound...]
    code = String(decoding: wrapped, as: UTF8.self)
  }
}

// MARK: - Positions

extension BlockText {
  /// The place in the chapter of a place in the compiled code: line from 1, column from 1 in bytes.
  func position(line: Int, column: Int) -> SourcePosition {
    guard !lines.isEmpty else { return SourcePosition(line: 1, column: 1) }
    let index = min(max(line - 1, 0), lines.count - 1)
    let isBeyondEnd = line - 1 > index
    return lines[index].place(ofByte: isBeyondEnd ? lines[index].text.utf8.count : byteInLine(index, column: column))
  }

  /// Whether a place in the compiled code is in code that no author wrote.
  func isGenerated(line: Int, column: Int) -> Bool {
    guard let insertion, insertion.line == line - 1 else { return false }
    return (insertion.column..<insertion.column + insertion.length).contains(column - 1)
  }

  /// The place in the chapter of a place in the text as the author wrote it.
  func position(inSource line: Int, column: Int) -> SourcePosition {
    guard lines.indices.contains(line - 1) else { return position(line: line, column: column) }
    return lines[line - 1].place(ofByte: column - 1 + lines[line - 1].opening)
  }

  /// Bytes of the author's line that stand before a column of the compiled line.
  private func byteInLine(_ index: Int, column: Int) -> Int {
    let byte = max(0, column - 1)
    guard let insertion, insertion.line == index, byte > insertion.column else { return byte }
    return max(insertion.column, byte - insertion.length)
  }
}
