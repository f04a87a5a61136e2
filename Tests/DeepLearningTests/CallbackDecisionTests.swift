import DeepLearning
import Foundation
import Tensors
import Testing

/// What callbacks decide on made-up values, as Keras' own do.
struct CallbackDecisionTests {
  struct File: Decodable {
    let sequences: [[Double]]
    let stopping: [Case]
    let plateau: [Case]
    let checkpoint: [Case]
    let schedulerRates: [Double]
    let logs: [Log]
  }

  struct Case: Decodable, CustomTestStringConvertible, Sendable {
    let settings: Settings
    let sequence: Int
    let decision: Decision
    var testDescription: String { "\(settings) on \(sequence)" }
  }

  struct Settings: Decodable, Sendable {
    let mode: String
    let patience: Int?
    let minDelta: Double?
    let restoreBestWeights: Bool?
    let startFromEpoch: Int?
    let baseline: Double?
    let factor: Double?
    let cooldown: Int?
    let minLr: Double?
    let saveBestOnly: Bool?
    let initialValueThreshold: Double?

    var monitorMode: MonitorMode { mode == "min" ? .min : .max }
  }

  struct Decision: Decodable, Sendable {
    let epochs: Int
    let lastWeight: Int
    let rates: [Double]
    let saved: [Int]
  }

  struct Log: Decodable, Sendable {
    let names: [String]
    let rows: [[Double]]
    let text: String
  }

  /// Reports made-up values, and makes the only bias the number of the epoch.
  private struct Script: Callback {
    let names: [String]
    let rows: [[Double]]
    var configuration: String? { nil }
    var reportedNames: [String] { names }

    func epochEnded(_ state: inout TrainingState) throws {
      for (name, value) in zip(names, rows[state.epoch - 1]) { state.report(name, value) }
      try state.model.setWeights([Tensor<Float>([1, 1], [1]), Tensor<Float>([Float(state.epoch)])])
    }
  }

  private static let file: File? = {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    guard let data = try? Data(contentsOf: folder.appending(path: "callbacks.json")) else { return nil }
    return try? decoder.decode(File.self, from: data)
  }()

  private static func model() throws -> Model {
    let inputs = Input(shape: [1])
    let model = try Model(inputs: inputs, outputs: Dense(units: 1)(inputs))
    try model.compile(optimizer: .sgd(learningRate: 1), loss: .binaryCrossentropy(fromLogits: true))
    return model
  }

  /// Trains on made-up values.
  ///
  /// - Returns: what the callback decided; what the model's bias was in the file at the end of each epoch.
  private func run(_ callback: some Callback, _ sequence: [Double], file: String? = nil) throws -> Decision {
    let model = try Self.model()
    var (rates, saved): ([Double], [Int]) = ([], [])
    let recorder = LambdaCallback { state in
      rates.append(state.model.optimizer?.learningRate ?? 0)
      guard let file, FileManager.default.fileExists(atPath: file) else { return }
      let copy = try Self.model()
      try copy.loadWeights(from: file)
      if saved.last != Int(copy.weights[1][0]) { saved.append(Int(copy.weights[1][0])) }
    }
    let history = try model.fit(
      Tensor<Float>([1, 1], [0]), Tensor<Int32>([0]), epochs: sequence.count,
      callbacks: [Script(names: ["script"], rows: sequence.map { [$0] }), callback, recorder])
    return Decision(
      epochs: history.epochs.count, lastWeight: Int(model.weights[1][0]), rates: rates, saved: saved)
  }

  @Test(arguments: try #require(file).stopping)
  func earlyStoppingDecidesAsKerasDoes(_ expected: Case) throws {
    let settings = expected.settings
    let stopping = EarlyStopping(
      monitor: "script", minDelta: settings.minDelta ?? 0, patience: settings.patience ?? 0,
      mode: settings.monitorMode, baseline: settings.baseline,
      restoreBestWeights: settings.restoreBestWeights ?? false, startFromEpoch: settings.startFromEpoch ?? 0)
    let decision = try run(stopping, #require(Self.file).sequences[expected.sequence])
    #expect(decision.epochs == expected.decision.epochs)
    #expect(decision.lastWeight == expected.decision.lastWeight)
  }

  @Test(arguments: try #require(file).plateau)
  func theLearningRateFallsAsInKeras(_ expected: Case) throws {
    let settings = expected.settings
    let plateau = ReduceLROnPlateau(
      monitor: "script", factor: settings.factor ?? 0.1, patience: settings.patience ?? 10,
      mode: settings.monitorMode, minDelta: settings.minDelta ?? 1e-4, cooldown: settings.cooldown ?? 0,
      minLR: settings.minLr ?? 0)
    let decision = try run(plateau, #require(Self.file).sequences[expected.sequence])
    for (found, rate) in zip(decision.rates, expected.decision.rates) { #expect(abs(found - rate) <= 1e-5 * rate) }
    #expect(decision.rates.count == expected.decision.rates.count)
  }

  @Test(arguments: try #require(file).checkpoint)
  func theSameEpochsAreSavedAsInKeras(_ expected: Case) throws {
    try withTemporaryFolder { folder in
      let path = folder + "weights.safetensors"
      let checkpoint = ModelCheckpoint(
        path, monitor: "script", saveBestOnly: expected.settings.saveBestOnly ?? false,
        mode: expected.settings.monitorMode, initialValueThreshold: expected.settings.initialValueThreshold)
      let decision = try run(checkpoint, #require(Self.file).sequences[expected.sequence], file: path)
      #expect(decision.saved == expected.decision.saved)
    }
  }

  @Test func theSchedulerSetsTheRatesThatKerasSets() throws {
    let scheduler = LearningRateScheduler { epoch, rate in epoch < 3 ? rate : rate * 0.5 }
    let file = try #require(Self.file)
    #expect(try run(scheduler, file.sequences[0]).rates == file.schedulerRates)
  }

  @Test func theTableIsWhatKerasWrites() throws {
    for (log, separator) in zip(try #require(Self.file).logs, [",", ";"]) {
      try withTemporaryFolder { folder in
        let script = Script(names: log.names, rows: log.rows)
        // The real loss is overwritten by the made-up one: only the names of the script are in the table.
        try Self.model().fit(
          Tensor<Float>([1, 1], [0]), Tensor<Int32>([0]), epochs: 3,
          callbacks: [script, CSVLogger(folder + "log.csv", separator: separator)])
        #expect(try String(contentsOfFile: folder + "log.csv", encoding: .utf8) == log.text)
      }
    }
  }

  @Test func tablesGrowIfTheyAreToBeAppendedTo() throws {
    try withTemporaryFolder { folder in
      let path = folder + "log.csv"
      for append in [false, true, false] {
        let lines = append ? 4 : 2
        let model = try Self.model()
        try model.fit(
          Tensor<Float>([1, 1], [0]), Tensor<Int32>([0]), callbacks: [CSVLogger(path, append: append)])
        try model.fit(
          Tensor<Float>([1, 1], [0]), Tensor<Int32>([0]), callbacks: [CSVLogger(path, append: append)])
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(text.split(separator: "\r\n").count == lines)
        #expect(text.split(separator: "\r\n").filter { $0.hasPrefix("epoch") }.count == 1)
      }
    }
  }
}
