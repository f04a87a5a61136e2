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
