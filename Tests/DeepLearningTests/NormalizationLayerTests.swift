import DeepLearning
import Tensors
import Testing

/// Moments that are known before training.
struct NormalizationLayerTests {
  private func model(_ layer: Normalization, _ shape: [Int]) throws -> Model {
    let inputs = Input(shape: shape)
    return try Model(inputs: inputs, outputs: layer(inputs))
  }

  @Test func adaptedMomentsAreThoseOfTheData() throws {
    let layer = Normalization()
    let data = Tensor<Float>([2, 2, 2], [1, 10, 3, 10, 5, 20, 7, 20])
    try layer.adapt(to: data)
    let model = try model(layer, [2, 2])
    #expect(model.parameters.map(\.path) == ["normalization/mean", "normalization/variance", "normalization/count"])
    #expect(model.weights.map(\.elements) == [[4, 15], [5, 25], [0]])
    #expect(model.trainableParameterCount == 0)
    let found = try model.predict(data)
    expectClose(found.mean(axis: 0).mean(axis: 0), Tensor([0, 0]), within: 1e-6)
    #expect(found[0, 0, 1] == -1 && found[1, 1, 1] == 1)
  }

  @Test func momentsMayComeAfterTheModelAndFromBytes() throws {
    let layer = Normalization(axis: [])
    let model = try model(layer, [2])
    #expect(try model.predict(Tensor<Float>([1, 2], [3, 4])).elements == [3, 4])
    try layer.adapt(to: Tensor<UInt8>([2, 2], [0, 2, 4, 6]))
    #expect(model.weights.map(\.elements) == [[3], [5], [0]])
    expectClose(
      try model.predict(Tensor<Float>([1, 2], [3, 8])), Tensor([1, 2], [0, 5 / Float(5).squareRoot()]), within: 1e-6)
  }

  @Test func axesMayBeSeveral() throws {
    let layer = Normalization(axis: [1, 3])
    try layer.adapt(to: wave([5, 2, 3, 4]))
    let model = try model(layer, [2, 3, 4])
    #expect(model.weights[0].shape == [2, 4])
    let found = try model.predict(wave([5, 2, 3, 4]))
    expectClose(found.mean(axis: 2).mean(axis: 0) + 1, Tensor([2, 4], repeating: 1), within: 1e-5)
  }

  @Test func invertingUndoesIt() throws {
    let x = wave([3, 4])
    let there = try model(Normalization(mean: [1, 2, 3, 4], variance: [4, 1, 9, 0.5]), [4])
    let back = try model(Normalization(mean: [1, 2, 3, 4], variance: [4, 1, 9, 0.5], invert: true), [4])
    expectClose(try back.predict(there.predict(x)), x, within: 1e-6)
  }

  @Test func settingsHaveKerasNames() throws {
    let given = try model(Normalization(mean: [1, 2], variance: [3, 4]), [2]).layers[1].configuration
    #expect(given == "axis=[-1] invert=false mean=[1.0, 2.0] variance=[3.0, 4.0]")
    let open = try model(Normalization(axis: []), [2]).layers[1].configuration
    #expect(open == "axis=[] invert=false mean=null variance=null")
  }

  @Test func mistakesNameTheLayer() throws {
    func problem(_ layer: Normalization, _ shape: [Int]) -> String? {
      #expect(throws: DeepLearningError.self) { try model(layer, shape) }?.problem
    }
    #expect(problem(Normalization(mean: [1, 2], variance: [1, 2]), [3]) == "mean has shape [2] and variance [2]")
    #expect(problem(Normalization(mean: [1, 2], variance: [1]), [2]) == "mean has shape [2] and variance [1]")
    #expect(problem(Normalization(mean: [1], variance: [-1]), [2]) == "a variance is below 0")
    #expect(problem(Normalization(axis: [0]), [2]) == "axis is [0]")
    #expect(problem(Normalization(axis: [2]), [2]) == "axis is [2]")
    let adapted = Normalization()
    try adapted.adapt(to: wave([4, 3]))
    #expect(problem(adapted, [2]) == "was adapted to data with [3] along [-1]")
    func error(_ layer: Normalization, _ data: Tensor<Float>) -> DeepLearningError? {
      #expect(throws: DeepLearningError.self) { try layer.adapt(to: data) }
    }
    #expect(error(Normalization(mean: [1], variance: [1]), wave([2, 2]))?.place == "normalization (Normalization)")
    #expect(error(Normalization(), Tensor(zeros: [0, 2]))?.problem == "data of shape [0, 2] is empty")
    let built = Normalization(name: "scale")
    _ = try model(built, [2])
    #expect(error(built, wave([4, 3]))?.expected == "[2]")
  }
}
