// Tensors: dense n-dimensional arrays with value semantics, the thread pool and seeded random numbers.
//
// 1. A `Tensor` is a shape and a stretch of shared `TensorStorage`, in row-major order; copies share until one writes.
// 2. The `ThreadPool` runs pieces of work whose boundaries depend on shapes alone.
// 3. A `RandomGenerator` gives the same numbers for the same seed and purpose everywhere.

/// A dense array in row-major order, such as images `[batch, height, width, channels]`.
public struct Tensor<Element: Scalar>: Sendable {
  /// Extent of each axis; empty for a scalar.
  public private(set) var shape: [Int]
  private var storage: TensorStorage<Element>
  /// Index in `storage` of the first element.
  private var offset: Int

  /// Number of elements: the product of the shape.
  public var count: Int { shape.reduce(1, *) }
  public var rank: Int { shape.count }

  /// Makes a tensor of which every element is `value`.
  public init(_ shape: [Int], repeating value: Element) {
    self.init(uninitialized: shape)
    unsafe storage.pointer.update(repeating: value, count: count)
  }

  /// Makes a tensor of zeros.
  public init(zeros shape: [Int]) { self.init(shape, repeating: .zero) }

  /// Makes a tensor from its elements in row-major order.
  public init(_ shape: [Int], _ elements: [Element]) {
    self.init(uninitialized: shape)
    precondition(
      elements.count == count, "shape \(shape) needs \(count) elements, not \(elements.count)")
    unsafe elements.withUnsafeBufferPointer { source in
      guard let base = source.baseAddress else { return }
      unsafe storage.pointer.update(from: base, count: source.count)
    }
  }

  /// Makes a vector.
  public init(_ elements: [Element]) { self.init([elements.count], elements) }

  /// Makes a tensor whose elements are undefined until they are written.
  package init(uninitialized shape: [Int]) {
    precondition(shape.allSatisfy { $0 >= 0 }, "a shape has no negative extent: \(shape)")
    self.shape = shape
    storage = TensorStorage(uninitialized: shape.reduce(1, *))
    offset = 0
  }

  /// The elements in row-major order.
  public var elements: [Element] { unsafe withUnsafeBuffer { unsafe Array($0) } }

  /// Calls `body` with the elements' memory.
  package func withUnsafeBuffer<R, E: Error>(
    _ body: (UnsafeBufferPointer<Element>) throws(E) -> R
  ) throws(E) -> R {
    try unsafe body(UnsafeBufferPointer(start: storage.pointer + offset, count: count))
  }

  /// Calls `body` with the elements' memory, copied first if another tensor shares it.
  package mutating func withUnsafeMutableBuffer<R, E: Error>(
    _ body: (UnsafeMutableBufferPointer<Element>) throws(E) -> R
  ) throws(E) -> R {
    makeUnique()
    return try unsafe body(UnsafeMutableBufferPointer(start: storage.pointer + offset, count: count))
  }

  /// Whether no other tensor shares the memory, so that it may be filled anew.
  package mutating func isUnique() -> Bool { isKnownUniquelyReferenced(&storage) }

  private mutating func makeUnique() {
    guard !isKnownUniquelyReferenced(&storage) else { return }
    let copy = TensorStorage<Element>(uninitialized: count)
    unsafe copy.pointer.update(from: storage.pointer + offset, count: count)
    storage = copy
    offset = 0
  }
}

// MARK: - Elements, rows and shapes

extension Tensor {
  /// The element at one index an axis.
  public subscript(_ indices: Int...) -> Element {
    get { unsafe storage.pointer[offset + position(indices)] }
    set {
      makeUnique()
      unsafe storage.pointer[offset + position(indices)] = newValue
    }
  }

  private func position(_ indices: [Int]) -> Int {
    precondition(indices.count == rank, "a tensor of shape \(shape) takes \(rank) indices, not \(indices.count)")
    var position = 0
    for (axis, index) in indices.enumerated() {
      precondition((0..<shape[axis]).contains(index), "index \(index) is outside axis \(axis) of shape \(shape)")
      position = position * shape[axis] + index
    }
    return position
  }

  /// The part of the tensor at `index` of the first axis, such as one image of a batch. Shares memory.
  public func row(_ index: Int) -> Tensor {
    var row = rows(index..<index + 1)
    row.shape.removeFirst()
    return row
  }

  /// The part of the tensor in a range of the first axis, such as a batch of a data set. Shares memory.
  public func rows(_ range: Range<Int>) -> Tensor {
    precondition(rank > 0, "a scalar has no rows")
    precondition(
      range.lowerBound >= 0 && range.upperBound <= shape[0], "rows \(range) are outside the \(shape[0]) rows")
    var part = self
    part.shape[0] = range.count
    part.offset += range.lowerBound * shape.dropFirst().reduce(1, *)
    return part
  }

  /// The same elements under another shape. Shares memory. One extent may be -1: it follows from the others.
  public func reshaped(_ newShape: [Int]) -> Tensor {
    let known = newShape.filter { $0 >= 0 }.reduce(1, *)
    let shape = newShape.map { $0 == -1 && known > 0 ? count / known : $0 }
    precondition(shape.reduce(1, *) == count, "shape \(self.shape) cannot become \(newShape): \(count) elements")
    var result = self
    result.shape = shape
    return result
  }

  /// A tensor of the same shape whose elements are computed one by one.
  public func map<Result: Scalar>(_ transform: (Element) -> Result) -> Tensor<Result> {
    var result = Tensor<Result>(uninitialized: shape)
    unsafe withUnsafeBuffer { source in
      unsafe result.withUnsafeMutableBuffer { target in
        for index in 0..<source.count { unsafe target[index] = transform(source[index]) }
      }
    }
    return result
  }
}

extension Tensor: Equatable {
  public static func == (left: Tensor, right: Tensor) -> Bool {
    guard left.shape == right.shape else { return false }
    return unsafe left.withUnsafeBuffer { a in
      unsafe right.withUnsafeBuffer { b in unsafe a.elementsEqual(b) }
    }
  }
}
