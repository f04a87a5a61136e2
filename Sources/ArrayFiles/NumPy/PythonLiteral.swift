/// Reads the few Python literals that NumPy writes into headers, and no more.
struct PythonLiteral {
  enum Value: Equatable {
    case text(String)
    case truth(Bool)
    case tuple([Int])
  }

  private var rest: ArraySlice<UInt8>

  init(_ text: ArraySlice<UInt8>) { rest = text }

  /// A dictionary with texts as keys, and nothing behind it but white space; nil for anything else.
  mutating func dictionary() -> [String: Value]? {
    guard take("{") else { return nil }
    var fields: [String: Value] = [:]
    while !take("}") {
      guard let key = text(), take(":"), let value = value(), fields.updateValue(value, forKey: key) == nil,
        take(",") || isNext("}")
      else { return nil }
    }
    skipBlanks()
    return rest.isEmpty ? fields : nil
  }

  private mutating func value() -> Value? {
    if let text = text() { return .text(text) }
    if take("True") { return .truth(true) }
    if take("False") { return .truth(false) }
    return tuple().map { .tuple($0) }
  }

  /// Numbers in brackets; Python 2 wrote an `L` behind large ones.
  private mutating func tuple() -> [Int]? {
    guard take("(") else { return nil }
    var numbers: [Int] = []
    while !take(")") {
      guard let number = number() else { return nil }
      numbers.append(number)
      _ = take("L")
      guard take(",") || isNext(")") else { return nil }
    }
    return numbers
  }

  /// Digits without a sign that fit into an integer.
  private mutating func number() -> Int? {
    skipBlanks()
    let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    rest = rest.dropFirst(digits.count)
    return Int(String(decoding: digits, as: UTF8.self))
  }

  /// A text in single or double quotes without escapes.
  private mutating func text() -> String? {
    skipBlanks()
    guard let quote = rest.first, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else { return nil }
    let inner = rest.dropFirst().prefix { $0 != quote && $0 != UInt8(ascii: "\\") }
    guard rest.dropFirst(inner.count + 1).first == quote else { return nil }
    rest = rest.dropFirst(inner.count + 2)
    return String(validating: inner, as: UTF8.self)
  }

  private mutating func take(_ word: String) -> Bool {
    guard isNext(word) else { return false }
    rest = rest.dropFirst(word.utf8.count)
    return true
  }

  private mutating func isNext(_ word: String) -> Bool {
    skipBlanks()
    return rest.starts(with: word.utf8)
  }

  private mutating func skipBlanks() {
    rest = rest.drop { [0x20, 0x0a, 0x0d, 0x09].contains($0) }
  }
}
