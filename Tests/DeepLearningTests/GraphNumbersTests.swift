import DeepLearning
import Tensors
import Testing

/// Numbers that Keras 3 gives for small graphs: `Fixtures/make_graph_fixtures.py`.
struct GraphNumbersTests {
  struct Case: Decodable, CustomTestStringConvertible, Sendable {
    let name: String
    let isTraining: Bool
    let input: Numbers
    let weights: [Numbers]
    let output: Numbers
    let outputGradient: Numbers
    let inputGradient: Numbers
    let weightGradients: [Numbers]
    var testDescription: String { name }
  }

  typealias Graph = (SymbolicTensor) -> SymbolicTensor

  private static var imageLayers: [String: any Layer] {
    [
      "dilated": Conv2D(filters: 3, kernelSize: [3, 2], dilationRate: [2, 3]),
      "dilated same": Conv2D(filters: 2, kernelSize: 3, padding: .same, dilationRate: 2, activation: .relu),
      "groups": Conv2D(filters: 6, kernelSize: 3, padding: .same, groups: 2),
      "groups stride 2": Conv2D(filters: 6, kernelSize: [3, 2], strides: 2, groups: 3),
      "depthwise": DepthwiseConv2D(kernelSize: 3, depthMultiplier: 2),
      "depthwise same stride 2": DepthwiseConv2D(kernelSize: 3, strides: 2, padding: .same, activation: .relu),
      "depthwise one channel batch 1": DepthwiseConv2D(kernelSize: [2, 3], padding: .same),
      "depthwise dilated": DepthwiseConv2D(kernelSize: 3, dilationRate: 2, useBias: false),
      "separable": SeparableConv2D(filters: 4, kernelSize: 3, padding: .same, depthMultiplier: 2),
      "separable stride 2": SeparableConv2D(filters: 3, kernelSize: [3, 2], strides: 2, useBias: false),
      "transposed same stride 2": Conv2DTranspose(filters: 3, kernelSize: 3, strides: 2, padding: .same),
      "transposed valid stride 2": Conv2DTranspose(filters: 2, kernelSize: 3, strides: 2, activation: .relu),
      "transposed ragged": Conv2DTranspose(filters: 2, kernelSize: [2, 4], strides: [3, 2]),
      "transposed ragged same": Conv2DTranspose(filters: 2, kernelSize: [4, 2], strides: [3, 2], padding: .same),
      "nearest": UpSampling2D(size: [2, 3]),
      "bilinear": UpSampling2D(size: [3, 2], interpolation: .bilinear),
      "bilinear one row": UpSampling2D(size: [2, 4], interpolation: .bilinear),
      "zeros": ZeroPadding2D(padding: [[1, 0], [2, 3]]),
      "mean 2": AveragePooling2D(poolSize: 2),
      "mean same": AveragePooling2D(poolSize: 3, strides: 2, padding: .same),
      "mean ragged": AveragePooling2D(poolSize: [2, 3], strides: [1, 2], padding: .same),
      "mean of all": AveragePooling2D(poolSize: [5, 4]),
      "global mean": GlobalAveragePooling2D(),
      "global mean kept": GlobalAveragePooling2D(keepDims: true),
      "global maximum": GlobalMaxPooling2D(),
      "global maximum kept": GlobalMaxPooling2D(keepDims: true),
      "reshape": Reshape([4, -1, 2]),
      "spatial dropout outside training": SpatialDropout2D(rate: 0.5),
    ]
  }

  private static var activations: [String: any Layer] {
    [
      "activation relu": Activation(.relu), "activation leaky_relu": Activation(.leakyRelu),
      "activation elu": Activation(.elu), "activation gelu": Activation(.gelu), "activation silu": Activation(.silu),
      "activation swish": Activation(.swish), "activation sigmoid": Activation(.sigmoid),
      "activation tanh": Activation(.tanh), "activation softmax": Activation(.softmax),
      "activation linear": Activation(.linear), "dense gelu": Dense(units: 4, activation: .gelu),
      "relu layer": ReLU(), "relu 1": ReLU(maxValue: 1),
      "relu of all": ReLU(maxValue: 1.2, negativeSlope: 0.2, threshold: 0.4), "leaky relu layer": LeakyReLU(),
      "elu layer": ELU(alpha: 0.6), "softmax layer": Softmax(),
    ]
  }

  private static var normalizations: [String: any Layer] {
    [
      "normalised": BatchNormalization(), "normalised rows": BatchNormalization(scale: false),
      "normalised by the batch": BatchNormalization(),
      "normalised rows by the batch": BatchNormalization(center: false),
      "normalised one channel batch 1": BatchNormalization(scale: false),
      "moments given": Normalization(mean: [0.5, -1, 2], variance: [0.25, 4, 0]),
      "moments of one": Normalization(axis: [], mean: [0.3], variance: [2], invert: true),
      "moments adapted": Normalization(), "moments adapted by place": Normalization(axis: [1, 3]),
      "moments adapted over all": Normalization(axis: []),
    ]
  }

  private static var graphs: [String: Graph] {
    [
      "sum": { Add()([$0, Dense(units: 4)($0), $0]) },
      "sum and relu": { Activation(.relu)(Add()([$0, Dense(units: 4)($0)])) },
      "sum of ranks": { Add()([GlobalMaxPooling2D()($0), $0]) },
      "product": { Multiply()([$0, Dense(units: 2, activation: .tanh)($0)]) },
      "product by channel": {
        Multiply()([$0, Dense(units: 3, activation: .sigmoid)(GlobalAveragePooling2D(keepDims: true)($0))])
      },
      "product by pixel": { Multiply()([Dense(units: 1, activation: .sigmoid)($0), $0]) },
      "difference": { Subtract()([Dense(units: 1)($0), $0]) },
      "average": { Average()([$0, Dense(units: 5)($0), $0]) },
      "maximum": { Maximum()([$0, Dense(units: 5)($0), Dense(units: 1)($0)]) },
      "minimum": { Minimum()([Dense(units: 5)($0), $0]) },
      "joined": { Concatenate()([$0, Dense(units: 3)($0), $0]) },
      "joined rows": { Concatenate(axis: 1)([$0, ZeroPadding2D(padding: [[1, 0], [0, 0]])($0)]) },
      "normalised and relu": { Activation(.relu)(BatchNormalization(epsilon: 0.01)($0)) },
      "residual block": { x in
        var t = Activation(.relu)(BatchNormalization()(x))
        t = SeparableConv2D(filters: 3, kernelSize: 3, padding: .same, useBias: false)(t)
        t = Activation(.relu)(BatchNormalization()(t))
        t = SeparableConv2D(filters: 3, kernelSize: 3, padding: .same, useBias: false)(t)
        t = MaxPooling2D(poolSize: 3, strides: 2, padding: .same)(t)
        return Add()([t, Conv2D(filters: 3, kernelSize: 1, strides: 2, padding: .same, useBias: false)(x)])
      },
    ]
  }

  private func graph(_ name: String) throws -> Graph {
    if let graph = Self.graphs[name] { return graph }
    let layer = Self.imageLayers[name] ?? Self.activations[name] ?? Self.normalizations[name]
    let found = try #require(layer, "\(name)")
    return { found($0) }
  }

  @Test(arguments: try Fixtures.read("graphs.json", as: [Case].self))
  func graphGivesKerasOutputAndGradients(_ expected: Case) throws {
    let inputs = Input(shape: Array(expected.input.shape.dropFirst()))
    let model = try Model(inputs: inputs, outputs: graph(expected.name)(inputs))
    try model.setWeights(expected.weights.map(\.tensor))
    if !expected.isTraining {
      expectClose(try model.predict(expected.input.tensor), expected.output.tensor, within: 1e-5, "output")
    }
    let seed = expected.outputGradient.tensor
    let found = try model.gradients(
      expected.input.tensor, outputWeights: seed, trainingStep: expected.isTraining ? 0 : nil)
    let total = zip(expected.output.values, expected.outputGradient.values).map { Double($0) * Double($1) }
    #expect(abs(found.value - total.reduce(0, +)) <= 1e-5 * total.map(abs).reduce(0, +))
    expectClose(found.input, expected.inputGradient.tensor, within: 1e-4, "input gradient")
    #expect(model.trainableParameters.count == expected.weightGradients.count)
    for (parameter, gradient) in zip(model.trainableParameters, expected.weightGradients) {
      expectClose(try #require(found.parameters[parameter.path]), gradient.tensor, within: 1e-4, parameter.path)
    }
  }

  struct Training: Decodable, CustomTestStringConvertible, Sendable {
    let name: String
    let frozen: Bool
    let x: Numbers
    let y: Numbers
    let weights: [Numbers]
    let losses: [Double]
    let finalWeights: [Numbers]
    let outputs: Numbers
    var testDescription: String { name }
  }

  @Test(arguments: try Fixtures.read("batch_normalization.json", as: [Training].self))
  func networkWithBatchNormalizationFollowsKeras(_ expected: Training) throws {
    let first = BatchNormalization(momentum: 0.9)
    let inputs = Input(shape: [7, 6, 2])
    var t = Conv2D(filters: 4, kernelSize: 3, strides: 2, padding: .same, useBias: false)(inputs)
    t = Conv2D(filters: 5, kernelSize: 2, useBias: false)(Activation(.relu)(first(t)))
    t = Activation(.relu)(BatchNormalization(momentum: 0.6, epsilon: 0.01, scale: false)(t))
    t = Dense(units: 3, activation: .softmax)(GlobalAveragePooling2D()(t))
    let model = try Model(inputs: inputs, outputs: t)
    try model.setWeights(expected.weights.map(\.tensor))
    first.trainable = !expected.frozen
    try model.compile(optimizer: .sgd(learningRate: 0.1, momentum: 0.5), loss: .sparseCategoricalCrossentropy)
    for (step, loss) in expected.losses.enumerated() {
      let rows = step % 2 * 6..<step % 2 * 6 + 6
      let found = try model.trainOnBatch(expected.x.tensor.rows(rows), expected.y.labels.rows(rows))
      #expect(try abs(found["loss"] - loss) < 1e-5 * loss, "step \(step)")
    }
    for (parameter, weight) in zip(model.parameters, expected.finalWeights) {
      expectClose(parameter.value, weight.tensor, within: 1e-4, parameter.path)
    }
    expectClose(try model.predict(expected.x.tensor), expected.outputs.tensor, within: 1e-4, "outputs")
  }
}
