internal import Tensors

/// How the first value of a weight is made.
///
/// Limits follow Keras 3: fan-in and fan-out of a kernel [..., inputs, outputs] count its receptive field.
public struct Initializer: Equatable, Sendable {
  enum Rule: Equatable, Sendable {
    case constant(Float)
    case uniform(ClosedRange<Float>)
    /// Uniform in ±√(3 · scale / fan)
    case varianceScaling(scale: Float, fan: Fan)
  }

  enum Fan: Equatable, Sendable { case input, average }

  let rule: Rule

  /// Uniform in ±√(6 / (fanIn + fanOut)): the default of kernels. Glorot and Bengio (2010).
  public static let glorotUniform = Initializer(rule: .varianceScaling(scale: 1, fan: .average))
  /// Uniform in ±√(6 / fanIn). He et al. (2015).
  public static let heUniform = Initializer(rule: .varianceScaling(scale: 2, fan: .input))
  /// Uniform in ±√(3 / fanIn). LeCun et al. (1998).
  public static let lecunUniform = Initializer(rule: .varianceScaling(scale: 1, fan: .input))
  /// All 0: the default of biases.
  public static let zeros = Initializer(rule: .constant(0))
  /// All 1.
  public static let ones = Initializer(rule: .constant(1))

  /// Every element is `value`.
  public static func constant(_ value: Float) -> Initializer { Initializer(rule: .constant(value)) }
  /// Uniform in `range`.
  public static func uniform(in range: ClosedRange<Float>) -> Initializer { Initializer(rule: .uniform(range)) }

  func makeTensor(shape: [Int], generator: RandomGenerator) -> Tensor<Float> {
    switch rule {
    case .constant(let value): return Tensor(shape, repeating: value)
    case .uniform(let range): return uniform(shape, in: range, generator)
    case .varianceScaling(let scale, let fan):
      let limit = (3 * scale / max(fanSize(fan, shape), 1)).squareRoot()
      return uniform(shape, in: -limit...limit, generator)
    }
  }

  private func fanSize(_ fan: Fan, _ shape: [Int]) -> Float {
    let field = shape.dropLast(2).reduce(1, *)
    let fanOut = Float(field * (shape.last ?? 1))
    let fanIn = shape.count > 1 ? Float(field * shape[shape.count - 2]) : fanOut
    return fan == .input ? fanIn : (fanIn + fanOut) / 2
  }

  private func uniform(_ shape: [Int], in range: ClosedRange<Float>, _ generator: RandomGenerator) -> Tensor<Float> {
    var generator = generator
    let bounds = range.lowerBound..<range.upperBound.nextUp
    return Tensor<Float>(zeros: shape).map { _ in generator.uniform(in: bounds) }
  }
}
