import DeepLearning
import Tensors
import Testing

/// Clipping, decay and schedules against Keras' numbers, and what may be wrong with an optimizer's settings.
struct OptimizerVariantTests {
  struct File: Decodable {
    let x: Numbers
    let y: Numbers
    let weights: [Numbers]
    let cases: [Case]
  }

  struct Case: Decodable, CustomTestStringConvertible, Sendable {
    let name: String
    let losses: [Double]
    let weights: [Numbers]
    var testDescription: String { name }
  }

  private static let optimizers: [String: Optimizer] = [
    "sgd decay": .sgd(learningRate: 0.1, weightDecay: 0.3),
    "sgd clip norm": .sgd(learningRate: 0.3, clipNorm: 0.15),
    "sgd clip value": .sgd(learningRate: 0.3, clipValue: 0.05),
    "sgd global clip norm": .sgd(learningRate: 0.3, globalClipNorm: 0.3),
    "sgd momentum decay clip": .sgd(learningRate: 0.1, momentum: 0.9, weightDecay: 0.1, clipNorm: 0.2),
    "sgd nesterov decay global clip": .sgd(
      learningRate: 0.1, momentum: 0.7, nesterov: true, weightDecay: 0.2, globalClipNorm: 0.25),
    "rmsprop centered": .rmsprop(learningRate: 0.01, centered: true),
    "rmsprop centered momentum": .rmsprop(learningRate: 0.005, rho: 0.8, momentum: 0.6, epsilon: 1e-3, centered: true),
    "rmsprop decay clip value": .rmsprop(learningRate: 0.01, weightDecay: 0.5, clipValue: 0.02),
    "rmsprop momentum clip norm": .rmsprop(learningRate: 0.01, momentum: 0.5, clipNorm: 0.05),
    "adam decay": .adam(learningRate: 0.02, weightDecay: 0.3),
    "adam amsgrad": .adam(learningRate: 0.05, beta2: 0.6, amsgrad: true),
    "adam global clip norm": .adam(learningRate: 0.02, epsilon: 1e-2, globalClipNorm: 0.1),
    "adamw": .adamW(learningRate: 0.02),
    "adamw decay amsgrad clip": .adamW(
      learningRate: 0.03, weightDecay: 0.4, beta1: 0.8, beta2: 0.7, amsgrad: true, clipNorm: 0.1),
    "sgd exponential": .sgd(
      learningRate: .exponentialDecay(initialLearningRate: 0.4, decaySteps: 3, decayRate: 0.5)),
    "sgd piecewise momentum": .sgd(
      learningRate: .piecewiseConstantDecay(boundaries: [3, 6], values: [0.3, 0.1, 0.02]), momentum: 0.5),
    "rmsprop cosine warm-up decay": .rmsprop(
      learningRate: .cosineDecay(
        initialLearningRate: 0.001, decaySteps: 5, alpha: 0.1, warmupTarget: 0.03, warmupSteps: 4),
      weightDecay: 0.2),
    "adamw polynomial": .adamW(
      learningRate: .polynomialDecay(initialLearningRate: 0.05, decaySteps: 7, endLearningRate: 0.001, power: 2),
      weightDecay: 0.1),
  ]

  @Test(arguments: try Fixtures.read("optimizer_variants.json", as: File.self).cases)
  func optimizerFollowsKeras(_ expected: Case) throws {
    let file: File = try Fixtures.read("optimizer_variants.json")
    let inputs = Input(shape: [6])
    let hidden = Dense(units: 5, activation: .tanh)(inputs)
    let model = try Model(inputs: inputs, outputs: Dense(units: 3, activation: .softmax)(hidden))
    try model.setWeights(file.weights.map(\.tensor))
    try model.compile(
      optimizer: try #require(Self.optimizers[expected.name]), loss: .sparseCategoricalCrossentropy)
    let history = try model.fit(file.x.tensor, file.y.labels, epochs: 5, batchSize: 8, shuffle: false)
    for (found, value) in zip(try history["loss"], expected.losses) { #expect(abs(found - value) < 1e-5 * value) }
    for (found, value) in zip(model.weights, expected.weights) { expectClose(found, value.tensor, within: 2e-5) }
  }

  @Test(
    arguments: [
      (.sgd(clipNorm: 1, clipValue: 1), "clipNorm 1.0, clipValue 1.0"),
      (.sgd(clipNorm: 0), "clipNorm is 0.0"),
      (.adam(globalClipNorm: -1), "globalClipNorm is -1.0"),
      (.adam(clipValue: .infinity), "clipValue is inf"),
      (.adamW(weightDecay: -0.1), "weightDecay is -0.1"),
      (.rmsprop(learningRate: .nan), "learningRate is nan"),
      (.sgd(learningRate: .exponentialDecay(initialLearningRate: 1, decaySteps: 0, decayRate: 1)), "decaySteps is 0"),
      (
        .sgd(learningRate: .inverseTimeDecay(initialLearningRate: 1, decaySteps: 0, decayRate: 1, staircase: true)),
        "decaySteps is 0"
      ),
      (.sgd(learningRate: .polynomialDecay(initialLearningRate: 1, decaySteps: 0, cycle: true)), "decaySteps is 0"),
      (.sgd(learningRate: .cosineDecay(initialLearningRate: -1, decaySteps: 3)), "initialLearningRate is -1.0"),
      (.sgd(learningRate: .piecewiseConstantDecay(boundaries: [], values: [])), "0 values"),
      (.sgd(learningRate: .piecewiseConstantDecay(boundaries: [3, 2], values: [1, 2, 3])), "[3, 2]"),
    ] as [(Optimizer, String)])
  func settingsOutOfRangeAreNamed(_ optimizer: Optimizer, _ problem: String) throws {
    let inputs = Input(shape: [2])
    let model = try Model(inputs: inputs, outputs: Dense(units: 2)(inputs))
    let error = #expect(throws: DeepLearningError.self) {
      try model.compile(optimizer: optimizer, loss: .sparseCategoricalCrossentropy(fromLogits: true))
    }
    #expect(error?.description.contains(problem) == true, "\(error?.description ?? "")")
  }
}

/// Learning rates that follow the number of steps.
struct LearningRateScheduleTests {
  struct File: Decodable {
    let steps: [Int]
    let cases: [Case]
  }

  struct Case: Decodable, CustomTestStringConvertible, Sendable {
    let name: String
    let rates: [Double]
    var testDescription: String { name }
  }

  private static let schedules: [String: LearningRateSchedule] = [
    "piecewise": .piecewiseConstantDecay(boundaries: [5, 11, 100], values: [1, 0.5, 0.25, 0.01]),
    "exponential": .exponentialDecay(initialLearningRate: 0.1, decaySteps: 10, decayRate: 0.7),
    "exponential staircase": .exponentialDecay(
      initialLearningRate: 0.1, decaySteps: 4, decayRate: 0.5, staircase: true),
    "cosine": .cosineDecay(initialLearningRate: 0.2, decaySteps: 20),
    "cosine alpha": .cosineDecay(initialLearningRate: 0.2, decaySteps: 12, alpha: 0.25),
    "cosine warm-up": .cosineDecay(initialLearningRate: 0, decaySteps: 15, warmupTarget: 0.5, warmupSteps: 6),
    "cosine warm-up from above 0": .cosineDecay(
      initialLearningRate: 0.1, decaySteps: 100, alpha: 0.05, warmupTarget: 0.3, warmupSteps: 10),
    "cosine warm-up of no steps": .cosineDecay(
      initialLearningRate: 0.1, decaySteps: 10, warmupTarget: 0.3, warmupSteps: 0),
    "polynomial": .polynomialDecay(initialLearningRate: 0.1, decaySteps: 20, endLearningRate: 0.01),
    "polynomial power": .polynomialDecay(
      initialLearningRate: 0.1, decaySteps: 16, endLearningRate: 0.002, power: 0.5),
    "polynomial cycle": .polynomialDecay(
      initialLearningRate: 0.1, decaySteps: 5, endLearningRate: 0.01, power: 2, cycle: true),
    "inverse time": .inverseTimeDecay(initialLearningRate: 0.3, decaySteps: 4, decayRate: 0.5),
    "inverse time staircase": .inverseTimeDecay(
      initialLearningRate: 0.3, decaySteps: 4, decayRate: 0.5, staircase: true),
  ]

  @Test(arguments: try Fixtures.read("schedules.json", as: File.self).cases)
  func ratesAreThoseOfKeras(_ expected: Case) throws {
    let schedule = try #require(Self.schedules[expected.name])
    let steps = try Fixtures.read("schedules.json", as: File.self).steps
    for (step, rate) in zip(steps, expected.rates) {
      #expect(abs(schedule(step) - rate) <= 1e-6 * expected.rates[0] + 2e-6 * rate, "step \(step)")
    }
  }

  private func model(_ optimizer: Optimizer) throws -> Model { try TrainingTests.model(optimizer: optimizer) }

  @Test func theOptimizerTellsThePresentRate() throws {
    let schedule = LearningRateSchedule.exponentialDecay(initialLearningRate: 0.1, decaySteps: 1, decayRate: 0.5)
    let model = try model(.sgd(learningRate: schedule))
    #expect(model.optimizer?.learningRate == 0.1)
    try model.fit(TrainingTests.x, TrainingTests.y, batchSize: 25)
    #expect(model.optimizer?.learningRate == 0.025)
    #expect(model.optimizer?.schedule == schedule)
  }

  @Test func settingTheRateEndsTheSchedule() throws {
    let model = try model(
      .sgd(learningRate: .exponentialDecay(initialLearningRate: 0.1, decaySteps: 1, decayRate: 0.5)))
    model.optimizer?.learningRate = 0
    let before = model.weights
    try model.fit(TrainingTests.x, TrainingTests.y)
    #expect(model.optimizer?.schedule == nil)
    #expect(model.weights == before)
  }

  @Test func anotherRuleStartsWithoutMemory() throws {
    let (changed, fresh) = (try model(.rmsprop(momentum: 0.9)), try model(.adam(learningRate: 0)))
    try changed.fit(TrainingTests.x, TrainingTests.y, batchSize: 25)
    try fresh.fit(TrainingTests.x, TrainingTests.y, batchSize: 25)
    try fresh.setWeights(changed.weights)
    changed.optimizer = .adam(learningRate: 0)
    fresh.optimizer = .rmsprop()
    fresh.optimizer = .adam(learningRate: 0.01)
    changed.optimizer?.learningRate = 0.01
    try changed.fit(TrainingTests.x, TrainingTests.y)
    try fresh.fit(TrainingTests.x, TrainingTests.y)
    #expect(changed.weights == fresh.weights)
  }
}
