import Tensors

/// 1 − 2·Σ t·p / (Σ t + Σ p + ε) over the whole batch, times the mean of the rows' weights.
package struct DiceLoss: Hashable, Sendable {
  let rows: Int
  let columns: Int

  package init(rows: Int, columns: Int) { (self.rows, self.columns) = (rows, columns) }

  /// Elements in a piece of work.
  private static var pieceCount: Int { 8192 }

  private var count: Int { rows * columns }
  private var pieces: Pieces { Pieces(count, most: (count + Self.pieceCount - 1) / Self.pieceCount) }

  /// Three sums in Double for each piece.
  var workspaceCount: Int { pieces.count * 6 }

  func run(_ operands: LossOperands) {
    let sums = sums(operands)
    let total = sums.targets + sums.scores + Double(Probability.epsilon)
    let weight = meanWeight(operands.weights)
    operands.sums[0] = (1 - 2 * sums.products / total) * weight
    guard let gradient = operands.gradient else { return }
    let scale = 2 * weight * Double(operands.scale) / total
    let (slope, offset) = (Float(-scale), Float(scale * sums.products / total))
    Elementwise.forEach(count) { start, length in
      gradient.store(operands.targets.vector(start, count: length) * slope + offset, at: start, count: length)
    }
  }

  private func sums(_ operands: LossOperands) -> (products: Double, targets: Double, scores: Double) {
    let partial = UnsafeMutableRawPointer(operands.workspace).assumingMemoryBound(to: Double.self)
    ThreadPool.shared.parallel(pieces.count) { piece in
      var (products, targets, scores) = (LaneSum(), LaneSum(), LaneSum())
      let range = pieces.range(piece)
      for start in stride(from: range.lowerBound, to: range.upperBound, by: 16) {
        let length = min(range.upperBound - start, 16)
        let (p, t) = (operands.scores.vector(start, count: length), operands.targets.vector(start, count: length))
        products.add(p * t)
        targets.add(t)
        scores.add(p)
      }
      (partial[piece * 3], partial[piece * 3 + 1], partial[piece * 3 + 2]) = (
        products.value, targets.value, scores.value
      )
    }
    var sums = (products: 0.0, targets: 0.0, scores: 0.0)
    for piece in 0..<pieces.count {
      sums.products += partial[piece * 3]
      sums.targets += partial[piece * 3 + 1]
      sums.scores += partial[piece * 3 + 2]
    }
    return sums
  }

  private func meanWeight(_ weights: UnsafePointer<Float>?) -> Double {
    guard let weights else { return 1 }
    var sum = 0.0
    for row in 0..<rows { sum += Double(weights[row]) }
    return sum / Double(rows)
  }
}
