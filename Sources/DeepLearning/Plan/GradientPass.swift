/// Appends the backward pass to a list of operations: for each, in reverse, the gradients by what is worth it.
///
/// Nothing is computed below the lowest trainable parameter, and none by the inputs unless asked for.
struct GradientPass {
  private(set) var operations: [any Operation] = []
  private(set) var buffers: [BufferSpecification]
  private let wanted: Set<Buffer>
  private var gradients: [Buffer: Buffer] = [:]
  /// Gradients that others read too, so that nothing may be added to them in place.
  private var common: Set<Buffer> = []
  private var unsummed: [any Operation] = []

  /// Finds out which buffers need a gradient: the sources, and all that depends on them.
  init(_ operations: [any ForwardOperation], buffers: [BufferSpecification], sources: Set<Buffer>) {
    self.buffers = buffers
    var wanted = sources
    for operation in operations where operation.differentiable.contains(where: wanted.contains) {
      wanted.insert(operation.output)
    }
    self.wanted = wanted
  }

  /// Differentiates the operations from last to first; each may change so that it keeps what its gradient needs.
  mutating func run(over operations: inout [any ForwardOperation]) {
    for index in operations.indices.reversed() where isOnTheWay(operations[index]) {
      operations[index].differentiate(&self)
    }
  }

  /// Whether a gradient has to pass through an operation. Through one that computes a source it need not.
  private func isOnTheWay(_ operation: any ForwardOperation) -> Bool {
    operation.differentiable.contains(where: wanted.contains)
  }

  /// Where the gradient by `buffer` lies, if it has one yet.
  func gradient(of buffer: Buffer) -> Buffer? { gradients[buffer] }

  /// Declares that the gradient by `buffer` is given from outside.
  mutating func give(_ gradient: Buffer, for buffer: Buffer) { gradients[buffer] = gradient }

  /// Where an operation has to write its share of the gradient by `buffer`; nil if nobody needs it.
  ///
  /// The first share is the gradient itself; later ones get memory of their own and are added.
  mutating func destination(for buffer: Buffer?, layer: String) -> Buffer? {
    guard let buffer, wanted.contains(buffer) else { return nil }
    let share = scratch(like: buffer, isFirst: gradients[buffer] == nil)
    if let sum = addition(of: share, to: buffer, layer: layer) { unsummed.append(sum) }
    return share
  }

  /// The sum of the shares of the gradient by `buffer` so far, for an operation that adds its own share in place; nil where there
  /// is none yet, or others read it too.
  func sum(of buffer: Buffer) -> Buffer? {
    guard let sum = gradients[buffer], !common.contains(sum) else { return nil }
    return sum
  }

  /// Declares that `gradient`, which is computed already and which others may read, is the gradient by `buffer` or a share of
  /// it: where a sum of the graph passes its gradient on, nothing is copied.
  mutating func pass(_ gradient: Buffer, to buffer: Buffer, layer: String) {
    guard wanted.contains(buffer) else { return }
    let isFirst = gradients[buffer] == nil
    if let sum = addition(of: gradient, to: buffer, layer: layer) { operations.append(sum) }
    if isFirst { common.insert(gradient) }
  }

  /// Takes a share as the gradient by `buffer`, or gives the operation that adds it to the shares before it.
  private mutating func addition(of share: Buffer, to buffer: Buffer, layer: String) -> (any Operation)? {
    guard let sum = gradients[buffer] else {
      gradients[buffer] = share
      return nil
    }
    let count = buffers[buffer.index].count
    guard common.contains(sum) else { return Accumulation(layer: layer, source: share, target: sum, count: count) }
    let result = scratch(like: buffer, isFirst: false)
    gradients[buffer] = result
    return Summation(layer: layer, left: sum, right: share, target: result, count: count)
  }

  private mutating func scratch(like buffer: Buffer, isFirst: Bool) -> Buffer {
    var specification = buffers[buffer.index]
    if case .parameter(let number) = specification.role, isFirst {
      specification.role = .gradient(number)
    } else {
      specification.role = .shared
    }
    return add(specification)
  }

  /// Whether a gradient by `buffer` is needed.
  func wants(_ buffer: Buffer?) -> Bool { buffer.map(wanted.contains) ?? false }

  /// Makes room for floats that one operation of the backward pass leaves to another.
  mutating func floats(_ count: Int) -> Buffer {
    add(BufferSpecification(count: count, element: .float, role: .shared))
  }

  /// Makes room for the places of maxima, which the forward pass writes and the backward pass reads.
  mutating func bytes(_ count: Int) -> Buffer {
    add(BufferSpecification(count: count, element: .byte, role: .shared))
  }

  private mutating func add(_ specification: BufferSpecification) -> Buffer {
    buffers.append(specification)
    return Buffer(index: buffers.count - 1)
  }

  /// Appends an operation of the backward pass, and the sums that its results are part of.
  mutating func append(_ operation: any Operation) {
    operations.append(operation)
    appendSums()
  }

  /// Appends the sums that the gradients written so far are part of.
  mutating func appendSums() {
    operations.append(contentsOf: unsummed)
    unsummed = []
  }
}
