import DeepLearning
import Tensors
import Testing

/// Gradients of normalisation, pooling, activations and joined values against central differences.
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
    Case("minimum, ReLU", [7], step: 1e-3) {
      Activation(.relu)(Minimum()([Dense(units: 5)($0), Dense(units: 5)($0)]))
    },
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

  static let activations = [
    Case("leaky ReLU", [3, 5], step: 1e-3) { Activation(.leakyRelu)(Dense(units: 5)($0)) },
    Case("ELU", [3, 5]) { Dense(units: 4, activation: .elu)($0) },
    Case("GELU", [3, 5]) { Dense(units: 4, activation: .gelu)($0) },
    Case("GELU after a convolution", [4, 5, 2]) { Conv2D(filters: 3, kernelSize: 2, activation: .gelu)($0) },
    Case("SiLU twice", [7]) { Activation(.silu)(Dense(units: 7, activation: .swish)($0)) },
    Case("ReLU with a limit, a slope and a threshold", [4, 7], step: 1e-3) {
      ReLU(maxValue: 0.6, negativeSlope: 0.1, threshold: 0.2)(Dense(units: 6)($0))
    },
    Case("leaky ReLU layer", [9], step: 1e-3) { LeakyReLU()(Dense(units: 9)($0)) },
    Case("ELU layer", [9], step: 1e-4) { ELU(alpha: 0.4)(Dense(units: 9)($0)) },
    Case("softmax layer", [2, 5]) { Softmax()($0) },
  ]

  static let shaping = [
    Case("mean pooling", [5, 6, 3], step: 0.5) { AveragePooling2D(poolSize: 2)($0) },
    Case("mean pooling same, overlapping", [5, 7, 2], step: 0.5) {
      AveragePooling2D(poolSize: 3, strides: 2, padding: .same)($0)
    },
    Case("reshape", [4, 6], step: 0.5) { Conv2D(filters: 2, kernelSize: 2)(Reshape([3, 4, -1])($0)) },
    Case("dropout of channels", [3, 2, 9], step: 0.5) { SpatialDropout2D(rate: 0.4)($0) },
    Case("given moments", [3, 2, 2], step: 0.5) { Normalization(mean: [0.5, 2], variance: [4, 0.3])($0) },
    Case("given moments undone", [3, 2], step: 0.5) { Normalization(mean: [1], variance: [3], invert: true)($0) },
    Case("author's function", [3, 4]) {
      Lambda(outputShape: [4], function: { x in (x * x).sum(axis: 1) }) { x, _, d in
        var result = x
        for n in 0..<x.shape[0] { for i in 0..<3 { for j in 0..<4 { result[n, i, j] = 2 * x[n, i, j] * d[n, j] } } }
        return result
      }(Dense(units: 4)($0))
    },
  ]

  @Test(arguments: merging + pooling + normalization + activations + shaping)
  func gradientIsTheCentralDifference(_ test: Case) throws {
    try GradientTests().gradientIsTheCentralDifference(test)
  }

  /// A frozen batch normalisation, and one outside training, are a factor and an offset.
  @Test(arguments: [true, false])
  func normalizationByMovingAveragesHasAPlainGradient(isFrozen: Bool) throws {
    let normalization = BatchNormalization(epsilon: 0.25)
    let inputs = Input(shape: [2])
    let model = try Model(inputs: inputs, outputs: normalization(inputs))
    try model.setWeights([
      Tensor([2, -3]), Tensor([0.5, 1]), Tensor([1, 2]), Tensor([2, 0.75]),
    ])
    normalization.trainable = !isFrozen
    let x = Tensor<Float>([2, 2], [4, 1, -1, 0])
    let seed = Tensor<Float>([2, 2], [3, 2, 1, 1])
    let found = try model.gradients(x, outputWeights: seed, trainingStep: isFrozen ? 0 : nil)
    // Factors γ / √(variance + ε): 2 / 1.5 and −3 / 1.
    expectClose(found.input, Tensor([2, 2], [4, -6, 4.0 / 3, -3]), within: 1e-6)
    guard !isFrozen else { return #expect(found.parameters.isEmpty) }
    expectClose(try #require(found.parameters["batch_normalization/beta"]), Tensor([4, 3]), within: 1e-6)
    // Σ d · x̂: (3 · 3 + 1 · −2) / 1.5 and (2 · −1 + 1 · −2) / 1.
    expectClose(try #require(found.parameters["batch_normalization/gamma"]), Tensor([14.0 / 3, -4]), within: 1e-6)
  }
}
