import Tensors

/// Cross-entropy of one class out of several, a loss for each row.
///
/// 1. Of logits x: Σ t·(log Σ eˣ − x), which is exact; the gradient is Σt·softmax(x) − t.
/// 2. Of probabilities p and integer labels: they are clipped to ε…1−ε, then brought to the sum 1.
/// 3. Of probabilities p and a target for each class: they are brought to the sum 1, then clipped.
///
/// 2 and 3 differ because they do in Keras. Sixteen rows are computed at once, one in each lane.
package struct ClassLoss: Hashable, Sendable {
  package enum Scores: Hashable, Sendable { case logits, probabilities }

  package enum Target: Hashable, Sendable {
    /// An integer for each row.
    case label
    /// A number for each class, mixed with the same for all classes: t·(1 − α) + α/classes.
    case distribution(smoothing: Float)
  }

  let scores: Scores
  let target: Target
  let groups: RowGroups

  package init(rows: Int, classes: Int, scores: Scores, target: Target) {
    (self.scores, self.target) = (scores, target)
    groups = RowGroups(rows: rows, columns: classes)
  }

  typealias V = SIMD16<Float>
  private var classes: Int { groups.columns }

  func run(_ operands: LossOperands) {
    switch (scores, target) {
    case (.logits, .label): sum(operands) { ofLogits($0, operands, LabelLanes(operands.labels, $0)) }
    case (.logits, .distribution(let smoothing)):
      sum(operands) { ofLogits($0, operands, DistributionLanes(operands.targets, smoothing, $0)) }
    case (.probabilities, .label):
      sum(operands) { ofClipped($0, operands, LabelLanes(operands.labels, $0)) }
    case (.probabilities, .distribution(let smoothing)):
      sum(operands) { ofNormalised($0, operands, DistributionLanes(operands.targets, smoothing, $0)) }
    }
  }

  /// Adds the weighted losses of each piece.
  @inline(__always)
  private func sum(_ operands: LossOperands, _ losses: (RowLanes) -> V) {
    ThreadPool.shared.parallel(groups.pieces.count) { piece in
      var sum = LaneSum()
      groups.forEach(ofPiece: piece) { rows in
        let weighted = losses(rows) * weights(rows, operands)
        sum.add(rows.count == 16 ? weighted : V(repeating: 0).replacing(with: weighted, where: rows.isRow))
      }
      operands.sums[piece] = sum.value
    }
  }

  @inline(__always)
  private func weights(_ rows: RowLanes, _ operands: LossOperands) -> V {
    operands.weights.map { rows.each($0) } ?? V(repeating: 1)
  }

  /// eˣ⁻ᵐ lies where probabilities or gradient will, until the row's sum is known; each is read before it is overwritten.
  @inline(__always)
  private func ofLogits(_ rows: RowLanes, _ operands: LossOperands, _ target: some TargetLanes) -> V {
    let most = maximum(rows, operands.scores)
    let powers = operands.activated ?? operands.gradient
    var (sum, total, distance) = (V(repeating: 0), V(repeating: 0), V(repeating: 0))
    for c in 0..<classes {
      let x = rows.load(operands.scores, c) - most
      let power = Exponential.of(x)
      sum += power
      total += target.share(of: V(repeating: 1), c)
      distance += target.share(of: x, c)
      if let powers { rows.store(power, powers, c) }
    }
    guard let powers else { return total * Logarithm.of(sum) - distance }
    let scale = weights(rows, operands) * operands.scale
    for c in 0..<classes {
      let p = rows.load(UnsafePointer(powers), c) / sum
      if let gradient = operands.gradient { rows.store(target.excess(p, total, c) * scale, gradient, c) }
      if let activated = operands.activated { rows.store(p, activated, c) }
    }
    return total * Logarithm.of(sum) - distance
  }

  @inline(__always)
  private func maximum(_ rows: RowLanes, _ scores: UnsafePointer<Float>) -> V {
    var most = rows.load(scores, 0)
    for c in 1..<classes {
      let x = rows.load(scores, c)
      most.replace(with: x, where: x .> most)
    }
    return most
  }

  /// log Σ q − Σ t·log q with clipped q.
  @inline(__always)
  private func ofClipped(_ rows: RowLanes, _ operands: LossOperands, _ target: LabelLanes) -> V {
    var (sum, chosen) = (V(repeating: 0), V(repeating: 0))
    for c in 0..<classes {
      let q = Probability.clipped(rows.load(operands.scores, c))
      sum += q
      chosen += target.share(of: q, c)
    }
    if let gradient = operands.gradient {
      let scale = weights(rows, operands) * operands.scale
      for c in 0..<classes {
        let p = rows.load(operands.scores, c)
        let slope = 1 / sum - target.share(of: 1 / p, c)
        rows.store(Probability.kept(slope, inside: p) * scale, gradient, c)
      }
    }
    return Logarithm.of(sum) - Logarithm.of(chosen)
  }

  /// −Σ t·log q with q = p / Σ p, clipped.
  @inline(__always)
  private func ofNormalised(_ rows: RowLanes, _ operands: LossOperands, _ target: DistributionLanes) -> V {
    var sum = V(repeating: 0)
    for c in 0..<classes { sum += rows.load(operands.scores, c) }
    var (loss, inside) = (V(repeating: 0), V(repeating: 0))
    for c in 0..<classes {
      let q = rows.load(operands.scores, c) / sum
      loss -= target.share(of: Logarithm.of(Probability.clipped(q)), c)
      inside += Probability.kept(target.share(of: V(repeating: 1), c), inside: q)
    }
    guard let gradient = operands.gradient else { return loss }
    let scale = weights(rows, operands) * operands.scale / sum
    for c in 0..<classes {
      let q = rows.load(operands.scores, c) / sum
      let slope = inside - Probability.kept(target.share(of: 1 / q, c), inside: q)
      rows.store(slope * scale, gradient, c)
    }
    return loss
  }
}
