import Tensors

/// A function of single elements, or of rows, that a layer applies to its sums.
package enum ActivationFunction: Hashable, Sendable {
  case linear
  /// max(x, 0); a NaN stays a NaN.
  case relu
  /// ReLU with a slope below its threshold and an upper limit.
  case rectifier(Rectifier)
  /// x where positive, else α · (eˣ − 1)
  case elu(alpha: Float)
  /// x · Φ(x)
  case gelu
  /// x / (1 + e⁻ˣ)
  case silu
  /// 1 / (1 + e⁻ˣ)
  case sigmoid
  case tanh
  /// eˣ / Σ eˣ over each row
  case softmax

  /// Whether `gradient` needs what `forward` read; of all others it needs what `forward` wrote.
  package var keepsInput: Bool { self == .gelu || self == .silu }

  /// Applies the function to `rows` rows of `columns` elements; input and output may be the same memory.
  package func forward(
    input: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>, rows: Int, columns: Int
  ) {
    let count = rows * columns
    switch self {
    case .linear: if UnsafePointer(output) != input { output.update(from: input, count: count) }
    case .relu: apply(input, output, count) { $0.rectified }
    case .rectifier(let rectifier): apply(input, output, count) { rectifier.value($0) }
    case .elu(let alpha): apply(input, output, count) { Formulas.elu($0, alpha) }
    case .gelu: apply(input, output, count) { $0 * NormalDistribution.share(below: $0) }
    case .silu: apply(input, output, count) { $0 * Self.sigmoid($0) }
    case .sigmoid: apply(input, output, count) { Self.sigmoid($0) }
    case .tanh: apply(input, output, count) { Formulas.tanh($0) }
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

  /// Computes the gradient by the function's input from the gradient by its output.
  ///
  /// `inputGradient` is overwritten and may be the same memory as `outputGradient`.
  /// - Parameter kept: the function's input if `keepsInput`, else its output.
  package func gradient(
    kept: UnsafePointer<Float>, outputGradient: UnsafePointer<Float>, inputGradient: UnsafeMutablePointer<Float>,
    rows: Int, columns: Int
  ) {
    let count = rows * columns
    switch self {
    case .linear:
      if UnsafePointer(inputGradient) != outputGradient { inputGradient.update(from: outputGradient, count: count) }
    case .relu: chain(kept, outputGradient, inputGradient, count) { y, d in d.kept(wherePositive: y) }
    case .rectifier(let rectifier):
      chain(kept, outputGradient, inputGradient, count) { y, d in d * rectifier.slope(output: y) }
    case .elu(let alpha):
      chain(kept, outputGradient, inputGradient, count) { y, d in (d * (y + alpha)).replacing(with: d, where: y .> 0) }
    case .gelu:
      chain(kept, outputGradient, inputGradient, count) { x, d in
        d * (NormalDistribution.share(below: x) + x * NormalDistribution.density(x))
      }
    case .silu: chain(kept, outputGradient, inputGradient, count) { x, d in d * Formulas.siluSlope(x) }
    case .sigmoid: chain(kept, outputGradient, inputGradient, count) { y, d in d * y * (1 - y) }
    case .tanh: chain(kept, outputGradient, inputGradient, count) { y, d in d * (1 - y * y) }
    case .softmax:
      Softmax.forEachRow(rows, columns) { row in
        Softmax.rowGradient(
          kept + row * columns, outputGradient + row * columns, into: inputGradient + row * columns, columns)
      }
    }
  }

  @inline(__always)
  private func chain(
    _ kept: UnsafePointer<Float>, _ gradient: UnsafePointer<Float>, _ result: UnsafeMutablePointer<Float>,
    _ count: Int, _ rule: (_ kept: SIMD16<Float>, _ d: SIMD16<Float>) -> SIMD16<Float>
  ) {
    Elementwise.forEach(count) { start, length in
      let product = rule(kept.vector(start, count: length), gradient.vector(start, count: length))
      result.store(product, at: start, count: length)
    }
  }
}
