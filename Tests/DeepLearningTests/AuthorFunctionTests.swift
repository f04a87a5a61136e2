import DeepLearning
import Tensors
import Testing

/// Layers that are an author's own function.
struct AuthorFunctionTests {
  private struct Refusal: Error, CustomStringConvertible { let description = "not today" }

  private func model(_ layer: Lambda) throws -> Model {
    let inputs = Input(shape: [3])
    let model = try Model(
      inputs: inputs, outputs: Dense(units: 2, activation: .softmax)(layer(Dense(units: 3)(inputs))))
    try model.compile(optimizer: .sgd(), loss: .sparseCategoricalCrossentropy)
    return model
  }

  private let x = wave([4, 3])
  private let y = Tensor<Int32>([0, 1, 1, 0])
  private let square = Lambda(fingerprint: "square") { x in
    x * x
  } gradient: { x, _, d in
    2 * x * d
  }

  @Test func aFunctionComputesAndLearns() throws {
    let inputs = Input(shape: [3])
    let alone = try Model(inputs: inputs, outputs: square(inputs))
    #expect(try alone.predict(x) == x * x)
    #expect(alone.layers[1].typeName == "Lambda" && alone.layers[1].name == "lambda")
    let model = try model(square)
    let before = try model.evaluate(x, y)["loss"]
    try model.fit(x, y, epochs: 20)
    #expect(try model.evaluate(x, y)["loss"] < before)
  }

  @Test func whatTheFunctionThrowsNamesTheLayer() throws {
    let layer = Lambda(name: "mine") { _ in
      throw Refusal()
    } gradient: { x, _, _ in
      x
    }
    let model = try model(layer)
    let weights = model.weights
    let calls: [() throws -> Void] = [
      { _ = try model.predict(x) }, { _ = try model.trainOnBatch(x, y) }, { _ = try model.evaluate(x, y) },
    ]
    for call in calls {
      let error = #expect(throws: DeepLearningError.self) { try call() }
      #expect(error?.description == "mine (Lambda): its function failed: not today")
    }
    #expect(model.weights == weights)
  }

  @Test func whatTheGradientThrowsNamesTheLayerAndChangesNoWeight() throws {
    let model = try model(
      Lambda { x in
        x
      } gradient: { _, _, _ in
        throw Refusal()
      })
    let weights = model.weights
    let error = #expect(throws: DeepLearningError.self) { try model.fit(x, y) }
    #expect(error?.description == "lambda (Lambda): its gradient failed: not today")
    #expect(model.weights == weights)
  }

  @Test func aWrongShapeNamesTheLayerAndBothShapes() throws {
    let function = try model(
      Lambda(name: "mine") { x in
        x.reshaped([3, 4])
      } gradient: { x, _, _ in
        x
      })
    let error = #expect(throws: DeepLearningError.self) { try function.predict(x) }
    #expect(error?.description == "mine (Lambda): its function gave a tensor of shape [3, 4]; expected [4, 3]")
    let gradient = try model(
      Lambda { x in
        x
      } gradient: { _, _, d in
        d.row(0)
      })
    let other = #expect(throws: DeepLearningError.self) { try gradient.trainOnBatch(x, y) }
    #expect(other?.description == "lambda (Lambda): its gradient gave a tensor of shape [3]; expected [4, 3]")
  }

  @Test func anImpossibleShapeIsAnErrorOfTheLayer() {
    let error = #expect(throws: DeepLearningError.self) {
      try model(
        Lambda(outputShape: [0]) { x in
          x
        } gradient: { x, _, _ in
          x
        })
    }
    #expect(error?.problem == "outputShape is [0]")
  }

  @Test func trainingIsRememberedByTheFingerprint() throws {
    let log = EventLog()
    func wasRecalled(_ fingerprint: String?, nests: Bool = false) throws -> Bool {
      let layer = Lambda(fingerprint: fingerprint) { x in
        x * x
      } gradient: { x, _, d in
        2 * x * d
      }
      let model = try nests ? nested(layer) : model(layer)
      model.ownContext = log.context(remembers: true)
      return try model.fit(x, y).wasRecalled
    }
    #expect(try !wasRecalled("square"))
    #expect(try wasRecalled("square"))
    #expect(try !wasRecalled("other"))
    for nests in [false, false, true, true] { #expect(try !wasRecalled(nil, nests: nests)) }
  }

  private func nested(_ layer: Lambda) throws -> Model {
    let inner = try Sequential(inputShape: [3], [layer])
    let inputs = Input(shape: [3])
    let model = try Model(inputs: inputs, outputs: Dense(units: 2, activation: .softmax)(inner(inputs)))
    try model.compile(loss: .sparseCategoricalCrossentropy)
    return model
  }
}
