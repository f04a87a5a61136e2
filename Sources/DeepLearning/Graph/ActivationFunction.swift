internal import Kernels

/// A function that a layer applies to its output, element by element (softmax: over the last axis).
public enum ActivationFunction: String, Hashable, Sendable, CaseIterable {
  /// x
  case linear
  /// max(x, 0)
  case relu
  /// 1 / (1 + e⁻ˣ)
  case sigmoid
  /// (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)
  case tanh
  /// eˣ / Σ eˣ over the last axis
  case softmax

  /// The function of Keras' name, or of Keras' object that wraps a function; nil if it is not known.
  init?(setting: SettingValue) {
    switch setting {
    case .text(let name): self.init(rawValue: name)
    case .object(let object):
      guard case .text(let name)? = object["config"] else { return nil }
      self.init(rawValue: name)
    default: return nil
    }
  }

  /// Keras' name of the function.
  var setting: SettingValue { .text(rawValue) }

  var kernel: Kernels.ActivationFunction {
    switch self {
    case .linear: .linear
    case .relu: .relu
    case .sigmoid: .sigmoid
    case .tanh: .tanh
    case .softmax: .softmax
    }
  }
}
