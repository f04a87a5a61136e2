import DeepLearning
import Tensors
import Testing

/// Layers of several inputs, pooling over whole images and other shapes.
struct JoiningLayerTests {
  private func shape(_ shapes: [[Int]], _ layer: any Layer) throws -> [Int] {
    let inputs = shapes.map { Input(shape: $0) }
    return try Model(inputs: inputs, outputs: layer(inputs)).outputs[0].shape
  }

  private func problem(_ shapes: [[Int]], _ layer: any Layer) -> DeepLearningError? {
    #expect(throws: DeepLearningError.self) { try shape(shapes, layer) }
  }

  @Test func shapesAreKeras() throws {
    #expect(try shape([[4, 5, 3], [4, 5, 3]], Add()) == [4, 5, 3])
    #expect(try shape([[4, 5, 3], [1, 1, 3], [3]], Multiply()) == [4, 5, 3])
    #expect(try shape([[1, 5, 1], [4, 1, 3]], Add()) == [4, 5, 3])
    #expect(try shape([[3]], Add()) == [3])
    #expect(try shape([[4, 5, 3], [4, 5, 2]], Concatenate()) == [4, 5, 5])
    #expect(try shape([[4, 5, 3], [2, 5, 3]], Concatenate(axis: 1)) == [6, 5, 3])
    #expect(try shape([[4, 5, 3], [4, 1, 3]], Concatenate(axis: -2)) == [4, 6, 3])
    #expect(try shape([[4, 5, 3]], GlobalAveragePooling2D()) == [3])
    #expect(try shape([[4, 5, 3]], GlobalMaxPooling2D(keepDims: true)) == [1, 1, 3])
    #expect(try shape([[5, 7, 3]], AveragePooling2D(poolSize: 2)) == [2, 3, 3])
    #expect(try shape([[5, 7, 3]], AveragePooling2D(poolSize: 3, strides: 2, padding: .same)) == [3, 4, 3])
    #expect(try shape([[40, 30, 2]], AveragePooling2D(poolSize: [40, 30])) == [1, 1, 2])
    #expect(try shape([[4, 6]], Reshape([3, -1, 2])) == [3, 4, 2])
    #expect(try shape([[4, 6]], Reshape([24])) == [24])
  }

  @Test func mistakesNameAllShapes() {
    #expect(
      problem([[4, 5, 3], [4, 5, 2]], Add())?.problem
        == "got inputs of shapes [batch, 4, 5, 3], [batch, 4, 5, 2]")
    #expect(problem([[4, 5, 3], [4, 4, 3]], Concatenate())?.expected == "equal extents on every axis but -1")
    #expect(problem([[4, 5, 3], [5, 3]], Concatenate())?.place == "concatenate (Concatenate)")
    #expect(problem([[4], [4]], Concatenate(axis: 0))?.problem == "axis is 0")
    #expect(problem([[4], [4]], Concatenate(axis: -2))?.problem == "axis is -2")
    #expect(problem([[4]], Subtract())?.problem == "got 1 inputs")
    #expect(problem([[4]], Subtract())?.expected == "2")
    #expect(problem([[4], [4], [4]], Subtract())?.problem == "got 3 inputs")
    #expect(problem([[5, 3]], GlobalAveragePooling2D())?.expected == "images [batch, height, width, channels]")
    #expect(problem([[4, 4, 3]], AveragePooling2D(poolSize: 5))?.expected == "a height and width of at least 5 x 5")
    #expect(problem([[4, 6]], Reshape([5, -1]))?.expected == "24 values to fit targetShape [5, -1]")
    #expect(problem([[4, 6]], Reshape([-1, -1]))?.problem == "targetShape is [-1, -1]")
    #expect(problem([[4, 6]], Reshape([0]))?.problem == "targetShape is [0]")
    #expect(problem([[4, 6]], Reshape([1 << 40, 1 << 40]))?.place == "reshape (Reshape)")
    #expect(problem([[4]], ReLU(negativeSlope: -1))?.problem == "negativeSlope is -1.0")
    #expect(problem([[4]], LeakyReLU(negativeSlope: .nan))?.problem == "negativeSlope is nan")
    #expect(problem([[4]], ELU(alpha: -1))?.problem == "alpha is -1.0")
    #expect(problem([[4, 3]], Softmax(axis: 1))?.problem == "axis is 1")
    #expect(problem([[4, 3, 2]], SpatialDropout2D(rate: 1))?.problem == "rate is 1.0")
    #expect(problem([[4, 3]], SpatialDropout2D(rate: 0.5))?.expected == "images [batch, height, width, channels]")
  }

  @Test func aSumIsJoinedWithReluAndPassesItsGradientOn() throws {
    let inputs = Input(shape: [6])
    let left = Dense(units: 5, name: "left")(inputs)
    let right = Dense(units: 5, name: "right")(inputs)
    let model = try Model(inputs: inputs, outputs: Dense(units: 2)(Activation(.relu)(Add()([left, right]))))
    try model.compile(loss: .sparseCategoricalCrossentropy(fromLogits: true))
    #expect(
      try model.planDescription(batchSize: 2, trains: true).operations == [
        "DenseForward left", "DenseForward right", "CombinationForward add (sum, relu)", "DenseForward dense",
        "LossForward loss", "DenseBackward dense", "ActivationBackward add", "DenseBackward right",
        "DenseBackward left",
      ])
  }

  @Test func dropoutOfChannelsActsInTrainingOnly() throws {
    let inputs = Input(shape: [2, 2, 40])
    let model = try Model(inputs: inputs, outputs: SpatialDropout2D(rate: 0.5)(inputs))
    let x = Tensor<Float>([1, 2, 2, 40], repeating: 1)
    #expect(try model.predict(x) == x)
    let gradients = try (0..<2).map { try model.gradients(x, outputWeights: x, trainingStep: $0).input }
    for gradient in gradients {
      #expect((0..<40).allSatisfy { c in Set((0..<4).map { gradient[0, $0 / 2, $0 % 2, c] }).count == 1 })
      #expect(Set(gradient.elements) == [0, 2])
    }
    #expect(gradients[0] != gradients[1])
  }

  @Test func settingsHaveKerasNames() throws {
    func settings(_ layer: any Layer) throws -> String {
      let inputs = Input(shape: [4, 4, 2])
      return try Model(inputs: inputs, outputs: layer(inputs)).layers[1].configuration
    }
    #expect(try settings(Concatenate(axis: 2)) == "axis=2")
    #expect(try settings(GlobalMaxPooling2D()) == "keepdims=false")
    #expect(try settings(Reshape([-1, 2])) == "target_shape=[-1, 2]")
    #expect(try settings(AveragePooling2D(poolSize: 2)) == "padding=\"valid\" pool_size=[2, 2] strides=[2, 2]")
    #expect(try settings(ReLU(maxValue: 6)) == "max_value=6.0 negative_slope=0.0 threshold=0.0")
    #expect(try settings(ReLU()) == "max_value=null negative_slope=0.0 threshold=0.0")
    #expect(try settings(LeakyReLU()) == "negative_slope=0.3")
    #expect(try settings(Activation(.leakyRelu)) == "activation=\"leaky_relu\"")
    #expect(try settings(Activation(.swish)) == "activation=\"silu\"")
  }
}
