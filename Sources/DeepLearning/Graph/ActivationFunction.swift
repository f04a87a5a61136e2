internal import Kernels

/// A function that a layer applies to its output, element by element (softmax: over the last axis).
public enum ActivationFunction: String, Hashable, Sendable, CaseIterable {
  /// x
  case linear
  /// max(x, 0)
  case relu
  /// x where positive, else 0.2 · x
  case leakyRelu = "leaky_relu"
  /// x where positive, else eˣ − 1. Clevert et al. (2015).
  case elu
  /// x · Φ(x), Φ being the share of the standard normal distribution below x. Hendrycks and Gimpel (2016).
  case gelu
  /// x / (1 + e⁻ˣ), also called swish. Ramachandran et al. (2017).
  case silu
  /// 1 / (1 + e⁻ˣ)
  case sigmoid
  /// (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)
  case tanh
  /// eˣ / Σ eˣ over the last axis
  case softmax

  /// Another name of `silu`.
  public static let swish = ActivationFunction.silu

  /// The function of Keras' name, or of Keras' object that wraps a function; nil if it is not known.
  init?(setting: SettingValue) {
    switch setting {
    case .text(let name): self.init(kerasName: name)
    case .object(let object):
      guard case .text(let name)? = object["config"] else { return nil }
      self.init(kerasName: name)
    default: return nil
    }
  }

  private init?(kerasName name: String) { self.init(rawValue: name == "swish" ? Self.swish.rawValue : name) }

  /// Keras' name of the function.
  var setting: SettingValue { .text(rawValue) }

  var kernel: Kernels.ActivationFunction {
    switch self {
    case .linear: .linear
    case .relu: .relu
    case .leakyRelu: .rectifier(Rectifier(negativeSlope: 0.2))
    case .elu: .elu(alpha: 1)
    case .gelu: .gelu
    case .silu: .silu
    case .sigmoid: .sigmoid
    case .tanh: .tanh
    case .softmax: .softmax
    }
  }
}
