public import Tensors

/// A number made of what a layer gives for a batch, whose gradient is asked for.
public enum OutputScore: Sendable {
  /// Σ output · weight, with a weight for every value: [batch] + shape of the output.
  case weighted(Tensor<Float>)
  /// The sum of the values at this index of the last axis, such as the score of a class, over the batch.
  case sum(of: Int)
  /// The mean of the values at this index of the last axis, such as what a filter gives, over batch, height and width.
  case mean(of: Int)

  /// The weight of every value.
  ///
  /// - Throws: `DeepLearningError` when the weights' shape is another, or the index is outside the last axis.
  func weights(shape: [Int]) throws(DeepLearningError) -> Tensor<Float> {
    switch self {
    case .weighted(let weights):
      guard weights.shape == shape else {
        throw DeepLearningError("gradients", "the weights have shape \(weights.shape)", expected: "\(shape)")
      }
      return weights
    case .sum(let index): return try Self.weights(shape, at: index, 1)
    case .mean(let index):
      return try Self.weights(shape, at: index, 1 / Float(shape.dropLast().reduce(1, *)))
    }
  }

  private static func weights(_ shape: [Int], at index: Int, _ weight: Float) throws(DeepLearningError) -> Tensor<Float>
  {
    let extent = shape.last ?? 0
    guard (0..<extent).contains(index) else {
      throw DeepLearningError(
        "gradients", "index \(index) of an output of shape \(shape)", expected: "an index from 0 to \(extent - 1)")
    }
    let row = (0..<extent).map { $0 == index ? weight : 0 }
    return Tensor(shape, (0..<shape.dropLast().reduce(1, *)).flatMap { _ in row })
  }
}
