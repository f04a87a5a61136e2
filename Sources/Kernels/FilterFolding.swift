/// Joins a normalisation by known moments with the filter before it, so that both are one filter.
///
/// γ · (x ∗ w + b − mean) / s + β = x ∗ (w · γ / s) + ((b − mean) · γ / s + β), with s = √(variance + ε)
/// ## Shapes
/// filter […, filters]; bias, mean, variance, γ and β [filters]
package struct FilterFolding: Sendable {
  /// Elements of the filter.
  package let count: Int
  package let filters: Int
  package let epsilon: Float

  package init(count: Int, filters: Int, epsilon: Float) {
    require(filters > 0 && count % filters == 0, "\(count) elements are no filter of \(filters)")
    (self.count, self.filters, self.epsilon) = (count, filters, epsilon)
  }

  /// Floats of scratch memory: a factor for each filter.
  package var workspaceCount: Int { filters }

  /// Computes filter and bias of the two in one; nil stands for a γ of 1, a β or a bias of 0.
  package func fold(
    filter: UnsafePointer<Float>, bias: UnsafePointer<Float>?, mean: UnsafePointer<Float>,
    variance: UnsafePointer<Float>, gamma: UnsafePointer<Float>?, beta: UnsafePointer<Float>?,
    foldedFilter: UnsafeMutablePointer<Float>, foldedBias: UnsafeMutablePointer<Float>,
    workspace: UnsafeMutablePointer<Float>
  ) {
    for f in 0..<filters {
      let factor = Float(1 / (Double(variance[f]) + Double(epsilon)).squareRoot()) * (gamma?[f] ?? 1)
      workspace[f] = factor
      foldedBias[f] = ((bias?[f] ?? 0) - mean[f]) * factor + (beta?[f] ?? 0)
    }
    Combination(.product, Broadcast(left: [count / filters, filters], right: [1, filters])).forward(
      left: filter, right: workspace, output: foldedFilter)
  }
}
