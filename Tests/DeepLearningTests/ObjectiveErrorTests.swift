import DeepLearning
import Tensors
import Testing

/// Mistakes with losses, metrics, weights, and several inputs or outputs, as their author reads them.
struct ObjectiveErrorTests {
  private let x = wave([5, 4])
  private let y = Tensor<Int32>([0, 1, 2, 1, 0])

  private func model(
    _ loss: Loss = .sparseCategoricalCrossentropy, units: Int = 3, metrics: [Metric] = []
  ) throws -> Model {
    let inputs = Input(shape: [4], name: "photo")
    let model = try Model(inputs: inputs, outputs: Dense(units: units, activation: .softmax)(inputs), seed: 1)
    try model.compile(optimizer: .sgd(learningRate: 0.1), loss: loss, metrics: metrics)
    return model
  }

  private func twins() throws -> Model {
    let (a, b) = (Input(shape: [4]), Input(shape: [2]))
    let model = try Model(
      inputs: [a, b], outputs: [Dense(units: 3, activation: .softmax, name: "kind")(a), Dense(units: 1)(b)])
    try model.compile(loss: [.sparseCategoricalCrossentropy, .meanSquaredError])
    return model
  }

  /// The problem that an error names.
  private func problem<Result>(_ body: () throws -> Result) -> String? { error(body)?.problem }

  private func error<Result>(_ body: () throws -> Result) -> DeepLearningError? {
    #expect(throws: DeepLearningError.self) { _ = try body() }
  }

  @Test func weightsThatDoNotFitAreNamed() throws {
    let model = try model()
    #expect(problem { try model.fit(x, y, sampleWeight: wave([4])) } == "sampleWeight has shape [4]")
    #expect(problem { try model.fit(x, y, sampleWeight: Tensor([1, 1, -1, 1, 1])) } == "sampleWeight[2] is -1.0")
    #expect(problem { try model.evaluate(x, y, sampleWeight: Tensor([1, .nan, 1, 1, 1])) } == "sampleWeight[1] is nan")
    #expect(
      problem { try model.trainOnBatch(x, y, sampleWeight: Tensor([.infinity, 1, 1, 1, 1])) }
        == "sampleWeight[0] is inf")
    let error = error {
      try model.fit(x, y, validationData: (x, y), validationSampleWeight: Tensor([1, 1, 1, 1, -2]))
    }
    #expect(error?.place == "validationData")
    #expect(error?.problem == "sampleWeight[4] is -2.0")
  }

  @Test func classWeightsThatDoNotFitAreNamed() throws {
    let model = try model()
    #expect(problem { try model.fit(x, y, classWeight: [0: 1, 7: 2]) } == "classWeight names class 7")
    #expect(problem { try model.fit(x, y, classWeight: [1: -1]) } == "classWeight[1] is -1.0")
    let weights = Tensor<Float>([5], repeating: 1)
    #expect(
      problem { try model.fit(x, y, classWeight: [1: 1], sampleWeight: weights) }
        == "both sampleWeight and classWeight are given")
    #expect(
      problem { try twins().fit([x, wave([5, 2])], [y, wave([5])], classWeight: [1: 1]) }
        == "classWeight is given for 2 outputs")
  }

  @Test func asManyTensorsAsInputsAndOutputsAreNeeded() throws {
    let (model, other, sizes) = (try twins(), wave([5, 2]), wave([5, 1]))
    #expect(problem { try model.fit(x, y) } == "x has 1 tensors")
    #expect(problem { try model.predictAll([x, other, x]) } == "x has 3 tensors")
    #expect(problem { try model.fit([x, other], [y]) } == "y has 1 tensors")
    #expect(problem { try model.fit([x, other.rows(0..<4)], [y, sizes]) } == "x[0] has 5 examples and x[1] has 4")
    #expect(problem { try model.fit([x, other], [y, sizes.rows(0..<3)]) } == "x has 5 examples and y[1] has 3")
    #expect(problem { try model.fit([x, x], [y, sizes]) } == "x[1] has shape [5, 4]")
    #expect(problem { try model.fit([x, other], [sizes, sizes]) } != nil)
    #expect(
      problem { try model.fit([x, other], [y, sizes], sampleWeight: [nil, nil, nil]) } == "sampleWeight has 3 tensors")
    var broken = other
    broken[3, 1] = .nan
    #expect(problem { try model.fit([x, broken], [y, sizes]) } == "x[1][3, 1] is nan")
    #expect(
      problem { try model.evaluate([x, other], [Tensor<Int32>([0, 3, 0, 0, 0]), sizes]) } == "y[0][1] is 3")
  }

  @Test func lossesThatDoNotFitTheOutputsAreRefused() throws {
    let model = try twins()
    #expect(problem { try model.compile(loss: [.meanSquaredError]) } == "loss has 1 entries")
    #expect(
      problem { try model.compile(loss: [.meanSquaredError, .dice], lossWeights: [1]) } == "lossWeights has 1 entries")
    #expect(
      problem { try model.compile(loss: .meanSquaredError, metrics: [.accuracy]) }
        == "metrics is one list for 2 outputs")
    #expect(problem { try model.compile(loss: ["kind": .dice, "sort": .dice]) } == "no output is named 'sort'")
    #expect(problem { try model.compile(loss: ["kind": .dice]) } == "output 'dense' has no loss")
    #expect(
      problem { try model.compile(loss: [.dice, .dice], lossWeights: [1, .nan]) } == "a loss weight is nan")
    #expect(
      problem { try model.compile(loss: .categoricalCrossentropy) }
        == "categoricalCrossentropy of outputs of shape [batch, 1]")
    #expect(
      problem { try self.model(.binaryCrossentropy(labelSmoothing: 1.5)) } == "labelSmoothing is 1.5")
  }

  @Test(
    arguments: [
      (Metric.categoricalAccuracy, "targets are integer labels"),
      (.topKCategoricalAccuracy(), "targets are integer labels"),
      (.precision, "targets are integer labels"), (.recall(classID: 3), "classID is 3"),
      (.auc, "targets are integer labels"), (.meanSquaredError, "targets are integer labels"),
      (.binaryAccuracy, "targets are integer labels"), (.meanIoU(numClasses: 3), "the output has 3 columns"),
      (.meanIoU(numClasses: 3, sparseYTrue: false), "targets are classes"),
      (.meanIoU(numClasses: 0), "numClasses is 0"),
      (.iou(numClasses: 3, targetClassIDs: [1, 3], sparseYPred: false), "targetClassIDs contains 3"),
      (.iou(numClasses: 3, targetClassIDs: []), "targetClassIDs is empty"),
      (.sparseTopKCategoricalAccuracy(k: 0), "k is 0"), (.auc(numThresholds: 1), "numThresholds is 1"),
    ])
  func metricsThatDoNotFitAreRefused(_ metric: Metric, _ expected: String) throws {
    let error = error { try model(metrics: [metric]) }
    #expect(error?.place == "metric '\(metric.name)'")
    #expect(error?.problem == expected)
  }

  @Test func oneHotTargetsOfASparseLossGetTheOtherLoss() throws {
    let model = try model()
    let error = error { try model.fit(x, Tensor<Float>(zeros: [5, 3])) }
    #expect(error?.hint == "for one-hot targets use loss: .categoricalCrossentropy")
  }

  @Test func targetsOutOfRangeAreNamed() throws {
    let targets = Tensor<Float>([5, 3], (0..<15).map { $0 == 7 ? 1.5 : 0 })
    for loss in [Loss.categoricalCrossentropy, .binaryCrossentropy, .dice] {
      let model = try model(loss)
      #expect(problem { try model.fit(x, targets) } == "y[2, 1] is 1.5")
    }
    let model = try model(.meanSquaredError)
    try model.fit(x, targets)
  }

  @Test func divergenceNamesTheOutputToo() throws {
    let model = try twins()
    try model.compile(
      optimizer: .sgd(learningRate: 1e30), loss: [.sparseCategoricalCrossentropy, .meanSquaredError])
    let error = error { try model.fit([x, wave([5, 2])], [y, wave([5])], epochs: 3, batchSize: 5) }
    #expect(error?.place.hasPrefix("fit, epoch ") == true)
    #expect(error?.problem.contains("of output '") == true)
  }
}
