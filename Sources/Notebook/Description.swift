internal import Tensors

/// How many elements of an array a reader wants to see.
private let shownElements = 20

/// The text that stands for a value on a page.
func describe<Value>(_ value: Value) -> String {
  switch value {
  case let text as String: text
  case let elements as [Any] where elements.count > shownElements: describe(long: elements)
  default: String(describing: value)
  }
}

/// The first and the last elements, and how many there are.
private func describe(long elements: [Any]) -> String {
  let half = shownElements / 2
  let first = elements.prefix(half).map { String(describing: $0) }
  let last = elements.suffix(half).map { String(describing: $0) }
  return "[" + (first + ["…"] + last).joined(separator: ", ") + "] (\(elements.count) elements)"
}

/// The text that stands for a value in the middle of prose: numbers with few digits, counts in groups of three.
func inlineText<Value>(_ value: Value) -> String {
  switch value {
  case let number as any BinaryFloatingPoint: number.readable
  case let number as any BinaryInteger: number.grouped
  default: describe(value)
  }
}
