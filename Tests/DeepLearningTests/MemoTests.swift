import DeepLearning
import Foundation
import Tensors
import Testing

/// Runs that are remembered by value.
struct MemoTests {
  private let x = TrainingTests.x
  private let y = TrainingTests.y

  private func model(_ log: EventLog, seed: UInt64 = 3) throws -> Model {
    let model = try TrainingTests.model(seed: seed)
    model.ownContext = log.context(remembers: true)
    return model
  }

  @Test func theSameRunIsRecalledToTheBit() throws {
    let log = EventLog()
    let (first, second) = (try model(log), try model(log))
    let trained = try first.fit(x, y, epochs: 2, batchSize: 16, validationData: (x, y))
    let recalled = try second.fit(x, y, epochs: 2, batchSize: 16, validationData: (x, y))
    #expect(recalled.wasRecalled && !trained.wasRecalled)
    #expect(recalled.rows == trained.rows)
    #expect(recalled.seconds == trained.seconds)
    #expect(first.weights == second.weights)
    guard case .ended(let summary) = log.all.last else { return #expect(Bool(false), "no end") }
    #expect(summary.wasRecalled)
    #expect(summary.seconds == trained.seconds)
    #expect(log.all.filter { if case .began = $0 { true } else { false } }.count == 1)
  }

  @Test func trainingGoesOnAfterARecalledRunAsAfterATrainedOne() throws {
    let log = EventLog()
    let (first, second) = (try model(log), try model(log))
    try first.fit(x, y, epochs: 2)
    try second.fit(x, y, epochs: 2)
    first.ownContext = nil
    second.ownContext = nil
    try first.fit(x, y, epochs: 1)
    try second.fit(x, y, epochs: 1)
    #expect(first.weights == second.weights)
  }

  @Test func anyChangeTrainsAgain() throws {
    let log = EventLog()
    let stopping = EarlyStopping(monitor: "loss", patience: 5)
    func runs(_ change: (Model) throws -> History) throws -> Bool { try !change(model(log)).wasRecalled }
    var (otherX, otherY) = (x, y)
    otherX[7, 3, 2, 0] += 1
    otherY[7] = (otherY[7] + 1) % 3
    #expect(try runs { try $0.fit(x, y) })
    #expect(try !runs { try $0.fit(x, y) })
    #expect(try runs { try $0.fit(x, y, epochs: 2) })
    #expect(try runs { try $0.fit(x, y, batchSize: 31) })
    #expect(try runs { try $0.fit(x, y, shuffle: false) })
    #expect(try runs { try $0.fit(otherX, y) })
    #expect(try runs { try $0.fit(x, otherY) })
    #expect(try runs { try $0.fit(x, y, validationData: (x, y)) })
    #expect(try runs { try $0.fit(x, y, validationData: (otherX, y)) })
    #expect(try runs { try $0.fit(x, y, callbacks: [stopping]) })
    #expect(
      try runs { model in
        model.optimizer?.learningRate = 0.02
        return try model.fit(x, y)
      })
    #expect(
      try runs { model in
        model.layers[1].trainable = false
        return try model.fit(x, y)
      })
    #expect(
      try runs { model in
        try model.compile(optimizer: .adam(learningRate: 0.01), loss: .sparseCategoricalCrossentropy)
        return try model.fit(x, y)
      })
    #expect(
      try runs { model in
        model.ownContext?.engineFingerprint = "another engine"
        return try model.fit(x, y)
      })
    #expect(try !model(log, seed: 4).fit(x, y).wasRecalled)
    #expect(try !runs { try $0.fit(x, y, callbacks: [stopping]) })
  }

  @Test func aRunWithAClosureIsNeitherRecalledNorRemembered() throws {
    let log = EventLog()
    for _ in 0..<2 {
      #expect(try !model(log).fit(x, y, callbacks: [LambdaCallback { _ in }]).wasRecalled)
    }
    #expect(log.memory.isEmpty)
  }

  @Test func aRecalledRunWritesItsCheckpoint() throws {
    try withTemporaryFolder { folder in
      let log = EventLog()
      let paths = ["a", "b"].map { folder + $0 }
      let runs = try paths.map { path in
        let checkpoint = ModelCheckpoint(path, monitor: "loss", saveBestOnly: true)
        return try model(log).fit(x, y, epochs: 2, callbacks: [checkpoint]).wasRecalled
      }
      #expect(runs == [false, true])
      #expect(FileManager.default.contents(atPath: paths[0]) == FileManager.default.contents(atPath: paths[1]))
    }
  }

  @Test func brokenMemoryIsTrainedAnew() throws {
    let log = EventLog()
    let model = try model(log)
    model.ownContext?.recall = { _ in [1, 2, 3] }
    #expect(try !model.fit(x, y).wasRecalled)
  }
}
