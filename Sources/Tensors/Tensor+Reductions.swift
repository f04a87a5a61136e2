// Sums are taken in Double, element after element, so that they do not depend on threads or vector widths.

extension Tensor {
  /// The sum of all elements; 0 of none.
  @specialized(where Element == Float)
  @specialized(where Element == UInt8)
  @specialized(where Element == Int32)
  public func sum() -> Double {
    unsafe withUnsafeBuffer { elements in
      var sum = 0.0
      for index in 0..<elements.count { unsafe sum += elements[index].asDouble }
      return sum
    }
  }

  /// The mean of all elements.
  public func mean() -> Double {
    precondition(count > 0, "a tensor of shape \(shape) has no mean")
    return sum() / Double(count)
  }

  /// The standard deviation of all elements: √(Σ (x − mean)² / count).
  @specialized(where Element == Float)
  @specialized(where Element == UInt8)
  @specialized(where Element == Int32)
  public func standardDeviation() -> Double {
    let mean = mean()
    let squares = unsafe withUnsafeBuffer { elements in
      var sum = 0.0
      for index in 0..<elements.count {
        let deviation = unsafe elements[index].asDouble - mean
        sum += deviation * deviation
      }
      return sum
    }
    return (squares / Double(count)).squareRoot()
  }

  /// The least element.
  public func min() -> Element { extremum { $0 < $1 } }

  /// The greatest element.
  public func max() -> Element { extremum { $1 < $0 } }

  @specialized(where Element == Float)
  @specialized(where Element == UInt8)
  @specialized(where Element == Int32)
  private func extremum(_ isBetter: (Element, Element) -> Bool) -> Element {
    precondition(count > 0, "a tensor of shape \(shape) has neither a least nor a greatest element")
    return unsafe withUnsafeBuffer { elements in
      var best = unsafe elements[0]
      for index in 1..<elements.count where unsafe isBetter(elements[index], best) { best = unsafe elements[index] }
      return best
    }
  }

  /// The index of the greatest element along the last axis; of equal ones the first.
  ///
  /// ## Shapes
  /// [rows, …, classes] → [rows, …]
  @specialized(where Element == Float)
  @specialized(where Element == UInt8)
  @specialized(where Element == Int32)
  public func argmax() -> Tensor<Int32> {
    guard let columns = shape.last, columns > 0 else { preconditionFailure("shape \(shape) has no argmax") }
    let best: [Int32] = unsafe withUnsafeBuffer { elements in
      stride(from: 0, to: elements.count, by: columns).map { start in
        var best = start
        for index in start..<start + columns where unsafe elements[index] > elements[best] { best = index }
        return Int32(best - start)
      }
    }
    return Tensor<Int32>(Array(shape.dropLast()), best)
  }
}

extension Tensor where Element == Float {
  /// The sums along an axis, which disappears from the shape.
  public func sum(axis: Int) -> Tensor {
    let (outer, extent, inner) = split(at: axis)
    var sums = [Double](repeating: 0, count: outer * inner)
    unsafe withUnsafeBuffer { elements in
      for index in 0..<elements.count {
        sums[index / (extent * inner) * inner + index % inner] += unsafe Double(elements[index])
      }
    }
    var shape = shape
    shape.remove(at: axis < 0 ? axis + rank : axis)
    return Tensor(shape, sums.map { Float($0) })
  }

  /// The means along an axis, which disappears from the shape.
  public func mean(axis: Int) -> Tensor { sum(axis: axis) / Float(split(at: axis).extent) }
}
