import Tensors
import Testing

/// Floats between two guard zones that no kernel may touch.
final class Buffer {
  private static let guardCount = 64
  private static let guardValue: Float = -12345.5

  let count: Int
  private let storage: TensorStorage<Float>

  /// Memory full of junk: whatever a kernel leaves unwritten or reads without having written shows.
  init(junk count: Int, _ value: Float = .nan) {
    self.count = count
    storage = TensorStorage(uninitialized: count + 2 * Self.guardCount)
    storage.pointer.update(repeating: Self.guardValue, count: storage.count)
    pointer.update(repeating: value, count: count)
  }

  convenience init(_ values: [Float]) {
    self.init(junk: values.count)
    for (index, value) in values.enumerated() { pointer[index] = value }
  }

  /// Random numbers between -1 and 1.
  convenience init(random count: Int, _ purpose: String) {
    var generator = RandomGenerator(seed: 7, purpose: purpose)
    self.init((0..<count).map { _ in generator.uniform(in: -1..<1) })
  }

  /// The memory, which lasts as long as the buffer does: give the buffer a name and ask it something after the kernel
  /// has run. `Buffer(…).pointer` as an argument is freed before the kernel sees it.
  var pointer: UnsafeMutablePointer<Float> { storage.pointer + Self.guardCount }
  var input: UnsafePointer<Float> { UnsafePointer(pointer) }
  var values: [Float] { (0..<count).map { pointer[$0] } }
  var bits: [UInt32] { values.map(\.bitPattern) }

  /// Whether the memory before and behind is as it was.
  var isIntact: Bool {
    (0..<Self.guardCount).allSatisfy {
      storage.pointer[$0] == Self.guardValue && pointer[count + $0] == Self.guardValue
    }
  }
}

/// Bytes that a kernel writes, and that must lie in memory long enough.
func withBytes<R>(_ count: Int, _ body: (UnsafeMutablePointer<UInt8>) -> R) -> (R, [UInt8]) {
  var bytes = [UInt8](repeating: 0xAA, count: count + 1)
  let result = bytes.withUnsafeMutableBufferPointer {
    body($0.baseAddress ?? UnsafeMutablePointer.allocate(capacity: 1))
  }
  #expect(bytes[count] == 0xAA)
  return (result, Array(bytes.dropLast()))
}

/// Checks two lists element by element, relative to the greatest.
func expectClose(
  _ values: [Float], _ expected: [Double], tolerance: Double = 1e-5, _ what: String,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  guard values.count == expected.count else {
    Issue.record("\(what): \(values.count) values, not \(expected.count)", sourceLocation: sourceLocation)
    return
  }
  let scale = max(expected.map { abs($0) }.max() ?? 0, 1e-3)
  for (index, value) in values.enumerated() where !(abs(Double(value) - expected[index]) <= tolerance * scale) {
    Issue.record("\(what)[\(index)] is \(value), not \(expected[index])", sourceLocation: sourceLocation)
    return
  }
}
