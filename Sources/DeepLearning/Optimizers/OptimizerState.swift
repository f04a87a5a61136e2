internal import Tensors

/// What an optimizer remembers from step to step.
final class OptimizerState {
  /// Steps taken.
  var iterations = 0
  /// Epochs finished, over all calls of `fit`: decides the order of the next epoch's examples.
  var epochs = 0
  /// For each parameter of the model the tensors that the rule keeps; empty until the parameter is first updated.
  var slots: [[Tensor<Float>]]

  init(parameterCount: Int) { slots = Array(repeating: [], count: parameterCount) }

  /// Makes the tensors of a parameter if they do not exist yet: zeros, as in Keras.
  func prepare(_ number: Int, count: Int, shape: [Int]) {
    guard slots[number].count != count else { return }
    slots[number] = (0..<count).map { _ in Tensor(zeros: shape) }
  }

  /// Forgets what another rule kept.
  func forgetSlots() { slots = slots.map { _ in [] } }
}
