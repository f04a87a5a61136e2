import DeepLearning
import Tensors
import Testing

/// That everything about the objective is part of what a remembered run is known by.
struct ObjectiveMemoTests {
  private let x = TrainingTests.x
  private let y = TrainingTests.y

  /// Whether a run is trained rather than recalled.
  private func trains(
    _ log: EventLog, loss: Loss = .sparseCategoricalCrossentropy, metrics: [Metric] = [.accuracy],
    _ fit: (Model) throws -> History
  ) throws -> Bool {
    let model = try TrainingTests.model()
    try model.compile(optimizer: .sgd(), loss: loss, metrics: metrics)
    model.ownContext = log.context(remembers: true)
    return try !fit(model).wasRecalled
  }

  @Test func weightsAreInTheKey() throws {
    let log = EventLog()
    let weights = Tensor<Float>((0..<50).map { Float($0 % 3) })
    var other = weights
    other[17] = 9
    let runs: [(Model) throws -> History] = [
      { try $0.fit(x, y) },
      { try $0.fit(x, y, sampleWeight: weights) },
      { try $0.fit(x, y, sampleWeight: other) },
      { try $0.fit(x, y, classWeight: [1: 2]) },
      { try $0.fit(x, y, classWeight: [1: 3]) },
      { try $0.fit(x, y, validationData: (x, y)) },
      { try $0.fit(x, y, validationData: (x, y), validationSampleWeight: weights) },
    ]
    for run in runs { #expect(try trains(log, run)) }
    for run in runs { #expect(try !trains(log, run)) }
  }

  @Test func lossesAndMetricsAreInTheKey() throws {
    let log = EventLog()
    let run: (Model) throws -> History = { try $0.fit(x, y) }
    let metrics: [[Metric]] = [
      [.accuracy], [.sparseTopKCategoricalAccuracy(k: 1)], [.sparseTopKCategoricalAccuracy(k: 2)],
      [.precision(threshold: 0.2, classID: 1)], [.precision(threshold: 0.3, classID: 1)], [],
    ]
    for list in metrics { #expect(try trains(log, metrics: list, run)) }
    for list in metrics { #expect(try !trains(log, metrics: list, run)) }
    #expect(try trains(log, loss: .sparseCategoricalCrossentropy(fromLogits: true), run))
    let hot = Tensor<Float>([50, 3], (0..<150).map { $0 % 3 == 0 ? 1 : 0 })
    for smoothing in [0, 0.1, 0.2] {
      #expect(try trains(log, loss: .categoricalCrossentropy(labelSmoothing: smoothing)) { try $0.fit(x, hot) })
    }
  }

  @Test func everyOutputIsInTheKey() throws {
    let log = EventLog()
    let (inputs, targets) = (wave([6, 3]), [wave([6, 1]), wave([6, 2])])
    func trains(_ weights: [Double], _ targets: [Tensor<Float>], _ examples: [Tensor<Float>?] = []) throws -> Bool {
      let input = Input(shape: [3])
      let model = try Model(
        inputs: [input], outputs: [Dense(units: 1, name: "a")(input), Dense(units: 2, name: "b")(input)], seed: 1)
      try model.compile(loss: [.meanSquaredError, .meanAbsoluteError], lossWeights: weights)
      model.ownContext = log.context(remembers: true)
      return try !model.fit([inputs], targets, sampleWeight: examples).wasRecalled
    }
    var other = targets
    other[1][5, 1] += 1
    let weights = Tensor<Float>([6], repeating: 2)
    #expect(try trains([1, 1], targets))
    #expect(try !trains([1, 1], targets))
    #expect(try trains([1, 2], targets))
    #expect(try trains([1, 1], other))
    #expect(try trains([1, 1], targets, [weights, nil]))
    #expect(try trains([1, 1], targets, [nil, weights]))
    #expect(try !trains([1, 1], targets, [nil, weights]))
  }
}
