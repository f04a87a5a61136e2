/// What a loss reads and writes.
///
/// ## Shapes
/// scores, activated, gradient [rows, columns]; target [rows] as Int32 or [rows, columns] as Float; weights [rows]
package struct LossOperands {
  /// What the model gives: probabilities, logits or numbers.
  let scores: UnsafePointer<Float>
  /// Labels as Int32, or as many Floats as scores.
  let target: UnsafeRawPointer
  /// What each row's loss is multiplied by; nil for 1.
  let weights: UnsafePointer<Float>?
  /// Get the sum of each piece's weighted losses.
  let sums: UnsafeMutablePointer<Double>
  /// Gets what sigmoid or softmax make of logits, or nil.
  let activated: UnsafeMutablePointer<Float>?
  /// Gets the gradient of `scale` times the sum of all weighted losses by the scores, or nil.
  let gradient: UnsafeMutablePointer<Float>?
  let scale: Float
  /// Memory of `LossKernel.workspaceCount` floats.
  let workspace: UnsafeMutablePointer<Float>

  package init(
    scores: UnsafePointer<Float>, target: UnsafeRawPointer, weights: UnsafePointer<Float>?,
    sums: UnsafeMutablePointer<Double>, activated: UnsafeMutablePointer<Float>?,
    gradient: UnsafeMutablePointer<Float>?, scale: Float, workspace: UnsafeMutablePointer<Float>
  ) {
    (self.scores, self.target, self.weights, self.sums) = (scores, target, weights, sums)
    (self.activated, self.gradient, self.scale, self.workspace) = (activated, gradient, scale, workspace)
  }

  var labels: UnsafePointer<Int32> { target.assumingMemoryBound(to: Int32.self) }
  var targets: UnsafePointer<Float> { target.assumingMemoryBound(to: Float.self) }
}

/// Where Keras clips probabilities: at ε and 1 − ε.
enum Probability {
  static var epsilon: Float { 1e-7 }

  /// Not a number stays so.
  @inline(__always)
  static func clipped(_ p: SIMD16<Float>) -> SIMD16<Float> {
    p.replacing(with: epsilon, where: p .< epsilon).replacing(with: 1 - epsilon, where: p .> 1 - epsilon)
  }

  /// `slope` where clipping changes nothing, 0 elsewhere.
  @inline(__always)
  static func kept(_ slope: SIMD16<Float>, inside p: SIMD16<Float>) -> SIMD16<Float> {
    slope.replacing(with: 0, where: p .< epsilon).replacing(with: 0, where: p .> 1 - epsilon)
  }
}
