extension Tensor {
  /// Elements before, along and after an axis; negative axes count from the last.
  func split(at axis: Int) -> (outer: Int, extent: Int, inner: Int) {
    let position = axis < 0 ? axis + rank : axis
    precondition((0..<rank).contains(position), "shape \(shape) has no axis \(axis)")
    return (shape[..<position].reduce(1, *), shape[position], shape[(position + 1)...].reduce(1, *))
  }

  /// The same elements with their axes in another order, such as `[2, 0, 1]` for channels first.
  @specialized(where Element == Float)
  @specialized(where Element == UInt8)
  @specialized(where Element == Int32)
  public func transposed(_ axes: [Int]) -> Tensor {
    precondition(axes.sorted() == Array(0..<rank), "\(axes) does not name each axis of shape \(shape) once")
    var steps = [Int](repeating: 1, count: rank)
    for axis in stride(from: rank - 2, through: 0, by: -1) { steps[axis] = steps[axis + 1] * shape[axis + 1] }
    var result = Tensor(uninitialized: axes.map { shape[$0] })
    let walk = Odometer(extents: result.shape, steps: axes.map { steps[$0] })
    unsafe withUnsafeBuffer { source in
      unsafe result.withUnsafeMutableBuffer { target in
        var walk = walk
        for index in 0..<target.count {
          unsafe target[index] = source[walk.position]
          walk.advance()
        }
      }
    }
    return result
  }

  /// The same elements with their axes in reverse order: a matrix's transpose.
  public func transposed() -> Tensor { transposed(Array((0..<rank).reversed())) }

  /// The named rows of the first axis, one after another, such as a shuffled batch.
  public func gather(rows: [Int]) -> Tensor {
    precondition(rank > 0, "a scalar has no rows")
    var result = Tensor(uninitialized: [rows.count] + shape.dropFirst())
    let rowCount = shape.dropFirst().reduce(1, *)
    unsafe withUnsafeBuffer { source in
      unsafe result.withUnsafeMutableBuffer { target in
        for (place, row) in rows.enumerated() {
          precondition((0..<shape[0]).contains(row), "row \(row) is outside the \(shape[0]) rows")
          unsafe target.copy(source, from: row * rowCount, to: place * rowCount, count: rowCount)
        }
      }
    }
    return result
  }

  /// Puts other rows in place of as many, from `start` on, such as a batch in a tensor of the whole data set.
  package mutating func replaceRows(from start: Int, by rows: Tensor) {
    precondition(rank > 0 && rows.rank > 0, "a scalar has no rows")
    precondition(
      rows.shape.dropFirst() == shape.dropFirst() && start >= 0 && start + rows.shape[0] <= shape[0],
      "rows of shape \(rows.shape) have no place at row \(start) of shape \(shape)")
    let rowCount = shape.dropFirst().reduce(1, *)
    unsafe rows.withUnsafeBuffer { source in
      unsafe withUnsafeMutableBuffer { target in
        unsafe target.copy(source, from: 0, to: start * rowCount, count: source.count)
      }
    }
  }

  /// The part of the tensor in a range of one axis.
  public func slice(_ range: Range<Int>, axis: Int) -> Tensor {
    let (outer, extent, inner) = split(at: axis)
    precondition(
      range.lowerBound >= 0 && range.upperBound <= extent, "\(range) is outside axis \(axis) of shape \(shape)")
    var newShape = shape
    newShape[axis < 0 ? axis + rank : axis] = range.count
    var result = Tensor(uninitialized: newShape)
    let length = range.count * inner
    unsafe withUnsafeBuffer { source in
      unsafe result.withUnsafeMutableBuffer { target in
        for part in 0..<outer {
          let from = (part * extent + range.lowerBound) * inner
          unsafe target.copy(source, from: from, to: part * length, count: length)
        }
      }
    }
    return result
  }

  /// Joins tensors along an axis in which alone they may differ.
  public init(concatenating parts: [Tensor], axis: Int = 0) {
    guard let first = parts.first else { preconditionFailure("no tensors to concatenate") }
    var shape = first.shape
    let position = axis < 0 ? axis + first.rank : axis
    for part in parts.dropFirst() {
      var expected = part.shape
      if part.rank == first.rank { expected[position] = first.shape[position] }
      precondition(expected == first.shape, "\(first.shape) and \(part.shape) do not join along axis \(axis)")
      shape[position] += part.shape[position]
    }
    self.init(uninitialized: shape)
    let (outer, extent, inner) = split(at: axis)
    unsafe withUnsafeMutableBuffer { target in
      var start = 0
      for part in parts {
        let length = part.shape[position] * inner
        for row in 0..<outer {
          unsafe part.withUnsafeBuffer { source in
            unsafe target.copy(source, from: row * length, to: row * extent * inner + start, count: length)
          }
        }
        start += length
      }
    }
  }

  /// Puts tensors of one shape one after another along a new first axis.
  public init(stacking parts: [Tensor]) {
    self.init(concatenating: parts.map { $0.reshaped([1] + $0.shape) })
  }
}

extension UnsafeMutableBufferPointer where Element: BitwiseCopyable {
  /// Copies `count` elements; every range was checked by the caller.
  fileprivate func copy(_ source: UnsafeBufferPointer<Element>, from: Int, to: Int, count: Int) {
    guard count > 0, let target = baseAddress, let source = source.baseAddress else { return }
    unsafe (target + to).update(from: source + from, count: count)
  }
}

/// Counts through the indices of a shape, last axis fastest, and knows where each lies in memory.
private struct Odometer {
  let extents: [Int]
  let steps: [Int]
  private var indices: [Int]
  private(set) var position = 0

  init(extents: [Int], steps: [Int]) {
    (self.extents, self.steps) = (extents, steps)
    indices = Array(repeating: 0, count: extents.count)
  }

  mutating func advance() {
    var axis = extents.count - 1
    while axis >= 0 {
      indices[axis] += 1
      position += steps[axis]
      if indices[axis] < extents[axis] { return }
      position -= steps[axis] * extents[axis]
      indices[axis] = 0
      axis -= 1
    }
  }
}
