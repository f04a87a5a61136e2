import DeepLearning
import Tensors
import Testing

/// Models as layers, lists of layers, and what freezing means in them.
@Suite struct NestedModelTests {
  private func base() throws -> Model {
    try Sequential(
      inputShape: [6, 6, 1],
      [Conv2D(filters: 3, kernelSize: 3, activation: .relu, name: "first"), MaxPooling2D(), Flatten()], name: "base")
  }

  private func images(_ count: Int = 4) -> Tensor<Float> {
    Tensor((0..<count * 36).map { Float($0 % 7) }).reshaped([count, 6, 6, 1])
  }

  @Test func aNestedModelComputesWhatItsLayersDo() throws {
    let base = try base()
    let inputs = Input(shape: [6, 6, 1])
    let nested = try Model(inputs: inputs, outputs: base(inputs))
    #expect(try nested.predict(images()).elements == base.predict(images()).elements)
    #expect(nested.layers.map(\.typeName) == ["InputLayer", "Sequential"])
    #expect(nested.parameters.map(\.path) == ["first/kernel", "first/bias"])
  }

  @Test func aLayerInAFrozenModelIsNotTrained() throws {
    let base = try base()
    base.trainable = false
    let inputs = Input(shape: [6, 6, 1])
    let model = try Model(inputs: inputs, outputs: Dense(units: 1, activation: .sigmoid)(base(inputs)))
    #expect(model.trainableParameterCount == 13)
    try base.layer(named: "first").trainable = true
    #expect(model.trainableParameterCount == 13, "the model round it is still frozen")
    base.trainable = true
    #expect(model.trainableParameterCount == 43)
    #expect(model.summaryText(showTrainable: true).contains("base (Sequential)"))
  }

  @Test func trainingChangesOnlyWhatIsNotFrozen() throws {
    let base = try base()
    base.trainable = false
    let inputs = Input(shape: [6, 6, 1])
    let model = try Model(inputs: inputs, outputs: Dense(units: 1, activation: .sigmoid)(base(inputs)), seed: 3)
    try model.compile(optimizer: .sgd(learningRate: 0.1), loss: .binaryCrossentropy)
    let before = model.weights
    try model.fit(images(), Tensor<Float>([0, 1, 0, 1]), epochs: 2)
    let changed = zip(before, model.weights).map { $0.elements != $1.elements }
    #expect(changed == [false, false, true, true])
    base.trainable = true
    try model.fit(images(), Tensor<Float>([0, 1, 0, 1]), epochs: 1)
    #expect(model.weights[0].elements != before[0].elements)
  }

  @Test func aSharedModelLearnsFromBothCalls() throws {
    let shared = try Sequential(inputShape: [2], [Dense(units: 2, name: "shared")])
    let inputs = Input(shape: [2])
    let model = try Model(inputs: inputs, outputs: shared(shared(inputs)))
    #expect(model.parameterCount == 6)
    try shared.setWeights([Tensor<Float>([2, 0, 0, 2]).reshaped([2, 2]), Tensor<Float>([0, 0])])
    let gradients = try model.gradients(
      Tensor<Float>([1, 1]).reshaped([1, 2]), outputWeights: Tensor<Float>([1, 1]).reshaped([1, 2]))
    // y = (x w + b) w + b, so dy/db = w summed over its columns, plus 1.
    #expect(gradients.parameters["shared/bias"]?.elements == [3, 3])
  }

  @Test func aModelCalledOnTheWrongShapeSaysSo() throws {
    let base = try base()
    let error = #expect(throws: DeepLearningError.self) {
      let inputs = Input(shape: [5, 5, 1])
      _ = try Model(inputs: inputs, outputs: base(inputs))
    }
    #expect(error?.description.contains("[batch, 5, 5, 1]") == true)
    #expect(error?.description.contains("[batch, 6, 6, 1]") == true)
  }

  @Test func aLayerCalledOnTooManyTensorsSaysSo() throws {
    let inputs = Input(shape: [3])
    let error = #expect(throws: DeepLearningError.self) {
      _ = try Model(inputs: inputs, outputs: Flatten()([inputs, inputs]))
    }
    #expect(error?.description.contains("got 2 inputs") == true)
  }
}
