internal import Tensors

extension Initializer {
  /// The standard deviation of a standard normal number that is drawn again beyond ±2.
  private static let truncatedDeviation = 0.87962566103423978

  func makeTensor(shape: [Int], generator: RandomGenerator) -> Tensor<Float> {
    var generator = generator
    switch rule {
    case .constant(let value): return Tensor(shape, repeating: value)
    case .uniform(let range): return uniform(shape, in: range, &generator)
    case .normal(let mean, let deviation, false):
      return Tensor(normal: shape, mean: mean, standardDeviation: deviation, using: &generator)
    case .normal(let mean, let deviation, true):
      return truncated(shape, mean, deviation, &generator)
    case .varianceScaling(let scale, let mode, let distribution):
      return scaled(shape, variance: scale / max(Self.fan(mode, shape), 1), distribution, &generator)
    case .orthogonal(let gain): return orthogonal(shape, gain: gain, &generator)
    }
  }

  private static func fan(_ mode: FanMode, _ shape: [Int]) -> Double {
    let field = shape.dropLast(2).reduce(1, *)
    let fanOut = Double(field * (shape.last ?? 1))
    let fanIn = shape.count > 1 ? Double(field * shape[shape.count - 2]) : fanOut
    switch mode {
    case .fanIn: return fanIn
    case .fanOut: return fanOut
    case .fanAvg: return (fanIn + fanOut) / 2
    }
  }

  private func scaled(
    _ shape: [Int], variance: Double, _ distribution: Distribution, _ generator: inout RandomGenerator
  ) -> Tensor<Float> {
    switch distribution {
    case .uniform:
      let limit = Float((3 * variance).squareRoot())
      return uniform(shape, in: -limit...limit, &generator)
    case .truncatedNormal:
      return truncated(shape, 0, Float(variance.squareRoot() / Self.truncatedDeviation), &generator)
    case .untruncatedNormal:
      return Tensor(normal: shape, standardDeviation: Float(variance.squareRoot()), using: &generator)
    }
  }

  private func uniform(
    _ shape: [Int], in range: ClosedRange<Float>, _ generator: inout RandomGenerator
  ) -> Tensor<Float> {
    Tensor(uniform: shape, in: range.lowerBound..<range.upperBound.nextUp, using: &generator)
  }

  private func truncated(
    _ shape: [Int], _ mean: Float, _ deviation: Float, _ generator: inout RandomGenerator
  ) -> Tensor<Float> {
    Tensor<Float>(zeros: shape).map { _ in generator.truncatedNormal(mean: mean, standardDeviation: deviation) }
  }

  /// The longer axis of a normal matrix gives the length of vectors, the shorter their number.
  private func orthogonal(_ shape: [Int], gain: Float, _ generator: inout RandomGenerator) -> Tensor<Float> {
    let (rows, columns) = (shape.dropLast().reduce(1, *), shape.last ?? 1)
    let (length, number) = (max(rows, columns), min(rows, columns))
    var vectors = (0..<number).map { _ in (0..<length).map { _ in Double(generator.normal()) } }
    for index in vectors.indices { vectors[index] = orthonormal(vectors[index], to: vectors[..<index]) }
    let elements = (0..<rows * columns).map { place in
      let (row, column) = (place / columns, place % columns)
      return gain * Float(rows >= columns ? vectors[column][row] : vectors[row][column])
    }
    return Tensor(shape, elements)
  }

  /// Takes the shares along the earlier vectors away (Gram and Schmidt; twice, against rounding) and brings the length to 1.
  private func orthonormal(_ vector: [Double], to others: ArraySlice<[Double]>) -> [Double] {
    var vector = vector
    for other in Array(others) + Array(others) {
      let share = Self.product(vector, other)
      for index in vector.indices { vector[index] -= share * other[index] }
    }
    let length = Self.product(vector, vector).squareRoot()
    return vector.map { $0 / length }
  }

  private static func product(_ left: [Double], _ right: [Double]) -> Double {
    var sum = 0.0
    for index in left.indices { sum += left[index] * right[index] }
    return sum
  }
}
