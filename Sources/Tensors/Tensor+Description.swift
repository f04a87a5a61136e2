extension Tensor: CustomStringConvertible {
  /// The elements in nested brackets as NumPy prints them, the middle left out beyond 1,000 elements.
  public var description: String {
    let layout = Layout(shape: shape)
    let words = NumberColumn<Element>.words(
      layout.shownIndices.map { index in unsafe withUnsafeBuffer { unsafe $0[index] } })
    return layout.text(words)
  }
}

/// Which elements of a shape are printed, and where brackets, gaps and line ends go.
private struct Layout {
  static var mostElements: Int { 1000 }
  static var edge: Int { 3 }
  static var lineWidth: Int { 75 }

  let shape: [Int]
  let isAbbreviated: Bool

  init(shape: [Int]) {
    self.shape = shape
    isAbbreviated = shape.reduce(1, *) > Self.mostElements
  }

  /// The shown places along an axis; nil stands for the gap.
  private func places(_ axis: Int) -> [Int?] {
    let extent = shape[axis]
    guard isAbbreviated, extent > 2 * Self.edge else { return Array(0..<extent) }
    return Array(0..<Self.edge) + [nil] + Array(extent - Self.edge..<extent)
  }

  /// Row-major positions of the shown elements, in the order of printing.
  var shownIndices: [Int] {
    var indices = shape.contains(0) ? [] : [0]
    for axis in shape.indices {
      let shown = places(axis).compactMap { $0 }
      indices = indices.flatMap { index in shown.map { index * shape[axis] + $0 } }
    }
    return indices
  }

  func text(_ words: [String]) -> String {
    var remaining = words[...]
    return block(axis: 0, &remaining)
  }

  private func block(axis: Int, _ words: inout ArraySlice<String>) -> String {
    guard axis < shape.count else { return words.popFirst() ?? "[]" }
    guard axis < shape.count - 1 else { return "[" + line(axis, &words) + "]" }
    var parts: [String] = []
    for place in places(axis) { parts.append(place == nil ? "..." : block(axis: axis + 1, &words)) }
    let ends = String(repeating: "\n", count: shape.count - 1 - axis)
    return "[" + parts.joined(separator: ends + String(repeating: " ", count: axis + 1)) + "]"
  }

  /// The last axis: words with spaces between them, broken before the line grows too long.
  private func line(_ axis: Int, _ words: inout ArraySlice<String>) -> String {
    let indent = String(repeating: " ", count: axis + 1)
    var lines = [""]
    var width = indent.count
    for (position, place) in places(axis).enumerated() {
      let word = place == nil ? "..." : words.popFirst() ?? ""
      let isFull = position > 0 && width + 1 + word.count > Self.lineWidth - 1
      if isFull {
        (lines, width) = (lines.dropLast() + [trimmed(lines[lines.count - 1]), ""], indent.count)
      } else if position > 0 {
        (lines[lines.count - 1], width) = (lines[lines.count - 1] + " ", width + 1)
      }
      (lines[lines.count - 1], width) = (lines[lines.count - 1] + word, width + word.count)
    }
    return lines.joined(separator: "\n" + indent)
  }

  private func trimmed(_ line: String) -> String {
    String(line.prefix(line.count - line.reversed().prefix { $0 == " " }.count))
  }
}

/// Numbers written so that they align under each other.
private enum NumberColumn<Element: Scalar> {
  static func words(_ values: [Element]) -> [String] {
    guard Element.self == Float.self else { return paddedLeft(values.map { $0.description }) }
    return floats(values.map { Decimal(Float($0.asDouble)) })
  }

  private static func floats(_ numbers: [Decimal]) -> [String] {
    let finite = numbers.filter { !$0.digits.isEmpty && !$0.isZero }
    let magnitudes = finite.map(\.magnitude)
    let (least, greatest) = (magnitudes.min() ?? 1, magnitudes.max() ?? 1)
    let isScientific = greatest >= 1e8 || least < 1e-4 || greatest / least > 1000
    let texts = isScientific ? scientific(numbers) : plain(numbers)
    return paddedLeft(texts)
  }

  private static func plain(_ numbers: [Decimal]) -> [String] {
    let parts = numbers.map { $0.plainParts }
    let width = parts.map { $0.fraction.count }.max() ?? 0
    return zip(numbers, parts).map { number, part in
      guard !number.digits.isEmpty else { return number.name }
      let gap = String(repeating: " ", count: width - part.fraction.count)
      return part.whole + "." + part.fraction + gap
    }
  }

  private static func scientific(_ numbers: [Decimal]) -> [String] {
    let fractions = numbers.map { $0.rounded(to: Decimal.precision + 1) }
    let width = max(fractions.map { $0.digits.count - 1 }.max() ?? 0, 0)
    return fractions.map { number in
      guard let first = number.digits.first else { return number.name }
      let rest = number.digits.dropFirst().map(String.init).joined()
      let zeros = String(repeating: "0", count: width - rest.count)
      let power = number.isZero ? 0 : number.point - 1
      let sign = (power < 0 ? "-" : "+") + (abs(power) < 10 ? "0" : "")
      return (number.isNegative ? "-" : "") + "\(first)." + rest + zeros + "e" + sign + "\(abs(power))"
    }
  }

  private static func paddedLeft(_ words: [String]) -> [String] {
    let width = words.map(\.count).max() ?? 0
    return words.map { String(repeating: " ", count: width - $0.count) + $0 }
  }
}
