internal import Tensors

/// Skips the rest of a long call of `predict` or `evaluate` whose result is remembered.
///
/// 1. The call begins to compute at once, and is looked up only when it has taken a while (`TrainingContext.patience`): most are
///    over before a large network's weights would be hashed.
/// 2. The key is the hash of everything that decides the result: engine, seed, graph, weights, losses, data, settings.
/// 3. What is remembered is the result, and how long it took to compute.
struct ComputationMemo {
  /// What was computed.
  struct Outcome {
    /// One for each output, of a prediction.
    var outputs: [Tensor<Float>] = []
    /// Loss and metrics, of an evaluation.
    var values = MetricValues()
    fileprivate(set) var seconds = 0.0
  }

  /// Changes when what is remembered changes.
  private static let version = "computation 1"

  private let model: Model
  private let task: TrainingEvent.Computation.Task
  private let examples: Int
  private let context: TrainingContext
  private let start = ContinuousClock.now
  private var wasLookedUp = false
  private var key: String?

  init(of model: Model, _ task: TrainingEvent.Computation.Task, examples: Int) {
    (self.model, self.task, self.examples) = (model, task, examples)
    context = model.context
  }

  /// What the same call gave, if this one has taken a while and a result is remembered. To be asked between two batches.
  ///
  /// - Parameter addData: adds what decides data and settings to the key, and tells whether that is all.
  mutating func recalled<Failure: Error>(
    _ addData: (inout Fingerprint) throws(Failure) -> Bool
  ) throws(Failure) -> Outcome? {
    guard let recall = context.recall, !wasLookedUp, seconds >= context.patience / .seconds(1) else { return nil }
    wasLookedUp = true
    var fingerprint = modelFingerprint()
    guard try addData(&fingerprint), model.network.isDescribed else { return nil }
    let key = fingerprint.hexadecimal()
    self.key = key
    guard let outcome = recall(key).flatMap({ try? Outcome($0, of: model) }), fits(outcome) else { return nil }
    report(outcome.seconds, wasRecalled: true)
    return outcome
  }

  /// Keeps the result of a call that was looked up in vain.
  func remember(_ outcome: Outcome) {
    guard wasLookedUp else { return }
    var outcome = outcome
    outcome.seconds = seconds
    report(outcome.seconds, wasRecalled: false)
    guard let key else { return }
    if let bytes = try? outcome.encoded() { context.remember?(key, bytes) }
  }

  private var seconds: Double { (ContinuousClock.now - start) / .seconds(1) }

  private func modelFingerprint() -> Fingerprint {
    var key = Fingerprint()
    key.add("version", Self.version)
    key.add("engine", context.engineFingerprint)
    key.add("task", task.rawValue)
    key.add("seed", String(model.seed))
    key.add("graph", model.network.configuration)
    if task == .evaluate, let objective = model.compilation?.objective { key.add("objective", "\(objective)") }
    for parameter in model.parameters { key.add("value", parameter.value) }
    return key
  }

  private func fits(_ outcome: Outcome) -> Bool {
    switch task {
    case .predict: outcome.outputs.map(\.shape) == model.outputs.map { [examples] + $0.shape }
    case .evaluate: outcome.values.names == model.compilation?.objective.valueNames
    }
  }

  private func report(_ seconds: Double, wasRecalled: Bool) {
    context.report(
      .computed(.init(model: model.name, task: task, examples: examples, seconds: seconds, wasRecalled: wasRecalled)))
  }
}

// MARK: - Files

extension ComputationMemo.Outcome {
  /// What is no tensor.
  private struct Record: Codable {
    let values: MetricValues
    let seconds: Double
  }

  private static var recordKey: String { "record" }

  /// The result as one file in safetensors format.
  fileprivate func encoded() throws -> [UInt8] {
    var file = Safetensors()
    file.metadata[Self.recordKey] = try RecordCoding.encoded(Record(values: values, seconds: seconds))
    for (number, output) in outputs.enumerated() { file.arrays["output/\(number)"] = Safetensors.Array(output) }
    return try file.encoded()
  }

  /// - Throws: an error if the bytes are not what `encoded` gave.
  fileprivate init(_ bytes: [UInt8], of model: Model) throws {
    let file = try Safetensors(bytes, place: "remembered computation")
    let record: Record = try RecordCoding.decoded(file.metadata[Self.recordKey])
    (values, seconds) = (record.values, record.seconds)
    outputs = model.outputs.indices.compactMap { file.arrays["output/\($0)"]?.tensor }
  }
}
