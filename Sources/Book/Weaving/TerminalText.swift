/// What a terminal would show of printed text once all of it has arrived.
///
/// 1. Escape sequences (colours, cursor movement, window titles) are dropped.
/// 2. Carriage returns and backspaces move the cursor back, so that a progress bar leaves its last state alone.
/// 3. Other control characters, which HTML does not allow, are dropped.
package struct TerminalText {
  private var line: [Unicode.Scalar] = []
  private var cursor = 0
  private var result = ""

  package static func render(_ printed: String) -> String {
    var terminal = TerminalText()
    var scalars = printed.unicodeScalars[...]
    while let scalar = scalars.popFirst() {
      if scalar == "\u{1B}" {
        dropEscapeSequence(from: &scalars)
      } else {
        terminal.take(scalar)
      }
    }
    terminal.endLine()
    return terminal.result
  }

  private mutating func take(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "\n":
      endLine()
      result += "\n"
    case "\r": cursor = 0
    case "\u{8}": cursor = max(0, cursor - 1)
    case "\t": put(scalar)
    case "\0"..<" ", "\u{7F}"..<"\u{A0}": break
    default: put(scalar)
    }
  }

  private mutating func put(_ scalar: Unicode.Scalar) {
    if cursor < line.count { line[cursor] = scalar } else { line.append(scalar) }
    cursor += 1
  }

  private mutating func endLine() {
    result.unicodeScalars.append(contentsOf: line)
    line.removeAll(keepingCapacity: true)
    cursor = 0
  }

  /// The escape character is gone; drops the rest of its sequence (ECMA-48, section 5.4, and operating-system commands).
  private static func dropEscapeSequence(from scalars: inout Substring.UnicodeScalarView) {
    switch scalars.popFirst() {
    case "[":
      while let next = scalars.popFirst(), !("@"..."~").contains(next) {}
    case "]":
      while let next = scalars.popFirst(), next != "\u{7}" {
        if next == "\u{1B}" {
          scalars = scalars.dropFirst()
          return
        }
      }
    default: break
    }
  }
}
