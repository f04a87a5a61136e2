import DeepLearning
import Foundation
import Tensors
import Testing

/// How callbacks see and change the course of training, and what a model is when training ends before its time.
struct TrainingCourseTests {
  private struct Interruption: Error, Equatable {}

  private let x = TrainingTests.x
  private let y = TrainingTests.y

  @Test func callbacksAreCalledInOrder() throws {
    var calls: [String] = []
    let callback = LambdaCallback(
      epochEnded: { calls.append("epoch \($0.epoch) ended after \($0.step)") },
      batchEnded: { calls.append("batch \($0.epoch).\($0.step)") },
      epochBegan: { calls.append("epoch \($0.epoch) began at \($0.step)") },
      trainingBegan: { _ in calls.append("began") }, trainingEnded: { _ in calls.append("ended") })
    try TrainingTests.model().fit(x, y, epochs: 2, batchSize: 25, callbacks: [callback])
    #expect(
      calls == [
        "began", "epoch 1 began at 0", "batch 1.1", "batch 1.2", "epoch 1 ended after 2", "epoch 2 began at 0",
        "batch 2.1", "batch 2.2", "epoch 2 ended after 2", "ended",
      ])
  }

  @Test func theValuesAfterABatchAreTheMeansSoFar() throws {
    var means: [MetricValues] = []
    let history = try TrainingTests.model().fit(
      x, y, batchSize: 20, callbacks: [LambdaCallback(batchEnded: { means.append($0.values) })])
    #expect(means.count == 3)
    #expect(means.last == history.rows.last)
    #expect(means[0] != means[1])
  }

  @Test func trainingMayEndWithinAnEpochWhichIsThenValidated() throws {
    let stop = LambdaCallback(batchEnded: { $0.stopsTraining = $0.epoch == 2 && $0.step == 1 })
    let model = try TrainingTests.model()
    let history = try model.fit(x, y, epochs: 5, batchSize: 20, validationData: (x, y), callbacks: [stop])
    #expect(history.epochs == [1, 2])
    #expect(try history["val_loss"][1] == model.evaluate(x, y, batchSize: 20)["loss"])
  }

  @Test func theRateMayChangeFromBatchToBatch() throws {
    let (changed, constant) = (try TrainingTests.model(), try TrainingTests.model())
    let stop = LambdaCallback(batchEnded: { $0.model.optimizer?.learningRate = 0 })
    try changed.fit(x, y, epochs: 2, batchSize: 20, callbacks: [stop])
    var first: [Tensor<Float>] = []
    let recorder = LambdaCallback(batchEnded: { if $0.step == 1 { first = $0.model.weights } })
    try constant.fit(x, y, batchSize: 20, callbacks: [recorder])
    #expect(changed.weights == first)
  }

  @Test func aReportedValueIsKeptAndCanBeMonitored() throws {
    let plateau = ReduceLROnPlateau(monitor: "loss", factor: 0.5, patience: 1, minDelta: 10)
    let stopping = EarlyStopping(monitor: "learning_rate", patience: 2, mode: .max)
    let history = try TrainingTests.model().fit(x, y, epochs: 9, callbacks: [plateau, stopping])
    #expect(history.names == ["loss", "accuracy", "learning_rate"])
    #expect(try history["learning_rate"] == [0.01, 0.01, 0.005])
  }

  @Test func aRateThatFollowsAScheduleCannotBeSet() throws {
    let schedule = LearningRateSchedule.exponentialDecay(initialLearningRate: 1, decaySteps: 1, decayRate: 1)
    let model = try TrainingTests.model(optimizer: .sgd(learningRate: schedule))
    let callbacks: [any Callback] = [ReduceLROnPlateau(monitor: "loss"), LearningRateScheduler { $1 }]
    for callback in callbacks {
      let error = #expect(throws: DeepLearningError.self) { try model.fit(x, y, callbacks: [callback]) }
      #expect(error?.description.contains("schedule") == true)
    }
  }

  @Test func aRateThatIsNoNumberIsRefused() throws {
    #expect(throws: DeepLearningError.self) {
      try TrainingTests.model().fit(x, y, callbacks: [LearningRateScheduler { _, _ in .nan }])
    }
  }

  @Test func aCallbackThatThrowsLeavesTheWeightsOfTheLastStep() throws {
    let model = try TrainingTests.model()
    var last: [Tensor<Float>] = []
    let killer = LambdaCallback(batchEnded: { state in
      last = state.model.weights
      if state.epoch == 2 && state.step == 2 { throw Interruption() }
    })
    #expect(throws: Interruption()) { try model.fit(x, y, epochs: 3, batchSize: 20, callbacks: [killer]) }
    #expect(model.weights == last)
    #expect(try model.evaluate(x, y)["loss"].isFinite)
    try model.fit(x, y)
  }

  @Test func aLossThatDivergesLeavesTheWeightsOfTheLastStep() throws {
    let model = try TrainingTests.model(optimizer: .sgd(learningRate: 0.01))
    var last: [Tensor<Float>] = []
    let spoiler = LambdaCallback(batchEnded: { state in
      if state.step == 2 {
        try state.model.setWeights(state.model.weights.map { $0.map { _ in Float.greatestFiniteMagnitude } })
      }
      last = state.model.weights
    })
    let error = #expect(throws: DeepLearningError.self) { try model.fit(x, y, batchSize: 20, callbacks: [spoiler]) }
    #expect(error?.place == "fit, epoch 1, step 3")
    #expect(model.weights == last)
  }

  @Test func aLossThatDivergesLeavesTheMovingAverages() throws {
    let inputs = Input(shape: [2])
    let output = Dense(units: 2, activation: .softmax)(BatchNormalization()(inputs))
    let model = try Model(inputs: inputs, outputs: output)
    try model.compile(loss: .sparseCategoricalCrossentropy)
    var weights = model.weights
    weights[weights.count - 2] = Tensor<Float>([2, 2], [.infinity, 0, 0, 0])
    try model.setWeights(weights)
    #expect(throws: DeepLearningError.self) { try model.fit(wave([8, 2]), Tensor<Int32>([8], repeating: 0)) }
    #expect(model.weights == weights)
  }

  // MARK: - Remembered runs

  @Test func everythingThatDecidesARunIsPartOfItsKey() throws {
    let log = EventLog()
    func wasRecalled(_ optimizer: Optimizer = .adam(), regularizer: Regularizer? = nil, _ callbacks: any Callback...)
      throws -> Bool
    {
      let inputs = Input(shape: [8, 9, 1])
      let output = Dense(units: 3, activation: .softmax, kernelRegularizer: regularizer, name: "dense")
      let model = try Model(inputs: inputs, outputs: output(Flatten(name: "flatten")(inputs)), name: "net", seed: 1)
      model.ownContext = log.context(remembers: true)
      try model.compile(optimizer: optimizer, loss: .sparseCategoricalCrossentropy)
      return try model.fit(x, y, epochs: 2, callbacks: callbacks).wasRecalled
    }
    let schedule = LearningRateSchedule.exponentialDecay(initialLearningRate: 0.001, decaySteps: 9, decayRate: 0.5)
    let staircase = LearningRateSchedule.exponentialDecay(
      initialLearningRate: 0.001, decaySteps: 9, decayRate: 0.5, staircase: true)
    let optimizers: [Optimizer] = [
      .adam(), .adam(amsgrad: true), .adam(weightDecay: 0.1), .adam(clipNorm: 1), .adam(clipValue: 1),
      .adam(globalClipNorm: 1), .adam(globalClipNorm: 2), .adam(learningRate: schedule),
      .adam(learningRate: staircase), .rmsprop(), .rmsprop(centered: true), .sgd(momentum: 0.5),
      .sgd(momentum: 0.5, nesterov: true),
    ]
    let callbacks: [any Callback] = [
      EarlyStopping(monitor: "loss"), EarlyStopping(monitor: "loss", baseline: 1),
      EarlyStopping(monitor: "loss", startFromEpoch: 1), ReduceLROnPlateau(monitor: "loss"),
      ReduceLROnPlateau(monitor: "loss", patience: 3), ReduceLROnPlateau(monitor: "loss", cooldown: 1),
      ReduceLROnPlateau(monitor: "loss", minLR: 1e-5),
    ]
    for expected in [false, true] {
      for optimizer in optimizers { #expect(try wasRecalled(optimizer) == expected, "\(optimizer)") }
      for regularizer in [.l1(), .l2(), .l2(0.1)] as [Regularizer] {
        #expect(try wasRecalled(regularizer: regularizer) == expected)
      }
      for callback in callbacks {
        #expect(try wasRecalled(.sgd(), callback) == expected, "\(callback.configuration ?? "")")
      }
    }
  }

  @Test func aRecalledRunWritesItsTable() throws {
    try withTemporaryFolder { folder in
      let log = EventLog()
      let tables = try ["a", "b"].map { name in
        let model = try TrainingTests.model()
        model.ownContext = log.context(remembers: true)
        let history = try model.fit(x, y, epochs: 2, callbacks: [CSVLogger(folder + name)])
        #expect(history.wasRecalled == (name == "b"))
        return try String(contentsOfFile: folder + name, encoding: .utf8)
      }
      #expect(tables[0] == tables[1])
      #expect(tables[0].hasPrefix("epoch,accuracy,loss,val_accuracy,val_loss\r\n0,"))
    }
  }
}
