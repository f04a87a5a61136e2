import DeepLearning
import Tensors
import Testing

/// The statistics of first values.
struct InitializerTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let initializer: Initializer
    let shape: [Int]
    let deviation: Double
    /// No value lies farther from the mean.
    let limit: Double

    init(_ name: String, _ initializer: Initializer, _ shape: [Int], deviation: Double, limit: Double = .infinity) {
      (testDescription, self.initializer, self.shape) = (name, initializer, shape)
      (self.deviation, self.limit) = (deviation, limit)
    }
  }

  /// Kernels [3, 3, 20, 40]: fan-in 180, fan-out 360.
  static let cases: [Case] = [
    Case(
      "Glorot uniform", .glorotUniform, [3, 3, 20, 40], deviation: (2.0 / 540).squareRoot(),
      limit: (6.0 / 540).squareRoot()),
    Case("Glorot normal", .glorotNormal, [3, 3, 20, 40], deviation: (2.0 / 540).squareRoot(), limit: 0.1384),
    Case(
      "He uniform", .heUniform, [3, 3, 20, 40], deviation: (2.0 / 180).squareRoot(), limit: (6.0 / 180).squareRoot()),
    Case("He normal", .heNormal, [3, 3, 20, 40], deviation: (2.0 / 180).squareRoot(), limit: 0.2397),
    Case("LeCun uniform", .lecunUniform, [90, 80], deviation: (1.0 / 90).squareRoot(), limit: (3.0 / 90).squareRoot()),
    Case("LeCun normal", .lecunNormal, [90, 80], deviation: (1.0 / 90).squareRoot(), limit: 0.2397),
    Case("uniform", .randomUniform(), [7000], deviation: 0.05 / 3.0.squareRoot(), limit: 0.05),
    Case("normal", .randomNormal(stddev: 0.2), [90, 80], deviation: 0.2),
    Case("truncated normal", .truncatedNormal(stddev: 1), [90, 80], deviation: 0.8796, limit: 2),
    Case(
      "fan-out", .varianceScaling(scale: 3, mode: .fanOut, distribution: .untruncatedNormal), [90, 80],
      deviation: (3.0 / 80).squareRoot()),
    Case("orthogonal", .orthogonal(gain: 2), [3, 5, 8, 60], deviation: 2 / 120.0.squareRoot()),
  ]

  private func kernel(_ initializer: Initializer, _ shape: [Int]) throws -> Tensor<Float> {
    if shape.count == 1 {
      let input = Input(shape: [1])
      let layer = Dense(units: shape[0], biasInitializer: initializer)
      return try Model(inputs: input, outputs: layer(input), seed: 4).layer(named: "dense").bias
    }
    if shape.count == 2 {
      let input = Input(shape: [shape[0]])
      let layer = Dense(units: shape[1], kernelInitializer: initializer)
      return try Model(inputs: input, outputs: layer(input), seed: 4).layer(named: "dense").kernel
    }
    let input = Input(shape: [9, 9, shape[2]])
    let layer = Conv2D(filters: shape[3], kernelSize: Array(shape[..<2]), kernelInitializer: initializer)
    return try Model(inputs: input, outputs: layer(input), seed: 4).layer(named: "conv2d").kernel
  }

  @Test(arguments: cases)
  func valuesHaveMeanDeviationAndLimits(_ test: Case) throws {
    let values = try kernel(test.initializer, test.shape)
    #expect(values.shape == test.shape)
    let count = Double(values.count)
    #expect(abs(values.mean()) < 4 * test.deviation / count.squareRoot())
    #expect(abs(values.standardDeviation() / test.deviation - 1) < 0.03)
    #expect(values.elements.allSatisfy { Double(abs($0)) <= test.limit * 1.000001 })
  }

  @Test(arguments: [[5, 9], [9, 5], [6, 6]])
  func orthogonalMatricesHaveOrthonormalRowsOrColumns(_ shape: [Int]) throws {
    let matrix = try kernel(.orthogonal(gain: 3), shape)
    let byRows = shape[0] < shape[1]
    func vector(_ index: Int) -> [Double] {
      (0..<max(shape[0], shape[1])).map { Double(byRows ? matrix[index, $0] : matrix[$0, index]) }
    }
    for i in 0..<min(shape[0], shape[1]) {
      for j in 0...i {
        let product = zip(vector(i), vector(j)).map { $0 * $1 }.reduce(0, +)
        #expect(abs(product - (i == j ? 9 : 0)) < 1e-5)
      }
    }
  }
}
