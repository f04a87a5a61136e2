import Tensors

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A function of single elements, or of rows, that a layer applies to its sums.
package enum ActivationFunction: Hashable, Sendable {
  case linear
  /// max(x, 0); a NaN stays a NaN.
  case relu
  /// 1 / (1 + e⁻ˣ)
  case sigmoid
  case tanh
  /// eˣ / Σ eˣ over each row
  case softmax

  /// Applies the function to `rows` rows of `columns` elements; input and output may be the same memory.
  package func forward(
    input: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>, rows: Int, columns: Int
  ) {
    let count = rows * columns
    switch self {
    case .linear: if UnsafePointer(output) != input { output.update(from: input, count: count) }
    case .relu: apply(input, output, count) { $0.rectified }
    case .sigmoid: apply(input, output, count) { Self.sigmoid($0) }
    case .tanh:
      Elementwise.forEach(count) { start, length in
        for i in start..<start + length { output[i] = tanhf(input[i]) }
      }
    case .softmax:
      Softmax.forEachRow(rows, columns) { row in
        Softmax.row(input + row * columns, into: output + row * columns, columns)
      }
    }
  }

  @inline(__always)
  private func apply(
    _ input: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>, _ count: Int,
    _ function: (SIMD16<Float>) -> SIMD16<Float>
  ) {
    Elementwise.forEach(count) { start, length in
      output.store(function(input.vector(start, count: length)), at: start, count: length)
    }
  }

  @inline(__always)
  static func sigmoid(_ x: SIMD16<Float>) -> SIMD16<Float> {
    SIMD16<Float>(repeating: 1) / (Exponential.of(-x) + 1)
  }

  /// Computes the gradient by the function's input from its output and the gradient by it.
  ///
  /// `inputGradient` is overwritten and may be the same memory as `outputGradient`.
  package func gradient(
    output: UnsafePointer<Float>, outputGradient: UnsafePointer<Float>, inputGradient: UnsafeMutablePointer<Float>,
    rows: Int, columns: Int
  ) {
    let count = rows * columns
    switch self {
    case .linear:
      if UnsafePointer(inputGradient) != outputGradient { inputGradient.update(from: outputGradient, count: count) }
    case .relu: chain(output, outputGradient, inputGradient, count) { y, d in d.kept(wherePositive: y) }
    case .sigmoid: chain(output, outputGradient, inputGradient, count) { y, d in d * y * (1 - y) }
    case .tanh: chain(output, outputGradient, inputGradient, count) { y, d in d * (1 - y * y) }
    case .softmax:
      Softmax.forEachRow(rows, columns) { row in
        Softmax.rowGradient(
          output + row * columns, outputGradient + row * columns, into: inputGradient + row * columns, columns)
      }
    }
  }

  @inline(__always)
  private func chain(
    _ output: UnsafePointer<Float>, _ gradient: UnsafePointer<Float>, _ result: UnsafeMutablePointer<Float>,
    _ count: Int,
    _ rule: (_ y: SIMD16<Float>, _ d: SIMD16<Float>) -> SIMD16<Float>
  ) {
    Elementwise.forEach(count) { start, length in
      let product = rule(output.vector(start, count: length), gradient.vector(start, count: length))
      result.store(product, at: start, count: length)
    }
  }
}
