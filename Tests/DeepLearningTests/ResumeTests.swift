import DeepLearning
import Foundation
import Tensors
import Testing

/// Training that is interrupted anywhere goes on to the same bits.
@Suite(.serialized) struct ResumeTests {
  /// What ends a run before its time.
  private struct Interruption: Error, Equatable {}

  /// Everything that a run leaves behind.
  private struct Outcome: Equatable {
    let weights: [Tensor<Float>]
    let rows: [MetricValues]
    let learningRate: Double?
    /// The table and the checkpoint.
    let files: [Data?]
    /// The weights after one more epoch: they tell the optimizer's memory, and how many steps and epochs it counts.
    let later: [Tensor<Float>]
  }

  private static let x = TrainingTests.x
  private static let y = TrainingTests.y
  private static let epochs = 4
  /// Batches of an epoch.
  private static let steps = 4

  /// Dropout, moving averages, penalties, an optimizer with memory that clips and decays.
  private static func model(_ optimizer: Optimizer? = nil, seed: UInt64 = 5, filters: Int = 4) throws -> Model {
    let inputs = Input(shape: [8, 9, 1])
    var t = Conv2D(filters: filters, kernelSize: 3, activation: .relu, kernelRegularizer: .l2(0.01))(inputs)
    t = BatchNormalization(momentum: 0.8)(t)
    t = Dropout(rate: 0.3)(MaxPooling2D(poolSize: 2)(t))
    let model = try Model(
      inputs: inputs, outputs: Dense(units: 3, activation: .softmax)(Flatten()(t)), name: "net", seed: seed)
    let adam = Optimizer.adam(learningRate: 0.02, amsgrad: true, weightDecay: 0.01, globalClipNorm: 1)
    try model.compile(optimizer: optimizer ?? adam, loss: .sparseCategoricalCrossentropy, metrics: [.accuracy])
    return model
  }

  private static func callbacks(_ folder: String, _ frequency: BackupAndRestore.SaveFrequency) -> [any Callback] {
    [
      ReduceLROnPlateau(monitor: "val_loss", factor: 0.5, patience: 1, minDelta: 0.05),
      EarlyStopping(monitor: "val_loss", patience: 2, restoreBestWeights: true),
      CSVLogger(folder + "log.csv"),
      ModelCheckpoint(folder + "best.safetensors", saveBestOnly: true),
      BackupAndRestore(folder + "backup", saveFrequency: frequency),
    ]
  }

  /// Trains, and throws after a batch: the number of batches that may run, counted through all epochs.
  @discardableResult
  private static func fit(
    _ model: Model, _ folder: String, _ frequency: BackupAndRestore.SaveFrequency = .epoch, batches: Int = .max,
    diesAtEpochEnd: Bool = false
  ) throws -> History {
    var left = batches
    let killer = LambdaCallback(
      epochEnded: { _ in if diesAtEpochEnd && left == 0 { throw Interruption() } },
      batchEnded: { _ in
        left -= 1
        if left == 0 && !diesAtEpochEnd { throw Interruption() }
      })
    return try model.fit(
      x, y, epochs: epochs, batchSize: 10, validationSplit: 0.2, callbacks: [killer] + callbacks(folder, frequency))
  }

  private static func outcome(_ model: Model, _ history: History, _ folder: String) throws -> Outcome {
    let (weights, rate) = (model.weights, model.optimizer?.learningRate)
    let files = ["log.csv", "best.safetensors"].map { FileManager.default.contents(atPath: folder + $0) }
    #expect(!FileManager.default.fileExists(atPath: folder + "backup"))
    try model.fit(x, y, batchSize: 10)
    return Outcome(weights: weights, rows: history.rows, learningRate: rate, files: files, later: model.weights)
  }

  private static func reference(_ optimizer: Optimizer? = nil) throws -> Outcome {
    try withTemporaryFolder { folder in
      let model = try model(optimizer)
      return try outcome(model, fit(model, folder), folder)
    }
  }

  @Test(arguments: [.epoch, 1, 3] as [BackupAndRestore.SaveFrequency])
  func interruptedAnywhereItEndsWithTheSameBits(_ frequency: BackupAndRestore.SaveFrequency) throws {
    let expected = try Self.reference()
    #expect(expected.rows.count > 2)
    for batches in 1...Self.steps * expected.rows.count {
      for diesAtEpochEnd in batches % Self.steps == 0 ? [false, true] : [false] {
        try withTemporaryFolder { folder in
          #expect(throws: Interruption()) {
            try Self.fit(Self.model(), folder, frequency, batches: batches, diesAtEpochEnd: diesAtEpochEnd)
          }
          let resumed = try Self.model()
          let found = try Self.outcome(resumed, Self.fit(resumed, folder, frequency), folder)
          #expect(found == expected, "after \(batches) batches, at an epoch's end: \(diesAtEpochEnd)")
        }
      }
    }
  }

  @Test(
    arguments: [
      .sgd(learningRate: 0.05, momentum: 0.9, nesterov: true),
      .rmsprop(learningRate: 0.01, momentum: 0.5, centered: true),
    ] as [Optimizer])
  func everyOptimizerGoesOn(_ optimizer: Optimizer) throws {
    let expected = try Self.reference(optimizer)
    try withTemporaryFolder { folder in
      #expect(throws: Interruption()) { try Self.fit(Self.model(optimizer), folder, 1, batches: 6) }
      let resumed = try Self.model(optimizer)
      #expect(try Self.outcome(resumed, Self.fit(resumed, folder, 1), folder) == expected)
    }
  }

  @Test func aScheduleGoesOn() throws {
    let optimizer = Optimizer.adam(
      learningRate: .cosineDecay(initialLearningRate: 0, decaySteps: 9, warmupTarget: 0.05, warmupSteps: 4))
    func run(_ model: Model, _ folder: String, batches: Int = .max) throws -> [Tensor<Float>] {
      var left = batches
      let killer = LambdaCallback(batchEnded: { _ in
        left -= 1
        if left == 0 { throw Interruption() }
      })
      try model.fit(
        Self.x, Self.y, epochs: 3, batchSize: 10, callbacks: [killer, BackupAndRestore(folder + "b", saveFrequency: 2)])
      return model.weights
    }
    try withTemporaryFolder { folder in
      let expected = try run(Self.model(optimizer), folder)
      #expect(throws: Interruption()) { try run(Self.model(optimizer), folder, batches: 7) }
      let resumed = try Self.model(optimizer)
      #expect(try run(resumed, folder) == expected)
      #expect(resumed.optimizer?.schedule == optimizer.schedule)
    }
  }

  @Test(arguments: [1, 2, 3])
  func theNumberOfThreadsMayChange(_ threads: Int) throws {
    let before = ThreadPool.shared.threads
    defer { ThreadPool.shared.threads = before }
    let expected = try Self.reference()
    try withTemporaryFolder { folder in
      ThreadPool.shared.threads = threads
      #expect(throws: Interruption()) { try Self.fit(Self.model(), folder, 2, batches: 7) }
      ThreadPool.shared.threads = threads % 3 + 1
      let resumed = try Self.model()
      #expect(try Self.outcome(resumed, Self.fit(resumed, folder, 2), folder) == expected)
    }
  }

  @Test func theSameModelGoesOnWhateverItsWeightsAre() throws {
    let expected = try Self.reference()
    try withTemporaryFolder { folder in
      let model = try Self.model()
      for batches in [2, 5, 3, 6] {
        #expect(throws: Interruption()) { try Self.fit(model, folder, batches: batches) }
      }
      #expect(try Self.outcome(model, Self.fit(model, folder), folder) == expected)
    }
  }

  @Test func aRunThatDiesAgainAndAgainGetsThere() throws {
    let expected = try Self.reference()
    try withTemporaryFolder { folder in
      var deaths = 0
      var model = try Self.model()
      var history: History?
      while history == nil && deaths < 50 {
        model = try Self.model()
        do { history = try Self.fit(model, folder, 1, batches: 2) } catch is Interruption { deaths += 1 }
      }
      #expect(deaths > 3)
      #expect(try Self.outcome(model, #require(history), folder) == expected)
    }
  }

  @Test func aBackupThatIsKeptEndsTheRunAtOnce() throws {
    try withTemporaryFolder { folder in
      let backup = BackupAndRestore(folder + "backup", deletesBackup: false)
      let (first, second) = (try Self.model(), try Self.model())
      let history = try first.fit(Self.x, Self.y, epochs: 2, callbacks: [backup])
      let log = EventLog()
      second.ownContext = log.context()
      #expect(try second.fit(Self.x, Self.y, epochs: 2, callbacks: [backup]).rows == history.rows)
      #expect(second.weights == first.weights)
      #expect(log.all.count == 2)
    }
  }

  // MARK: - What may be wrong

  /// Interrupts a run, and tries to go on with something else.
  private func message(_ change: (String) throws -> Void) throws -> String {
    try withTemporaryFolder { folder in
      #expect(throws: Interruption()) { try Self.fit(Self.model(), folder, batches: 6) }
      let error = #expect(throws: DeepLearningError.self) { try change(folder) }
      #expect(error?.description.contains(folder + "backup") == true)
      return error?.description ?? ""
    }
  }

  private func goOn(
    _ folder: String, _ model: Model, x: Tensor<Float> = x, epochs: Int = epochs, hasClosure: Bool = true
  ) throws {
    let before = model.weights
    defer { #expect(model.weights == before) }
    let callbacks = Self.callbacks(folder, .epoch)
    try model.fit(
      x, Self.y, epochs: epochs, batchSize: 10, validationSplit: 0.2,
      callbacks: hasClosure ? [LambdaCallback()] + callbacks : callbacks)
  }

  @Test func aBackupOfAnotherRunIsRefused() throws {
    var other = Self.x
    other[3, 2, 1, 0] += 1
    #expect(try message { try goOn($0, Self.model(filters: 5)) }.contains("graph"))
    #expect(try message { try goOn($0, Self.model(seed: 6)) }.contains("seed"))
    #expect(try message { try goOn($0, Self.model(.adam(learningRate: 0.03))) }.contains("optimizer"))
    #expect(try message { try goOn($0, Self.model(), x: other) }.contains("training x"))
    #expect(try message { try goOn($0, Self.model(), epochs: 9) }.contains("settings"))
    #expect(try message { try goOn($0, Self.model(), hasClosure: false) }.contains("callbacks"))
  }

  @Test func aDamagedBackupIsRefused() throws {
    try withTemporaryFolder { folder in
      #expect(throws: Interruption()) { try Self.fit(Self.model(), folder, batches: 6) }
      let path = folder + "backup"
      let whole = try #require(FileManager.default.contents(atPath: path))
      var damaged = (0..<40).map { whole.prefix($0 * whole.count / 40) }
      for place in stride(from: 3, to: whole.count, by: whole.count / 60) {
        var copy = whole
        copy[place] ^= 0x15
        damaged.append(copy)
      }
      for bytes in damaged {
        try bytes.write(to: URL(filePath: path))
        let error = #expect(throws: DeepLearningError.self) { try goOn(folder, Self.model()) }
        #expect(error?.place == path)
      }
      try whole.write(to: URL(filePath: path))
      try goOnToTheEnd(folder)
    }
  }

  private func goOnToTheEnd(_ folder: String) throws {
    let model = try Self.model()
    #expect(try Self.outcome(model, Self.fit(model, folder), folder) == Self.reference())
  }

  @Test func aPlaceThatCannotBeWrittenIsAnErrorBeforeTraining() throws {
    let model = try Self.model()
    let before = model.weights
    let error = #expect(throws: DeepLearningError.self) {
      try model.fit(Self.x, Self.y, callbacks: [BackupAndRestore("/no/such/folder/backup")])
    }
    #expect(error?.description.contains("/no/such/folder/backup") == true)
    #expect(model.weights == before)
  }

  @Test func twoBackupsAreRefused() throws {
    #expect(throws: DeepLearningError.self) {
      try Self.model().fit(Self.x, Self.y, callbacks: [BackupAndRestore("/tmp/a"), BackupAndRestore("/tmp/b")])
    }
  }

  // MARK: - Remembered runs

  @Test func aResumedRunIsRememberedUnderItsBeginning() throws {
    let log = EventLog()
    func remembering(_ model: Model) -> Model {
      model.ownContext = log.context(remembers: true)
      return model
    }
    try withTemporaryFolder { folder in
      func fit(_ model: Model, batches: Int = .max, backsUp: Bool = true) throws -> History {
        try model.fit(
          Self.x, Self.y, epochs: 2, batchSize: 10,
          callbacks: [Fuse(batches: batches)] + (backsUp ? [BackupAndRestore(folder + "backup")] : []))
      }
      let model = remembering(try Self.model())
      #expect(throws: Fuse.Blown()) { try fit(model, batches: 7) }
      let interrupted = remembering(try Self.model())
      try interrupted.setWeights(model.weights)
      #expect(try !fit(model).wasRecalled)
      #expect(log.memory.count == 1)
      let fresh = remembering(try Self.model())
      #expect(try fit(fresh, backsUp: false).wasRecalled)
      #expect(fresh.weights == model.weights)
      #expect(try !fit(interrupted, backsUp: false).wasRecalled, "other weights at the beginning")
    }
  }
}

/// Throws after some batches, but says that it decides nothing.
private struct Fuse: Callback {
  struct Blown: Error, Equatable {}

  var batches: Int
  var configuration: String? { "fuse" }

  mutating func batchEnded(_ state: inout TrainingState) throws {
    batches -= 1
    if batches == 0 { throw Blown() }
  }
}
