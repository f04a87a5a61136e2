import DeepLearning
import Tensors
import Testing

/// Depthwise, separable, transposed, dilated and grouped convolution, enlargement and zero padding. Their gradients are in
/// `GradientTests`, Keras' numbers in `KerasNumbersTests`.
struct SpatialLayerTests {
  private func model(_ shape: [Int], _ build: (SymbolicTensor) -> SymbolicTensor) throws -> Model {
    let inputs = Input(shape: shape)
    return try Model(inputs: inputs, outputs: build(inputs), seed: 3)
  }

  private func error(_ shape: [Int], _ build: (SymbolicTensor) -> SymbolicTensor) -> DeepLearningError? {
    #expect(throws: DeepLearningError.self) { try model(shape, build) }
  }

  @Test func weightsHaveKerasNamesAndShapes() throws {
    let shapes = { (build: (SymbolicTensor) -> SymbolicTensor) in
      try model([9, 8, 6], build).parameters.map { "\($0.path) \($0.shape)" }
    }
    #expect(
      try shapes { DepthwiseConv2D(kernelSize: [3, 2], depthMultiplier: 2)($0) }
        == ["depthwise_conv2d/kernel [3, 2, 6, 2]", "depthwise_conv2d/bias [12]"])
    #expect(
      try shapes { SeparableConv2D(filters: 5, kernelSize: 3, depthMultiplier: 2)($0) } == [
        "separable_conv2d/depthwise_kernel [3, 3, 6, 2]", "separable_conv2d/pointwise_kernel [1, 1, 12, 5]",
        "separable_conv2d/bias [5]",
      ])
    #expect(
      try shapes { Conv2DTranspose(filters: 5, kernelSize: [3, 2], useBias: false)($0) }
        == ["conv2d_transpose/kernel [3, 2, 5, 6]"])
    #expect(
      try shapes { Conv2D(filters: 4, kernelSize: 3, groups: 2)($0) }
        == ["conv2d/kernel [3, 3, 3, 4]", "conv2d/bias [4]"])
  }

  @Test func outputsHaveKerasShapes() throws {
    let shape = { (build: (SymbolicTensor) -> SymbolicTensor) in try model([9, 8, 6], build).outputs[0].shape }
    #expect(try shape { Conv2D(filters: 4, kernelSize: 3, dilationRate: 2)($0) } == [5, 4, 4])
    #expect(try shape { Conv2D(filters: 4, kernelSize: 3, padding: .same, dilationRate: [2, 3])($0) } == [9, 8, 4])
    #expect(try shape { DepthwiseConv2D(kernelSize: 3, strides: 2, padding: .same)($0) } == [5, 4, 6])
    #expect(try shape { Conv2DTranspose(filters: 2, kernelSize: 3, strides: 2, padding: .same)($0) } == [18, 16, 2])
    #expect(try shape { Conv2DTranspose(filters: 2, kernelSize: [3, 1], strides: 2)($0) } == [19, 16, 2])
    #expect(try shape { UpSampling2D(size: [2, 3])($0) } == [18, 24, 6])
    #expect(try shape { ZeroPadding2D()($0) } == [11, 10, 6])
    #expect(try shape { ZeroPadding2D(padding: [1, 2])($0) } == [11, 12, 6])
    #expect(try shape { ZeroPadding2D(padding: [[1, 0], [2, 3]])($0) } == [10, 13, 6])
  }

  @Test func settingsOutOfRangeAreErrorsOfTheirLayer() {
    #expect(
      error([9, 9, 6]) { Conv2D(filters: 4, kernelSize: 3, groups: 4)($0) }?.expected
        == "a number that divides 6 channels and 4 filters")
    #expect(
      error([9, 9, 6]) { Conv2D(filters: 4, kernelSize: 3, strides: 2, dilationRate: 2)($0) }?.problem
        == "strides is 2 x 2 and dilationRate is 2 x 2")
    #expect(
      error([4, 9, 6]) { DepthwiseConv2D(kernelSize: 3, dilationRate: 2)($0) }?.expected
        == "a height and width of at least 5 x 5")
    #expect(
      error([4, 9, 6]) { DepthwiseConv2D(kernelSize: 3, depthMultiplier: 0)($0) }?.problem == "depthMultiplier is 0")
    #expect(error([4, 9, 6]) { SeparableConv2D(filters: 0, kernelSize: 3)($0) }?.problem == "filters is 0")
    #expect(error([4, 9, 6]) { Conv2DTranspose(filters: 2, kernelSize: 0)($0) }?.problem == "kernelSize is [0]")
    #expect(error([4, 9, 6]) { UpSampling2D(size: 0)($0) }?.problem == "size is [0]")
    #expect(error([4, 9, 6]) { ZeroPadding2D(padding: -1)($0) }?.problem == "padding is [[-1, -1], [-1, -1]]")
    #expect(error([9, 6]) { UpSampling2D()($0) }?.expected == "images [batch, height, width, channels]")
  }

  @Test func reluIsJoinedWithTheConvolutionBeforeIt() throws {
    let model = try model([9, 8, 6]) {
      var t = DepthwiseConv2D(kernelSize: 3, activation: .relu)($0)
      t = Activation(.relu)(Conv2DTranspose(filters: 4, kernelSize: 3)(t))
      t = Conv2D(filters: 4, kernelSize: 3, groups: 2, activation: .relu)(t)
      return SeparableConv2D(filters: 4, kernelSize: 3, activation: .relu)(t)
    }
    #expect(
      try model.planDescription(batchSize: 2, trains: false).operations == [
        "FilterForward depthwise_conv2d (relu)", "FilterForward conv2d_transpose (relu)", "FilterForward conv2d (relu)",
        "SeparableForward separable_conv2d (relu)",
      ])
  }

  /// As many groups as channels are a depthwise convolution.
  @Test func aConvolutionInGroupsOfOneChannelIsDepthwise() throws {
    let grouped = try model([7, 6, 5]) { Conv2D(filters: 10, kernelSize: 3, padding: .same, groups: 5)($0) }
    let depthwise = try model([7, 6, 5]) { DepthwiseConv2D(kernelSize: 3, padding: .same, depthMultiplier: 2)($0) }
    let weights = [wave([3, 3, 5, 2]), wave([10], phase: 1)]
    try depthwise.setWeights(weights)
    try grouped.setWeights([Tensor([3, 3, 1, 10], weights[0].elements), weights[1]])
    let x = wave([2, 7, 6, 5])
    #expect(try grouped.predict(x) == depthwise.predict(x))
  }

  @Test func nearestEnlargementRepeatsPixelsAndBilinearGoesBetween() throws {
    let x = Tensor<Float>([1, 1, 2, 1], [0, 4])
    let nearest = try model([1, 2, 1]) { UpSampling2D(size: [1, 2])($0) }
    let bilinear = try model([1, 2, 1]) { UpSampling2D(size: [1, 2], interpolation: .bilinear)($0) }
    #expect(try nearest.predict(x).elements == [0, 0, 4, 4])
    #expect(try bilinear.predict(x).elements == [0, 1, 3, 4])
  }
}
