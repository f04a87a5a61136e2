/// The targets of sixteen rows of classes.
protocol TargetLanes {
  typealias V = SIMD16<Float>

  /// t · values, t being the target of class `c`.
  func share(of values: V, _ c: Int) -> V
  /// p · total − t
  func excess(_ p: V, _ total: V, _ c: Int) -> V
}

/// Labels: t is 1 at the label and 0 elsewhere.
struct LabelLanes: TargetLanes {
  private let labels: V

  @inline(__always)
  init(_ labels: UnsafePointer<Int32>, _ rows: RowLanes) { self.labels = rows.each(labels) }

  /// Whatever stands beside the label is left out, infinities too.
  @inline(__always)
  func share(of values: V, _ c: Int) -> V { V(repeating: 0).replacing(with: values, where: labels .== Float(c)) }

  @inline(__always)
  func excess(_ p: V, _ total: V, _ c: Int) -> V { p.replacing(with: p - 1, where: labels .== Float(c)) }
}

/// A target for each class, t·(1 − α) + α/classes.
struct DistributionLanes: TargetLanes {
  private let targets: UnsafePointer<Float>
  private let rows: RowLanes
  private let factor: Float
  private let offset: Float

  @inline(__always)
  init(_ targets: UnsafePointer<Float>, _ smoothing: Float, _ rows: RowLanes) {
    (self.targets, self.rows) = (targets, rows)
    (factor, offset) = (1 - smoothing, smoothing / Float(rows.columns))
  }

  @inline(__always)
  private func target(_ c: Int) -> V { rows.load(targets, c) * factor + offset }

  @inline(__always)
  func share(of values: V, _ c: Int) -> V { target(c) * values }

  @inline(__always)
  func excess(_ p: V, _ total: V, _ c: Int) -> V { p * total - target(c) }
}
