import DeepLearning
import Foundation
import Tensors
import Testing

/// Long runs whose process ends too early, and which go on by themselves.
struct UnfinishedRunTests {
  private struct Interruption: Error {}

  /// Ends a run before its time, as a process that is killed does: it says nothing about the run.
  private final class Interrupter: Callback {
    private(set) var batches = 0
    private let limit: Int

    init(after limit: Int) { self.limit = limit }

    var configuration: String? { "" }
    var memory: CallbackMemory? { CallbackMemory() }

    func batchEnded(_ state: inout TrainingState) throws {
      batches += 1
      if batches == limit { throw Interruption() }
    }
  }

  /// What a callback reports may be no number.
  private struct NoNumber: Callback {
    var configuration: String? { "" }
    var reportedNames: [String] { ["ratio"] }

    func epochEnded(_ state: inout TrainingState) throws { state.report("ratio", .nan) }
  }

  private let x = TrainingTests.x
  private let y = TrainingTests.y
  private static let epochs = 4

  private func model(_ log: EventLog, interval: Duration = .zero, engine: String = "") throws -> Model {
    let model = try TrainingTests.model(seed: 3)
    model.ownContext = log.context(remembers: true)
    model.ownContext?.backupInterval = interval
    model.ownContext?.engineFingerprint = engine
    return model
  }

  /// Trains with a checkpoint in a folder.
  private func fit(_ model: Model, _ folder: String, _ interrupter: Interrupter) throws -> History {
    try model.fit(
      x, y, epochs: Self.epochs, batchSize: 16, validationSplit: 0.2,
      callbacks: [
        interrupter, ModelCheckpoint(folder + "best.safetensors", saveBestOnly: true),
        EarlyStopping(monitor: "val_loss", patience: 1, restoreBestWeights: true),
      ])
  }

  private func checkpoint(_ folder: String) -> Data? {
    FileManager.default.contents(atPath: folder + "best.safetensors")
  }

  @Test func anInterruptedRunGoesOnToTheSameBits() throws {
    let whole = Interrupter(after: 0)
    let (expected, weights, file) = try withTemporaryFolder { folder in
      let model = try model(EventLog())
      let history = try fit(model, folder, whole)
      return (history, model.weights, checkpoint(folder))
    }
    let steps = whole.batches / expected.rows.count
    #expect(expected.rows.count > 2)
    for batches in [1, steps, steps + 1, 2 * steps, 2 * steps + 1, whole.batches - 1] {
      let log = EventLog()
      _ = try withTemporaryFolder { folder in
        #expect(throws: Interruption.self) { try fit(model(log), folder, Interrupter(after: batches)) }
      }
      let done = (batches - 1) / steps
      #expect(log.memory.count == min(done, 1))
      // The checkpoint of the first process is gone with its folder.
      _ = try withTemporaryFolder { folder in
        let (resumed, counter) = (try model(log), Interrupter(after: 0))
        let history = try fit(resumed, folder, counter)
        #expect(counter.batches == whole.batches - done * steps, "after \(batches) batches")
        #expect(history.rows == expected.rows && !history.wasRecalled)
        #expect(resumed.weights == weights)
        #expect(checkpoint(folder) == file)
        #expect(log.memory.count == 1, "the outcome is kept, and what was kept on the way is not")
        #expect(try fit(model(log), folder, counter).wasRecalled)
      }
    }
  }

  @Test func aRunWhoseCallbackCannotSayWhatItKnowsBeginsAnew() throws {
    let log = EventLog()
    for batches in [6, 0] {
      let counter = Interrupter(after: batches)
      let train = { try model(log).fit(x, y, epochs: Self.epochs, batchSize: 16, callbacks: [counter, NoNumber()]) }
      if batches > 0 {
        #expect(throws: Interruption.self) { try train() }
        #expect(log.memory.keys.isEmpty)
      } else {
        _ = try train()
        #expect(counter.batches == 16)
      }
    }
  }

  @Test func anotherRunBeginsAtItsBeginning() throws {
    let log = EventLog()
    _ = try withTemporaryFolder { folder in
      #expect(throws: Interruption.self) { try fit(model(log), folder, Interrupter(after: 8)) }
      let (other, same) = (Interrupter(after: 0), Interrupter(after: 0))
      _ = try fit(model(log, engine: "another engine"), folder, other)
      _ = try fit(model(log), folder, same)
      #expect(other.batches > same.batches)
    }
  }

  @Test func whatIsSoonDoneIsNotKeptOnTheWay() throws {
    let log = EventLog()
    _ = try withTemporaryFolder { folder in
      let model = try model(log, interval: .seconds(600))
      #expect(throws: Interruption.self) { try fit(model, folder, Interrupter(after: 8)) }
    }
    #expect(log.memory.keys.isEmpty)
  }

  @Test func aDamagedStateBeginsAnew() throws {
    let log = EventLog()
    _ = try withTemporaryFolder { folder in
      #expect(throws: Interruption.self) { try fit(model(log), folder, Interrupter(after: 8)) }
      let broken = try model(log)
      let memory = log.memory
      broken.ownContext?.recall = { key in
        memory[key].map { bytes in
          var bytes = bytes
          bytes[bytes.count - 3] ^= 1
          return bytes
        }
      }
      let counter = Interrupter(after: 0)
      _ = try fit(broken, folder, counter)
      #expect(counter.batches == 9, "all of them")
    }
  }

  @Test func valuesThatAreNoNumbersAreKept() throws {
    let log = EventLog()
    for wasRecalled in [false, true] {
      let history = try model(log).fit(x, y, epochs: 2, callbacks: [NoNumber()])
      #expect(history.wasRecalled == wasRecalled)
      #expect(try history["ratio"].allSatisfy(\.isNaN))
    }
  }
}
