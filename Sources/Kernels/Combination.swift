/// Joins two arrays element by element, repeating axes of extent 1, and may apply ReLU.
package struct Combination: Sendable {
  typealias V = SIMD16<Float>

  package enum Function: Hashable, Sendable { case sum, difference, product, maximum, minimum }

  package let function: Function
  package let broadcast: Broadcast
  package let epilogue: Epilogue

  package init(_ function: Function, _ broadcast: Broadcast, epilogue: Epilogue = .linear) {
    (self.function, self.broadcast, self.epilogue) = (function, broadcast, epilogue)
  }

  /// Computes the result. A NaN in either array gives NaN. The output may be the memory of an array that is not repeated.
  package func forward(
    left: UnsafePointer<Float>, right: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>
  ) {
    switch function {
    case .sum: apply(left, right, output) { $0 + $1 }
    case .difference: apply(left, right, output) { $0 - $1 }
    case .product: apply(left, right, output) { $0 * $1 }
    case .maximum: apply(left, right, output) { x, y in x.replacing(with: y, where: (y .> x) .| (y .!= y)) }
    case .minimum: apply(left, right, output) { x, y in x.replacing(with: y, where: (y .< x) .| (y .!= y)) }
    }
  }

  @inline(__always)
  private func apply(
    _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>,
    _ function: (V, V) -> V
  ) {
    let (repeatsLeft, repeatsRight) = (broadcast.repeatsLeft, broadcast.repeatsRight)
    broadcast.forEachVector { at, l, r, length in
      let y = function(
        left.run(l, count: length, isRepeated: repeatsLeft), right.run(r, count: length, isRepeated: repeatsRight))
      output.store(epilogue == .relu ? y.rectified : y, at: at, count: length)
    }
  }

  /// Gives the gradient by a maximum or minimum to the array that it came from, of equal elements to the left, as Keras does on
  /// TensorFlow. What is repeated still has to be summed.
  ///
  /// - Parameters:
  ///   - leftGradient, rightGradient: of the result's shape, overwritten; nil where nobody needs the gradient.
  package func split(
    left: UnsafePointer<Float>, right: UnsafePointer<Float>, outputGradient: UnsafePointer<Float>,
    leftGradient: UnsafeMutablePointer<Float>?, rightGradient: UnsafeMutablePointer<Float>?
  ) {
    let (repeatsLeft, repeatsRight) = (broadcast.repeatsLeft, broadcast.repeatsRight)
    let zero = V(repeating: 0)
    broadcast.forEachVector { at, l, r, length in
      let x = left.run(l, count: length, isRepeated: repeatsLeft)
      let y = right.run(r, count: length, isRepeated: repeatsRight)
      let isLeft = function == .maximum ? x .>= y : x .<= y
      let d = outputGradient.vector(at, count: length)
      leftGradient?.store(zero.replacing(with: d, where: isLeft), at: at, count: length)
      rightGradient?.store(d.replacing(with: zero, where: isLeft), at: at, count: length)
    }
  }
}
