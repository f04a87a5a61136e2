import Tensors

/// A loss of every element by itself; a row's loss is the mean of its elements'.
package struct ElementLoss: Hashable, Sendable {
  package enum Rule: Hashable, Sendable {
    /// (p − t)²
    case squared
    /// |p − t|
    case absolute
    /// max(z, 0) − z·t + log(1 + e^−|z|) of logits z, with targets t·(1 − α) + α/2.
    case binaryLogits(smoothing: Float)
    /// −t·log p − (1 − t)·log(1 − p), p clipped to ε…1−ε, with targets t·(1 − α) + α/2.
    case binaryProbabilities(smoothing: Float)
  }

  let rule: Rule
  let rows: Int
  let columns: Int

  package init(_ rule: Rule, rows: Int, columns: Int) { (self.rule, self.rows, self.columns) = (rule, rows, columns) }

  typealias V = SIMD16<Float>

  /// Elements in a piece of work.
  private static var pieceCount: Int { 8192 }

  private var count: Int { rows * columns }
  var pieces: Pieces { Pieces(count, most: (count + Self.pieceCount - 1) / Self.pieceCount) }

  func run(_ operands: LossOperands) {
    switch rule {
    case .squared: apply(operands) { p, t in ((p - t) * (p - t), 2 * (p - t), p) }
    case .absolute: apply(operands) { p, t in Self.absolute(p - t, p) }
    case .binaryLogits(let smoothing):
      apply(operands) { z, t in Self.ofLogits(z, t * (1 - smoothing) + smoothing / 2) }
    case .binaryProbabilities(let smoothing):
      apply(operands) { p, t in Self.ofProbabilities(p, t * (1 - smoothing) + smoothing / 2) }
    }
  }

  /// Computes sixteen elements at a time: loss, slope, and what the activation makes of the score.
  @inline(__always)
  private func apply(_ operands: LossOperands, _ rule: (_ score: V, _ target: V) -> (loss: V, slope: V, activated: V)) {
    let scale = operands.scale / Float(columns)
    ThreadPool.shared.parallel(pieces.count) { piece in
      var sum = LaneSum()
      let range = pieces.range(piece)
      for start in stride(from: range.lowerBound, to: range.upperBound, by: 16) {
        let length = min(range.upperBound - start, 16)
        let weights = weights(operands.weights, start, length)
        let result = rule(
          operands.scores.vector(start, count: length), operands.targets.vector(start, count: length))
        sum.add(Self.first(length, of: result.loss * weights))
        operands.gradient?.store(result.slope * weights * scale, at: start, count: length)
        operands.activated?.store(result.activated, at: start, count: length)
      }
      operands.sums[piece] = sum.value / Double(columns)
    }
  }

  /// The weights of the rows that elements belong to.
  @inline(__always)
  private func weights(_ weights: UnsafePointer<Float>?, _ start: Int, _ length: Int) -> V {
    guard let weights else { return V(repeating: 1) }
    if columns == 1 { return weights.vector(start, count: length) }
    var result = V(repeating: 0)
    for lane in 0..<length { result[lane] = weights[(start + lane) / columns] }
    return result
  }

  @inline(__always)
  private static func first(_ length: Int, of vector: V) -> V {
    guard length < 16 else { return vector }
    var result = V(repeating: 0)
    for lane in 0..<length { result[lane] = vector[lane] }
    return result
  }

  @inline(__always)
  private static func absolute(_ difference: V, _ p: V) -> (V, V, V) {
    let isNegative = difference .< 0
    let sign = V(repeating: 0).replacing(with: 1, where: difference .> 0).replacing(with: -1, where: isNegative)
    return (difference.replacing(with: -difference, where: isNegative), sign, p)
  }

  @inline(__always)
  private static func ofLogits(_ z: V, _ t: V) -> (V, V, V) {
    let power = Exponential.of(z.replacing(with: -z, where: z .> 0))
    let p = ActivationFunction.sigmoid(z)
    return (z.rectified - z * t + Logarithm.ofOnePlus(power), p - t, p)
  }

  @inline(__always)
  private static func ofProbabilities(_ score: V, _ t: V) -> (V, V, V) {
    let p = Probability.clipped(score)
    let loss = -(t * Logarithm.of(p) + (1 - t) * Logarithm.of(1 - p))
    return (loss, Probability.kept((1 - t) / (1 - p) - t / p, inside: score), score)
  }
}
