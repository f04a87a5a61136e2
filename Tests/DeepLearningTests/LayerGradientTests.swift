import DeepLearning
import Tensors
import Testing

/// Gradients of normalisation, pooling and joined values against central differences.
struct LayerGradientTests {
  typealias Case = GradientTests.Case

  static let merging = [
    Case("sum", [3, 4], step: 0.5) { Add()([$0, Dense(units: 4)($0)]) },
    Case("sum of three, ReLU", [5], step: 1e-3) {
      Activation(.relu)(Add()([$0, Dense(units: 5)($0), Dense(units: 5, activation: .tanh)($0)]))
    },
    Case("sum of one and the same", [4], step: 0.5) { Add()([$0, $0, $0]) },
    Case("sum whose parts have other readers", [4]) { x in
      let sum = Add()([x, Dense(units: 4)(x)])
      return Add()([Multiply()([sum, x]), sum, Dense(units: 4, activation: .tanh)(sum)])
    },
    Case("sum with repeated channels", [3, 4, 2], step: 0.5) {
      Add()([$0, Dense(units: 1)($0)])
    },
    Case("sum with a repeated image", [3, 4, 2], step: 0.5) {
      Add()([GlobalAveragePooling2D(keepDims: true)($0), $0])
    },
    Case("sum of different ranks", [3, 4, 2], step: 0.5) { Add()([GlobalAveragePooling2D()($0), $0]) },
    Case("sum repeated on both sides", [3, 4, 2], step: 0.5) {
      Add()([GlobalAveragePooling2D(keepDims: true)($0), Dense(units: 1)($0)])
    },
    Case("difference", [3, 2], step: 0.5) { Subtract()([Dense(units: 2)($0), $0]) },
    Case("difference from a repeated one", [3, 4, 2], step: 0.5) {
      Subtract()([$0, GlobalAveragePooling2D(keepDims: true)($0)])
    },
    Case("product", [3, 4, 2]) { Multiply()([$0, Dense(units: 2, activation: .sigmoid)($0)]) },
    Case("product with channel weights", [3, 4, 3]) {
      Multiply()([$0, Dense(units: 3, activation: .sigmoid)(GlobalAveragePooling2D(keepDims: true)($0))])
    },
    Case("product with pixel weights", [3, 4, 3]) { Multiply()([Dense(units: 1, activation: .tanh)($0), $0]) },
    Case("square", [5]) { Multiply()([$0, $0]) },
    Case("mean of three", [4], step: 0.5) { Average()([$0, Dense(units: 4)($0), $0]) },
    Case("maximum", [4, 3], step: 1e-3) { Maximum()([$0, Dense(units: 3)($0), Dense(units: 1)($0)]) },
    Case("minimum, ReLU", [7], step: 1e-3) { Activation(.relu)(Minimum()([Dense(units: 5)($0), Dense(units: 5)($0)])) },
    Case("joined channels", [3, 4, 2], step: 0.5) { Concatenate()([$0, Dense(units: 3)($0), $0]) },
    Case("joined rows", [3, 4, 2], step: 0.5) {
      Concatenate(axis: 1)([$0, ZeroPadding2D(padding: [[1, 0], [0, 0]])($0)])
    },
    Case("joined columns", [3, 4, 2], step: 0.5) { Concatenate(axis: -2)([Dense(units: 2)($0), $0]) },
  ]

  static let pooling = [
    Case("mean of each image", [4, 5, 3], step: 0.5) { GlobalAveragePooling2D()($0) },
    Case("maximum of each image", [4, 5, 3], step: 1e-3) { GlobalMaxPooling2D(keepDims: true)($0) },
  ]

  static let normalization = [
    Case("batch normalisation", [3, 4, 2]) { BatchNormalization()($0) },
    Case("batch normalisation with ReLU", [3, 5, 3], step: 1e-3) { Activation(.relu)(BatchNormalization()($0)) },
    Case("batch normalisation of a dense layer", [6]) {
      BatchNormalization(epsilon: 0.1, center: false)(Dense(units: 4, useBias: false)(Concatenate()([$0, $0])))
    },
    Case("batch normalisation without factor", [4, 3, 2]) { BatchNormalization(scale: false)($0) },
    Case("residual block", [4, 5, 3], step: 3e-3) { x in
      var t = Activation(.relu)(
        BatchNormalization()(Conv2D(filters: 3, kernelSize: 3, padding: .same, useBias: false)(x)))
      t = BatchNormalization()(Conv2D(filters: 3, kernelSize: 3, padding: .same, useBias: false)(t))
      return GlobalAveragePooling2D()(Activation(.relu)(Add()([t, x])))
    },
  ]

  @Test(arguments: merging + pooling + normalization)
  func gradientIsTheCentralDifference(_ test: Case) throws {
    try GradientTests().gradientIsTheCentralDifference(test)
  }
}
