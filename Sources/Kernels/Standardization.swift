/// Subtracts a mean and divides by a standard deviation, or undoes both.
///
/// y = (x − mean) / s, or y = mean + x · s, with s = max(√variance, 10⁻⁷)
/// ## Shapes
/// mean and variance: as x, but 1 along the axes over which they are repeated
package struct Standardization: Sendable {
  typealias V = SIMD16<Float>

  private let broadcast: Broadcast
  package let isInverse: Bool
  /// Floats of scratch memory: a standard deviation for each mean.
  package let workspaceCount: Int

  private static var leastDeviation: Float { 1e-7 }

  package init(shape: [Int], moments: [Int], isInverse: Bool) {
    broadcast = Broadcast(left: shape, right: moments)
    self.isInverse = isInverse
    workspaceCount = moments.reduce(1, *)
  }

  /// Computes the result.
  package func forward(
    input: UnsafePointer<Float>, mean: UnsafePointer<Float>, variance: UnsafePointer<Float>,
    output: UnsafeMutablePointer<Float>, workspace: UnsafeMutablePointer<Float>
  ) {
    let deviations = deviations(variance, workspace)
    let isRepeated = broadcast.repeatsRight
    broadcast.forEachVector { at, _, moment, length in
      let x = input.vector(at, count: length)
      let center = mean.run(moment, count: length, isRepeated: isRepeated)
      let s = deviations.run(moment, count: length, isRepeated: isRepeated)
      output.store(isInverse ? center + x * s : (x - center) / s, at: at, count: length)
    }
  }

  /// Computes the gradient by the input; `inputGradient` is overwritten.
  package func gradient(
    variance: UnsafePointer<Float>, outputGradient: UnsafePointer<Float>, inputGradient: UnsafeMutablePointer<Float>,
    workspace: UnsafeMutablePointer<Float>
  ) {
    let deviations = deviations(variance, workspace)
    let isRepeated = broadcast.repeatsRight
    broadcast.forEachVector { at, _, moment, length in
      let d = outputGradient.vector(at, count: length)
      let s = deviations.run(moment, count: length, isRepeated: isRepeated)
      inputGradient.store(isInverse ? d * s : d / s, at: at, count: length)
    }
  }

  private func deviations(
    _ variance: UnsafePointer<Float>, _ workspace: UnsafeMutablePointer<Float>
  ) -> UnsafePointer<Float> {
    for index in 0..<workspaceCount { workspace[index] = max(variance[index].squareRoot(), Self.leastDeviation) }
    return UnsafePointer(workspace)
  }
}
