public import Tensors

extension Model {
  /// All weights in the order of `parameters`.
  public var weights: [Tensor<Float>] { parameters.map(\.value) }

  /// Replaces all weights.
  ///
  /// - Throws: `DeepLearningError` if their number or a shape differs; then nothing is replaced.
  public func setWeights(_ values: [Tensor<Float>]) throws(DeepLearningError) {
    try parameters.replace(by: values, in: "model '\(name)'")
  }
}
