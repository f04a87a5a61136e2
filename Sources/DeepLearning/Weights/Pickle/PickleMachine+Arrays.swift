/// The only objects that a program can make: NumPy's arrays of 32-bit floats, through their type and their constructor.
extension PickleMachine {
  mutating func name() throws(DeepLearningError) -> PickleName {
    let name = "\(try cursor.line()) \(try cursor.line())"
    guard let known = PickleName(rawValue: name) else {
      throw cursor.problem("the program names '\(name)', which is never called here")
    }
    return known
  }

  /// NumPy's `_reconstruct(ndarray, (0,), b'b')` and `dtype('f4', False, True)`, which are all that can be called.
  mutating func reduce() throws(DeepLearningError) {
    guard case .tuple(let arguments) = try pop(), case .name(let name) = try pop() else {
      throw cursor.problem("something is called that is not a name")
    }
    switch name {
    case .arrayConstructor where arguments.items == Self.arrayArguments: try push(.emptyArray)
    case .elementType where arguments.items == Self.floatArguments: try push(.floatType)
    default: throw cursor.problem("\(name.rawValue) is called with other arguments than arrays of 32-bit floats need")
    }
  }

  /// Type of the array, a shape and a type that `build` replaces.
  private static let arrayArguments: [PickleValue] = [
    .name(.array), .tuple(PickleTuple([.integer(0)])), .bytes([UInt8(ascii: "b")]),
  ]
  private static let floatArguments: [PickleValue] = [.text("f4"), .bool(false), .bool(true)]
  /// Version, byte order (least significant first), and what only other types have.
  private static let floatState: [PickleValue] = [
    .integer(3), .text("<"), .none, .none, .none, .integer(-1), .integer(-1), .integer(0),
  ]

  mutating func build() throws(DeepLearningError) {
    guard case .tuple(let state) = try pop() else { throw cursor.problem("an object's state is no tuple") }
    switch try pop() {
    case .floatType where state.items == Self.floatState: try push(.floatType)
    case .emptyArray: try push(.array(try array(state.items)))
    case let other: throw cursor.problem("\(other.kind) gets a state that no array of 32-bit floats needs")
    }
  }

  /// An array of the state (version, shape, type, whether columns come first, bytes).
  private func array(_ state: [PickleValue]) throws(DeepLearningError) -> PickledArray {
    guard state.count == 5, state[0] == .integer(1), case .tuple(let extents) = state[1], state[2] == .floatType,
      state[3] == .bool(false), case .bytes(let bytes) = state[4]
    else { throw cursor.problem("an array is not one of 32-bit floats in row-major order") }
    let shape = extents.items.compactMap { if case .integer(let extent) = $0 { extent } else { nil } }
    guard shape.count == extents.items.count, Self.byteCount(shape) == bytes.count else {
      throw cursor.problem("an array of shape \(shape) has \(bytes.count) bytes")
    }
    return PickledArray(shape: shape, bytes: bytes)
  }

  /// Bytes of an array of this shape; nil if no array has it.
  private static func byteCount(_ shape: [Int]) -> Int? {
    var bytes = PickledArray.elementBytes
    for extent in shape {
      let (product, overflows) = bytes.multipliedReportingOverflow(by: extent)
      guard extent >= 0, !overflows else { return nil }
      bytes = product
    }
    return bytes
  }
}
