internal import Tensors

/// Skips a call of `fit` whose result is remembered.
///
/// 1. The key is the hash of everything that decides the run: graph, weights, optimizer and its state, data, settings,
///    callbacks, seed, engine.
/// 2. What is remembered is what the run changed: weights, optimizer state, history, the files that callbacks wrote.
/// 3. A run that takes long is kept on the way, too, and goes on from there if it is interrupted.
struct FitMemo {
  /// Changes when what is remembered changes.
  private static let version = "fit 2"

  var loop: TrainingLoop

  /// Recalls the run or trains.
  mutating func run() throws -> History {
    let recall = loop.model.context.recall
    guard recall != nil || !loop.backups.isEmpty else { return try finish(loop.run()) }
    let identity = try identity()
    loop.identity = identity
    if loop.backups.isEmpty && loop.callbacks.allSatisfy({ $0.memory != nil }) {
      loop.unfinished = UnfinishedRun(of: identity, in: loop.model.context)
    }
    if let key = identity.key, let bytes = recall?(key),
      let outcome = try? TrainingOutcome(bytes, model: loop.model)
    {
      loop.unfinished?.forget()
      return try finish(outcome.restore(in: &loop))
    }
    let history = try loop.run()
    try remember(history)
    loop.unfinished?.forget()
    return finish(history)
  }

  /// Remembers the run under what decided it, which for a run that went on after an interruption is where it first began.
  private func remember(_ history: History) throws {
    let context = loop.model.context
    guard context.recall != nil, let remember = context.remember, let key = loop.identity?.key else { return }
    remember(key, try TrainingOutcome(of: loop, history: history).encoded())
  }

  private func finish(_ history: History) -> History {
    let summary = TrainingEvent.Summary(
      model: history.model, epochs: history.epochs.count, stepsPerEpoch: history.stepsPerEpoch,
      seconds: history.seconds,
      finalValues: history.finalValues, wasRecalled: history.wasRecalled)
    loop.model.context.report(.ended(summary))
    return history
  }

  /// What decides the run; it has no key if a callback or a layer cannot tell what it does.
  private func identity() throws -> RunIdentity {
    let configurations = loop.callbacks.map(\.configuration)
    var key = Fingerprint()
    key.add("version", Self.version)
    key.add("engine", loop.model.context.engineFingerprint)
    key.add("callbacks", configurations.map { $0 ?? "a closure" }.joined(separator: "\n"))
    key.add("settings", "epochs=\(loop.epochs) " + loop.training.settings)
    try addModel(to: &key)
    var isDescribed = try loop.training.add(to: &key, as: "training")
    if let validation = loop.validation {
      isDescribed = try validation.add(to: &key, as: "validation") && isDescribed
    }
    return RunIdentity(
      key, isRepeatable: isDescribed && !configurations.contains(nil) && loop.model.network.isDescribed)
  }

  private func addModel(to key: inout Fingerprint) throws {
    let model = loop.model
    let compilation = try model.compiled(for: "fit")
    key.add("seed", String(model.seed))
    key.add("graph", model.network.configuration)
    key.add("objective", "\(compilation.objective)")
    key.add("optimizer", "\(compilation.original)")
    key.add("present optimizer", "\(compilation.optimizer)")
    key.add("progress", "iterations=\(compilation.state.iterations) epochs=\(compilation.state.epochs)")
    let trained = model.network.trainedParameters
    for (parameter, slots) in zip(model.parameters, compilation.state.slots) {
      key.add(trained.contains(ObjectIdentifier(parameter)) ? "trained" : "frozen", parameter.path)
      key.add("value", parameter.value)
      for slot in slots { key.add("slot", slot) }
    }
  }
}

/// What a run changed, as one file in safetensors format.
private struct TrainingOutcome {
  /// What is neither weight nor slot nor file.
  private struct Record: Codable {
    let history: History
    let snapshot: TrainingSnapshot.Record
  }

  private static let recordKey = "record"

  private let history: History
  private let snapshot: TrainingSnapshot
  private let files: CallbackFiles

  init(of loop: TrainingLoop, history: History) throws {
    self.history = history
    snapshot = try TrainingSnapshot(of: loop.model)
    files = try CallbackFiles(of: loop.callbacks)
  }

  func encoded() throws -> [UInt8] {
    var file = Safetensors()
    let record = Record(history: history, snapshot: snapshot.record)
    file.metadata[Self.recordKey] = try RecordCoding.encoded(record)
    snapshot.add(to: &file)
    files.add(to: &file)
    return try file.encoded()
  }

  /// - Throws: an error if the bytes are not what `encoded` gave for this model.
  init(_ bytes: [UInt8], model: Model) throws {
    let place = "remembered training"
    let file = try Safetensors(bytes, place: place)
    let record: Record = try RecordCoding.decoded(file.metadata[Self.recordKey])
    history = record.history
    snapshot = try TrainingSnapshot(record.snapshot, from: file, model: model, place: place)
    files = CallbackFiles(in: file)
  }

  /// Brings model, optimizer and files to where they were after the run.
  func restore(in loop: inout TrainingLoop) throws -> History {
    try snapshot.restore(in: loop.model)
    try files.restore(in: &loop.callbacks)
    var history = history
    history.model = loop.model.name
    history.wasRecalled = true
    return history
  }
}

extension Network {
  /// Whether `configuration` tells all that the layers compute.
  var isDescribed: Bool { nodes.allSatisfy { $0.layer.rule.isDescribed } }

  /// Every layer with its settings and inputs, one on a line.
  var configuration: String {
    nodes.map { node in
      let rule = node.layer.rule
      let sources = node.inputs.map { "\($0.node.layer.identity.name ?? "") \($0.index)" }.joined(separator: ",")
      let frozen = node.layer.identity.isTrainable ? "" : " frozen"
      return "\(node.layer.identity.name ?? "") \(rule.typeName)(\(rule.settings))\(frozen) <- \(sources)"
    }.joined(separator: "\n")
  }
}
