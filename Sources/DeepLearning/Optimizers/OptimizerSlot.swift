/// A number that a rule keeps for each weight, under Keras' name.
enum OptimizerSlot: String {
  /// A sum of earlier steps, or an average of gradients.
  case momentum
  /// An average of squared gradients.
  case velocity
  /// An average of gradients.
  case averageGradient = "average_gradient"
  /// The greatest velocity so far.
  case velocityHat = "velocity_hat"
}

extension Optimizer {
  /// What the rule keeps for each weight, in Keras' order.
  var slots: [OptimizerSlot] {
    switch rule {
    case .sgd(let momentum, _): momentum == 0 ? [] : [.momentum]
    case .rmsprop(_, let momentum, _, let isCentered):
      [.velocity] + (momentum == 0 ? [] : [.momentum]) + (isCentered ? [.averageGradient] : [])
    case .adam(_, _, _, let keepsMaxima): [.momentum, .velocity] + (keepsMaxima ? [.velocityHat] : [])
    }
  }
}
