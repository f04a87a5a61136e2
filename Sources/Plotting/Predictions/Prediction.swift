/// What a classifier says about one example, and what is true.
public struct Prediction: Hashable, Sendable {
  /// Number of the example.
  public let index: Int
  /// The true class.
  public let truth: Int
  /// The class with the greatest probability.
  public let answer: Int
  /// The probability of `answer`, from 0 to 1.
  public let confidence: Double
  /// −ln of the probability of the true class, which is taken as at least 10⁻⁷ (Keras' epsilon).
  public let loss: Double

  public var isRight: Bool { truth == answer }

  private static let leastProbability = 1e-7

  /// - Parameter probabilities: one for each class, from 0 to 1.
  init(index: Int, truth: Int, probabilities: [Double]) {
    let answer = probabilities.indices.reduce(0) { probabilities[$1] > probabilities[$0] ? $1 : $0 }
    (self.index, self.truth, self.answer, confidence) = (index, truth, answer, probabilities[answer])
    loss = NumberText.minusLogarithm(max(probabilities[truth], Self.leastProbability))
  }
}
