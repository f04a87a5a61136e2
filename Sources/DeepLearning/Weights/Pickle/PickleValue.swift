/// What an instruction of a pickle can leave on the stack.
enum PickleValue: Equatable, Sendable {
  case none
  case bool(Bool)
  case integer(Int)
  case text(String)
  case bytes(ArraySlice<UInt8>)
  case tuple(PickleTuple)
  case dictionary(PickleDictionary)
  case name(PickleName)
  /// NumPy's type of 32-bit floats.
  case floatType
  /// NumPy's array before it got its shape and elements.
  case emptyArray
  case array(PickledArray)

  /// Whether a program may take the value again from its memory. What is filled after it was stored may not: it would be the
  /// empty thing that comes back.
  var isConstant: Bool {
    switch self {
    case .dictionary, .emptyArray, .array: false
    default: true
    }
  }

  /// What the value is called in messages.
  var kind: String {
    switch self {
    case .none: "None"
    case .bool: "a truth value"
    case .integer: "a number"
    case .text: "a text"
    case .bytes: "bytes"
    case .tuple: "a tuple"
    case .dictionary: "a dictionary"
    case .name(let name): name.rawValue
    case .floatType: "a type"
    case .emptyArray, .array: "an array"
    }
  }
}

/// What a pickle may name: the parts of NumPy that make an array, and nothing else.
enum PickleName: String {
  case array = "numpy ndarray"
  case arrayConstructor = "numpy.core.multiarray _reconstruct"
  case elementType = "numpy dtype"
}

/// Values in a row.
struct PickleTuple: Equatable, Sendable {
  let items: [PickleValue]
  /// How deep tuples lie within each other; 1 for a tuple of other things.
  let depth: Int

  init(_ items: [PickleValue]) {
    self.items = items
    depth = 1 + (items.map { if case .tuple(let inner) = $0 { inner.depth } else { 0 } }.max() ?? 0)
  }
}

/// Named arrays and further dictionaries.
struct PickleDictionary: Equatable, Sendable {
  enum Entry: Equatable, Sendable {
    case array(PickledArray)
    case dictionary(PickleDictionary)
  }

  private(set) var entries: [String: Entry] = [:]
  /// How deep dictionaries lie within each other; 1 for one that holds arrays only.
  private(set) var depth = 1

  /// Adds an entry; false if there is one of this name.
  mutating func add(_ entry: Entry, named name: String) -> Bool {
    if case .dictionary(let inner) = entry { depth = max(depth, inner.depth + 1) }
    return entries.updateValue(entry, forKey: name) == nil
  }
}
