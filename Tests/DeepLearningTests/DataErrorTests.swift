import DeepLearning
import Tensors
import Testing

/// Mistakes in data, as their author reads them.
struct DataErrorTests {
  private func model(_ loss: Loss = .sparseCategoricalCrossentropy, units: Int = 3) throws -> Model {
    let inputs = Input(shape: [4, 4, 1])
    let activation: ActivationFunction = loss == .binaryCrossentropy ? .sigmoid : .softmax
    let model = try Model(inputs: inputs, outputs: Dense(units: units, activation: activation)(Flatten()(inputs)))
    try model.compile(loss: loss, metrics: [.accuracy])
    return model
  }

  private let x = wave([5, 4, 4, 1])
  private let y = Tensor<Int32>([0, 1, 2, 1, 0])

  private func error<X: Scalar, Y: Scalar>(_ x: Tensor<X>, _ y: Tensor<Y>, _ model: Model) -> DeepLearningError? {
    #expect(throws: DeepLearningError.self) { try model.fit(x, y) }
  }

  @Test func imagesWithoutChannelAxisGetTheReshapeToWrite() throws {
    let error = error(x.reshaped([5, 4, 4]), y, try model())
    #expect(error?.problem == "x has shape [5, 4, 4]")
    #expect(error?.expected == "[batch, 4, 4, 1]")
    #expect(error?.hint == "the elements fit: x.reshaped([-1, 4, 4, 1])")
  }

  @Test func aSingleImageNeedsABatchAxis() throws {
    let error = #expect(throws: DeepLearningError.self) { try model().predict(x.row(0)) }
    #expect(error?.hint == "a single example needs a batch axis: x.reshaped([1, 4, 4, 1])")
  }

  @Test func emptyDataIsAnError() throws {
    let error = error(x.rows(0..<0), y.rows(0..<0), try model())
    #expect(error?.problem == "x is empty: its shape is [0, 4, 4, 1]")
  }

  @Test func asManyTargetsAsExamplesAreNeeded() throws {
    #expect(error(x, y.rows(0..<4), try model())?.problem == "x has 5 examples and y has 4")
  }

  @Test func aLabelOutOfRangeIsNamedWithItsIndex() throws {
    let error = error(x, Tensor<Int32>([0, 1, 3, 1, 0]), try model())
    #expect(error?.problem == "y[2] is 3")
    #expect(error?.expected == "an integer from 0 to 2")
    #expect(self.error(x, Tensor<Float>([0, 1, 1.5, 1, 0]), try model())?.problem == "y[2] is 1.5")
    #expect(self.error(x, Tensor<Int32>([0, -1, 0, 1, 0]), try model())?.problem == "y[1] is -1")
    let binary = try model(.binaryCrossentropy, units: 1)
    #expect(self.error(x, y, binary)?.expected == "a number from 0 to 1")
  }

  @Test func nonFiniteDataIsNamedWithItsIndex() throws {
    var broken = x
    broken[3, 2, 1, 0] = .nan
    #expect(error(broken, y, try model())?.problem == "x[3, 2, 1, 0] is nan")
    #expect(error(x, Tensor<Float>([0, 1, .infinity, 0, 0]), try model())?.problem == "y[2] is inf")
  }

  @Test func targetsOfTheWrongShapeNameBothShapes() throws {
    let error = error(x, Tensor<Int32>(zeros: [5, 2]), try model())
    #expect(error?.problem == "y has shape [5, 2], the outputs [batch, 3]")
    #expect(error?.expected == "targets of shape [batch] for sparseCategoricalCrossentropy")
    let binary = self.error(x, y, try model(.binaryCrossentropy, units: 3))
    #expect(binary?.hint == "for one class out of several use loss: .sparseCategoricalCrossentropy")
  }

  @Test func sparseLabelsNeedAnOutputForEachClass() {
    let error = #expect(throws: DeepLearningError.self) { try model(units: 1) }
    #expect(error?.hint == "for one yes-or-no output use loss: .binaryCrossentropy")
  }

  @Test func settingsOutOfRangeAreNamed() throws {
    let model = try model()
    let problems = [
      #expect(throws: DeepLearningError.self) { try model.fit(x, y, epochs: 0) },
      #expect(throws: DeepLearningError.self) { try model.fit(x, y, batchSize: 0) },
      #expect(throws: DeepLearningError.self) { try model.predict(x, batchSize: -1) },
      #expect(throws: DeepLearningError.self) { try model.fit(x, y, validationSplit: 1) },
      #expect(throws: DeepLearningError.self) { try model.fit(x, y, validationSplit: 0.95) },
      #expect(throws: DeepLearningError.self) {
        try model.compile(optimizer: .adam(learningRate: -1), loss: .binaryCrossentropy)
      },
      #expect(throws: DeepLearningError.self) {
        try model.compile(optimizer: .sgd(momentum: 2), loss: .binaryCrossentropy)
      },
    ].map { $0?.problem }
    #expect(
      problems == [
        "epochs is 0", "batchSize is 0", "batchSize is -1", "validationSplit is 1.0",
        "validationSplit is 0.95 of 5 examples",
        "learningRate is -1.0", "momentum is 2.0",
      ])
  }

  @Test func validationDataIsCheckedToo() throws {
    let model = try model()
    let error = #expect(throws: DeepLearningError.self) {
      try model.fit(x, y, validationData: (x, Tensor<Int32>([0, 1, 9, 1, 0])))
    }
    #expect(error?.place == "validationData")
  }

  @Test func anUncompiledModelSaysSo() throws {
    let inputs = Input(shape: [4, 4, 1])
    let model = try Model(inputs: inputs, outputs: Dense(units: 3)(Flatten()(inputs)), name: "plain")
    #expect(error(x, y, model)?.problem == "model 'plain' is not compiled")
  }

  @Test func aMonitorWithoutValidationDataIsRefusedBeforeTraining() throws {
    let model = try model()
    let before = model.weights
    let error = #expect(throws: DeepLearningError.self) { try model.fit(x, y, callbacks: [EarlyStopping()]) }
    #expect(error?.description.contains("no value named 'val_loss'; expected one of loss, accuracy") == true)
    #expect(error?.hint == "values on validation data need validationData: in fit")
    #expect(model.weights == before)
  }

  @Test func aLossThatDivergesNamesEpochStepAndLayer() throws {
    let inputs = Input(shape: [4, 4, 1])
    let hidden = Dense(units: 3, name: "hidden")(Flatten()(inputs))
    let model = try Model(
      inputs: inputs, outputs: Dense(units: 3, activation: .softmax, name: "classes")(hidden), seed: 1)
    try model.compile(optimizer: .sgd(learningRate: 1e30), loss: .sparseCategoricalCrossentropy)
    let error = #expect(throws: DeepLearningError.self) { try model.fit(x, y, epochs: 3, batchSize: 5) }
    #expect(error?.place == "fit, epoch 2, step 1")
    #expect(error?.problem.contains("the first layer whose output is not finite is ") == true)
  }

  @Test func aWeightThatIsNotFiniteIsNamed() throws {
    let model = try model()
    try model.layer(named: "dense").setBias(Tensor([0, .nan, 0]))
    #expect(
      error(x, y, model)?.problem
        == "the loss is nan; the first layer whose output is not finite is dense, and its weight dense/bias is not finite"
    )
  }
}
