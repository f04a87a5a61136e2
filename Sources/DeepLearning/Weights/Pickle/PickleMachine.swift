/// Runs a pickle's program on a stack, within limits that no file of weights comes near.
struct PickleMachine {
  var cursor: PickleCursor
  private var stack: [PickleValue] = []
  /// Heights of the stack.
  private var marks: [Int] = []
  private var memory: [Int: PickleValue] = [:]
  private var entryCount = 0

  private static let versions = 2...3
  private static let tallestStack = 10_000
  private static let longestTuple = 32
  private static let deepestValue = 8
  private static let mostEntries = 10_000

  init(_ file: [UInt8], place: String) { cursor = PickleCursor(file, place: place) }

  /// The dictionary that the program leaves.
  ///
  /// - Throws: `DeepLearningError` at the first thing that is not what a file of weights needs.
  mutating func run() throws(DeepLearningError) -> PickleDictionary {
    while true {
      let instruction = try cursor.instruction()
      if instruction == .stop { return try result() }
      try perform(instruction)
    }
  }

  private mutating func result() throws(DeepLearningError) -> PickleDictionary {
    guard stack.count == 1, marks.isEmpty, cursor.isAtEnd, case .dictionary(let dictionary) = stack[0] else {
      throw cursor.problem("the program does not end with one dictionary")
    }
    return dictionary
  }

  /// Runs one instruction; the operands that follow it are read here.
  private mutating func perform(_ instruction: PickleInstruction) throws(DeepLearningError) {
    switch instruction {
    case .stop: break
    case .protocolVersion: try checkVersion(try cursor.integer(bytes: 1))
    case .mark: try mark()
    case .none: try push(.none)
    case .newTrue: try push(.bool(true))
    case .newFalse: try push(.bool(false))
    case .byteInteger: try push(.integer(try cursor.integer(bytes: 1)))
    case .shortInteger: try push(.integer(try cursor.integer(bytes: 2)))
    case .integer: try push(.integer(Int(Int32(truncatingIfNeeded: try cursor.integer(bytes: 4)))))
    case .text: try push(.text(try cursor.text(bytes: try cursor.integer(bytes: 4))))
    case .bytes: try push(.bytes(try cursor.take(try cursor.integer(bytes: 4))))
    case .shortBytes: try push(.bytes(try cursor.take(try cursor.integer(bytes: 1))))
    case .global: try push(.name(try name()))
    case .tuple: try push(try tuple(of: try popToMark()))
    case .tupleOfOne: try push(try tuple(of: try pop(1)))
    case .tupleOfTwo: try push(try tuple(of: try pop(2)))
    case .tupleOfThree: try push(try tuple(of: try pop(3)))
    case .emptyDictionary: try push(.dictionary(PickleDictionary()))
    case .setItem: try setItem()
    case .setItems: try setItems(try popToMark())
    case .reduce: try reduce()
    case .build: try build()
    case .put: try put()
    case .get: try get()
    }
  }

  private func checkVersion(_ version: Int) throws(DeepLearningError) {
    guard Self.versions.contains(version) else { throw cursor.problem("the format has version \(version)") }
  }

  // MARK: - Stack

  mutating func push(_ value: PickleValue) throws(DeepLearningError) {
    guard stack.count < Self.tallestStack else { throw cursor.problem("there are too many values") }
    stack.append(value)
  }

  /// Takes the value on top, but none from below a mark.
  mutating func pop() throws(DeepLearningError) -> PickleValue {
    guard stack.count > marks.last ?? 0, let value = stack.popLast() else {
      throw cursor.problem("there are too few values")
    }
    return value
  }

  private mutating func mark() throws(DeepLearningError) {
    guard marks.count < Self.tallestStack else { throw cursor.problem("there are too many marks") }
    marks.append(stack.count)
  }

  private mutating func popToMark() throws(DeepLearningError) -> [PickleValue] {
    guard let height = marks.popLast() else { throw cursor.problem("there is no mark") }
    defer { stack.removeSubrange(height...) }
    return Array(stack[height...])
  }

  /// The values on top, lowest first.
  private mutating func pop(_ count: Int) throws(DeepLearningError) -> [PickleValue] {
    var values: [PickleValue] = []
    for _ in 0..<count { values.append(try pop()) }
    return values.reversed()
  }

  private func tuple(of items: [PickleValue]) throws(DeepLearningError) -> PickleValue {
    let tuple = PickleTuple(items)
    guard items.count <= Self.longestTuple, tuple.depth <= Self.deepestValue, items.allSatisfy(\.isConstant) else {
      throw cursor.problem("there is a tuple that no array needs")
    }
    return .tuple(tuple)
  }

  // MARK: - Memory

  private mutating func put() throws(DeepLearningError) {
    let number = try cursor.integer(bytes: 1)
    guard stack.count > marks.last ?? 0, let value = stack.last else {
      throw cursor.problem("there is no value to remember")
    }
    memory[number] = value.isConstant ? value : nil
  }

  private mutating func get() throws(DeepLearningError) {
    let number = try cursor.integer(bytes: 1)
    guard let value = memory[number] else {
      throw cursor.problem("the memory has no constant of number \(number)")
    }
    try push(value)
  }

  // MARK: - Dictionaries

  private mutating func setItem() throws(DeepLearningError) {
    let value = try pop()
    try setItems([try pop(), value])
  }

  /// Adds keys and values in turn to the dictionary on top.
  private mutating func setItems(_ items: [PickleValue]) throws(DeepLearningError) {
    guard case .dictionary(var dictionary) = try pop(), items.count.isMultiple(of: 2) else {
      throw cursor.problem("there is no dictionary to fill")
    }
    for index in stride(from: 0, to: items.count, by: 2) {
      try add(items[index + 1], under: items[index], to: &dictionary)
    }
    guard dictionary.depth <= Self.deepestValue else { throw cursor.problem("dictionaries lie too deep") }
    try push(.dictionary(dictionary))
  }

  private mutating func add(
    _ value: PickleValue, under key: PickleValue, to dictionary: inout PickleDictionary
  ) throws(DeepLearningError) {
    guard case .text(let name) = key else { throw cursor.problem("the key of an entry is \(key.kind)") }
    entryCount += 1
    guard entryCount <= Self.mostEntries else { throw cursor.problem("there are too many entries") }
    let entry: PickleDictionary.Entry =
      switch value {
      case .array(let array): .array(array)
      case .dictionary(let inner): .dictionary(inner)
      default: throw cursor.problem("'\(name)' is \(value.kind)")
      }
    guard dictionary.add(entry, named: name) else { throw cursor.problem("'\(name)' is there twice") }
  }
}
