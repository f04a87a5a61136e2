import DeepLearning
import Tensors
import Testing

/// Models with several inputs and outputs.
struct SeveralOutputsTests {
  struct File: Decodable {
    let x: [Numbers]
    let y: [Numbers]
    let sizeWeights: Numbers
    let initial: [Numbers]
    let values: [String: [Double]]
    let steps: [Double]
    let weights: [Numbers]
  }

  /// Two inputs of different shapes, a layer that both ways share, a class and two numbers as outputs.
  private static func model() throws -> Model {
    let (left, right) = (Input(shape: [4], name: "left"), Input(shape: [2, 2], name: "right"))
    let shared = Dense(units: 5, activation: .tanh)
    let kind = Dense(units: 3, activation: .softmax, name: "kind")(shared(left))
    let size = Dense(units: 2, name: "size")(shared(Flatten()(right)))
    return try Model(inputs: [left, right], outputs: [kind, size], seed: 2)
  }

  private static func compile(_ model: Model, weights: [Double] = [1, 0.3]) throws {
    try model.compile(
      optimizer: .sgd(learningRate: 0.1), loss: [.sparseCategoricalCrossentropy, .meanSquaredError],
      lossWeights: weights, metrics: [[.accuracy], [.accuracy, .meanAbsoluteError]])
  }

  @Test func trainingFollowsKeras() throws {
    let file: File = try Fixtures.read("objective_several.json")
    let model = try Self.model()
    try Self.compile(model)
    try model.setWeights(file.initial.map(\.tensor))
    let (x, y) = (file.x.map(\.tensor), file.y.map(\.tensor))
    let history = try model.fit(
      x, y, epochs: 3, batchSize: 4, validationData: (x.map { $0.rows(0..<8) }, y.map { $0.rows(0..<8) }),
      shuffle: false, sampleWeight: [nil, file.sizeWeights.tensor])
    #expect(Set(history.names) == Set(file.values.keys))
    for (name, values) in file.values {
      for (found, value) in zip(try history[name], values) {
        #expect(abs(found - value) <= 2e-5 * max(value, 0.1), "\(name)")
      }
    }
    for (step, expected) in file.steps.enumerated() {
      let rows = step % 3 * 4..<step % 3 * 4 + 4
      let found = try model.trainOnBatch(x.map { $0.rows(rows) }, y.map { $0.rows(rows) })["loss"]
      #expect(abs(found - expected) <= 1e-4 * expected, "step \(step)")
    }
    for (found, value) in zip(model.weights, file.weights) { expectClose(found, value.tensor, within: 5e-5) }
  }

  private let left = wave([13, 4])
  private let right = Tensor<UInt8>([13, 2, 2], (0..<52).map { UInt8($0 * 7 % 5) })
  private let kinds = Tensor<Int32>((0..<13).map { Int32($0 % 3) })
  private let sizes = wave([13, 2], phase: 1)

  @Test func valuesBearTheOutputsNames() throws {
    let model = try Self.model()
    try Self.compile(model)
    let values = try model.evaluate([left, right], [kinds, sizes], batchSize: 5)
    #expect(
      values.names == [
        "loss", "kind_loss", "size_loss", "kind_accuracy", "size_accuracy", "size_mean_absolute_error",
      ])
    #expect(try abs(values["loss"] - (values["kind_loss"] + 0.3 * values["size_loss"])) < 1e-12)
    #expect(try model.testOnBatch([left, right], [kinds, sizes]).names == values.names)
  }

  @Test func outputsAreFoundByTheirNames() throws {
    let (listed, named) = (try Self.model(), try Self.model())
    try Self.compile(listed)
    try named.compile(
      optimizer: .sgd(learningRate: 0.1), loss: ["size": .meanSquaredError, "kind": .sparseCategoricalCrossentropy],
      lossWeights: ["size": 0.3], metrics: ["kind": [.accuracy], "size": [.accuracy, .meanAbsoluteError]])
    let first = try listed.fit([left, right], [kinds, sizes], epochs: 2)
    #expect(try named.fit([left, right], [kinds, sizes], epochs: 2).rows == first.rows)
    #expect(named.weights == listed.weights)
    #expect(listed.outputNames == ["kind", "size"])
  }

  @Test func predictionTakesAsManyTensorsAsThereAreInputs() throws {
    let model = try Self.model()
    let all = try model.predictAll([left, right], batchSize: 5)
    #expect(all.map(\.shape) == [[13, 3], [13, 2]])
    let kind = try Model(inputs: model.inputs[0], outputs: model.outputs[0])
    #expect(try kind.predict([left]) == all[0])
    #expect(try kind.predictOnBatch([left]) == all[0])
  }

  @Test func oneWeightOfExamplesIsForAllOutputs() throws {
    let model = try Self.model()
    try Self.compile(model)
    let weights = Tensor<Float>((0..<13).map { Float($0 % 3) })
    let one = try model.evaluate([left, right], [kinds, sizes], sampleWeight: [weights])
    #expect(try one == model.evaluate([left, right], [kinds, sizes], sampleWeight: [weights, weights]))
    #expect(try one != model.evaluate([left, right], [kinds, sizes], sampleWeight: [weights, nil]))
  }

  @Test func aLossWeightOfZeroStopsItsGradient() throws {
    let model = try Self.model()
    try Self.compile(model, weights: [1, 0])
    let before = try model.layer(named: "size").weights
    try model.fit([left, right], [kinds, sizes])
    #expect(try model.layer(named: "size").weights == before)
    #expect(try model.layer(named: "kind").weights != Self.model().layer(named: "kind").weights)
  }

  @Test func oneOutputTwiceHasBothGradients() throws {
    let inputs = Input(shape: [3])
    let output = Dense(units: 2, activation: .softmax, name: "both")(inputs)
    func trained(_ loss: [Loss], _ weights: [Double]) throws -> [Tensor<Float>] {
      let model = try Model(inputs: inputs, outputs: loss.map { _ in output })
      try model.setWeights([wave([3, 2]), wave([2])])
      try model.compile(optimizer: .sgd(learningRate: 1), loss: loss, lossWeights: weights)
      try model.trainOnBatch([wave([5, 3])], loss.map { _ in Tensor<Float>([5, 2], repeating: 0.5) })
      return model.weights
    }
    let once = try trained([.meanSquaredError], [3])
    let twice = try trained([.meanSquaredError, .meanSquaredError], [1, 2])
    for (found, value) in zip(twice, once) { expectClose(found, value, within: 1e-6) }
  }

  @Test func theSecondOutputOfALayerGetsANumber() throws {
    let inputs = Input(shape: [3])
    let output = Dense(units: 1, name: "out")(inputs)
    let model = try Model(inputs: inputs, outputs: [output, output])
    try model.compile(loss: .meanSquaredError)
    let y = wave([4, 1])
    #expect(try model.evaluate([wave([4, 3])], [y, y]).names == ["loss", "out_loss", "out_1_loss"])
  }

  @Test func trainingIsTheSameForEveryNumberOfThreads() throws {
    let threads = ThreadPool.shared.threads
    defer { ThreadPool.shared.threads = threads }
    let runs = try [1, 2, 3].map { count in
      ThreadPool.shared.threads = count
      let model = try Self.model()
      try Self.compile(model)
      return (try model.fit([left, right], [kinds, sizes], epochs: 3, batchSize: 5).rows, model.weights)
    }
    for run in runs.dropFirst() {
      #expect(run.0 == runs[0].0)
      #expect(run.1 == runs[0].1)
    }
  }
}
