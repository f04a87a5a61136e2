/// A limit for gradients, which are clipped before the optimizer uses them. At most one is set, as in Keras.
struct GradientClipping: Equatable, Sendable {
  /// The greatest norm of the gradient by each parameter.
  var norm: Double?
  /// The greatest absolute value of each element.
  var value: Double?
  /// The greatest norm of all gradients together.
  var globalNorm: Double?

  private var limits: [(name: String, value: Double)] {
    [("clipNorm", norm), ("clipValue", value), ("globalClipNorm", globalNorm)].compactMap { name, value in
      value.map { (name, $0) }
    }
  }

  /// - Throws: `DeepLearningError` when several limits are set, or one is not above 0.
  func check() throws(DeepLearningError) {
    guard limits.count < 2 else {
      let found = limits.map { "\($0.name) \($0.value)" }.joined(separator: ", ")
      throw DeepLearningError("optimizer", "clips gradients in several ways: \(found)", expected: "one of them")
    }
    for limit in limits where !(limit.value > 0 && limit.value.isFinite) {
      throw DeepLearningError("optimizer", "\(limit.name) is \(limit.value)", expected: "a finite number above 0")
    }
  }
}

extension GradientClipping: CustomStringConvertible {
  var description: String { limits.map { "\($0.name)=\($0.value)" }.joined(separator: " ") }
}
