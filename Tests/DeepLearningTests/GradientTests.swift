import DeepLearning
import Tensors
import Testing

/// Gradients against central differences of Σ output · weight, which is summed in 64 bits.
struct GradientTests {
  struct Case: CustomTestStringConvertible, @unchecked Sendable {
    let testDescription: String
    let input: [Int]
    /// Half the distance of the two points. Layers that are linear in what is moved take a large one.
    let step: Float
    let build: (SymbolicTensor) -> SymbolicTensor

    init(_ name: String, _ input: [Int], step: Float = 0.01, build: @escaping (SymbolicTensor) -> SymbolicTensor) {
      (testDescription, self.input, self.step, self.build) = (name, input, step, build)
    }
  }

  static let cases = [
    Case("convolution valid", [5, 6, 2], step: 0.5) { Conv2D(filters: 3, kernelSize: [3, 2])($0) },
    Case("convolution same, stride 2", [5, 6, 3], step: 0.5) {
      Conv2D(filters: 2, kernelSize: 3, strides: 2, padding: .same)($0)
    },
    Case("convolution with sigmoid", [4, 5, 1]) {
      Conv2D(filters: 2, kernelSize: 3, activation: .sigmoid)($0)
    },
    Case("convolution, dilated", [7, 8, 2], step: 0.5) {
      Conv2D(filters: 3, kernelSize: [3, 2], padding: .same, dilationRate: [2, 3])($0)
    },
    Case("convolution in groups with ReLU", [5, 6, 4], step: 1e-3) {
      Conv2D(filters: 6, kernelSize: 3, groups: 2, activation: .relu)($0)
    },
    Case("convolution in groups of one", [5, 4, 3], step: 0.5) { Conv2D(filters: 6, kernelSize: 2, groups: 3)($0) },
    Case("the way round a block", [5, 6, 16], step: 1e-3) { input in
      let before = Activation(.tanh)(input)
      let through = Conv2D(filters: 16, kernelSize: 3, strides: 2, padding: .same)(before)
      return Add()([through, Conv2D(filters: 16, kernelSize: 1, strides: 2, padding: .same)(before)])
    },
    Case("depthwise convolution, stride 2", [6, 5, 3], step: 0.5) {
      DepthwiseConv2D(kernelSize: 3, strides: 2, padding: .same, depthMultiplier: 2)($0)
    },
    Case("depthwise convolution, dilated, with ReLU", [7, 5, 3], step: 1e-4) {
      DepthwiseConv2D(kernelSize: [2, 3], padding: .same, dilationRate: 2, activation: .relu)($0)
    },
    Case("separable convolution", [5, 6, 3]) {
      SeparableConv2D(filters: 4, kernelSize: 3, padding: .same, depthMultiplier: 2, activation: .tanh)($0)
    },
    Case("transposed convolution same, stride 2, with ReLU", [4, 3, 3], step: 1e-3) {
      Conv2DTranspose(filters: 2, kernelSize: 3, strides: 2, padding: .same, activation: .relu)($0)
    },
    Case("transposed convolution valid", [4, 3, 2], step: 0.5) { Conv2DTranspose(filters: 3, kernelSize: [2, 3])($0) },
    Case("transposed convolution of few pixels", [3, 3, 2], step: 0.5) {
      Conv2DTranspose(filters: 2, kernelSize: [1, 2], strides: [2, 3])($0)
    },
    Case("enlargement", [3, 4, 2], step: 0.5) { UpSampling2D(size: [2, 3])($0) },
    Case("bilinear enlargement", [3, 4, 2], step: 0.5) { UpSampling2D(size: [3, 2], interpolation: .bilinear)($0) },
    Case("zero padding", [3, 2, 2], step: 0.5) { ZeroPadding2D(padding: [[1, 0], [2, 3]])($0) },
    Case("convolution, ReLU and pooling in one", [6, 8, 1], step: 1e-3) {
      MaxPooling2D(poolSize: 2)(Conv2D(filters: 2, kernelSize: 3, activation: .relu)($0))
    },
    Case("pooling before ReLU", [6, 8, 1], step: 1e-3) {
      Activation(.relu)(MaxPooling2D(poolSize: 2)(Conv2D(filters: 2, kernelSize: 3)($0)))
    },
    Case("overlapping pooling", [7, 6, 2], step: 1e-3) { MaxPooling2D(poolSize: 3, strides: 2)($0) },
    Case("dense", [7], step: 0.5) { Dense(units: 3)($0) },
    Case("dense with tanh", [7]) { Dense(units: 3, activation: .tanh)($0) },
    Case("dense with softmax", [7]) { Dense(units: 4, activation: .softmax)($0) },
    Case("rescaling and flatten", [2, 3, 2], step: 0.5) { Flatten()(Rescaling(0.5, offset: 1)($0)) },
    Case("dropout", [20], step: 0.5) { Dropout(rate: 0.4)($0) },
    Case("shared layer in a chain", [4]) {
      let layer = Dense(units: 4, activation: .tanh)
      return layer(layer($0))
    },
    Case("three layers", [6, 6, 1]) {
      let features = Conv2D(filters: 2, kernelSize: 3, activation: .tanh)($0)
      return Dense(units: 3, activation: .softmax)(Flatten()(features))
    },
  ]

  @Test(arguments: cases)
  func gradientIsTheCentralDifference(_ test: Case) throws {
    let inputs = Input(shape: test.input)
    let model = try Model(inputs: inputs, outputs: test.build(inputs), seed: 5)
    try model.setWeights(model.weights.enumerated().map { wave($1.shape, scale: 0.7, phase: Float($0)) })
    let x = wave([2] + test.input)
    let weights = wave([2] + model.outputs[0].shape, phase: 2)
    let gradients = try model.gradients(x, outputWeights: weights, trainingStep: 3)
    let atInput = try slope(of: x, step: test.step) { try value(model, $0, weights) }
    expectClose(gradients.input, atInput, within: 2e-3, "input")
    for parameter in model.trainableParameters {
      let layer = try #require(model.layers.first { $0.parameters.contains { $0 === parameter } })
      let index = try #require(layer.parameters.firstIndex { $0 === parameter })
      let original = layer.weights
      let expected = try slope(of: parameter.value, step: test.step) { moved in
        var changed = original
        changed[index] = moved
        try layer.setWeights(changed)
        return try value(model, x, weights)
      }
      try layer.setWeights(original)
      expectClose(try #require(gradients.parameters[parameter.path]), expected, within: 2e-3, parameter.path)
    }
  }

  private func value(_ model: Model, _ x: Tensor<Float>, _ weights: Tensor<Float>) throws -> Double {
    try model.gradients(x, outputWeights: weights, trainingStep: 3).value
  }

  private func slope(
    of tensor: Tensor<Float>, step: Float, value: (Tensor<Float>) throws -> Double
  ) throws -> Tensor<Float> {
    var slopes: [Float] = []
    for index in 0..<tensor.count {
      var (left, right) = (tensor.elements, tensor.elements)
      left[index] -= step
      right[index] += step
      let rise = try value(Tensor(tensor.shape, right)) - value(Tensor(tensor.shape, left))
      slopes.append(Float(rise / Double(right[index] - left[index])))
    }
    return Tensor(tensor.shape, slopes)
  }

  @Test func noGradientIsComputedBelowTheLowestTrainableLayer() throws {
    let inputs = Input(shape: [4])
    let lower = Dense(units: 3, name: "lower")
    let model = try Model(inputs: inputs, outputs: Dense(units: 2, name: "upper")(lower(inputs)))
    lower.trainable = false
    let found = try model.gradients(wave([2, 4]), outputWeights: wave([2, 2]))
    #expect(found.parameters.keys.sorted() == ["upper/bias", "upper/kernel"])
    #expect(model.trainableParameterCount == 8)
  }
}
