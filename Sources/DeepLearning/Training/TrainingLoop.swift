internal import Tensors

/// The epochs of one call of `fit`.
struct TrainingLoop {
  let model: Model
  let training: DataSet
  let validation: DataSet?
  let settings: FitSettings
  var callbacks: [any Callback]

  /// Trains.
  ///
  /// - Throws: `DeepLearningError`, or what a callback throws.
  mutating func run() throws -> History {
    let compilation = try model.compiled(for: "fit")
    try checkMonitors(compilation)
    let batches = try model.batches(of: training.count, batchSize: settings.batchSize, place: "fit")
    var history = History(model: model.name, stepsPerEpoch: batches.count)
    var state = TrainingState(model: model)
    let run = TrainingEvent.Run(model: model.name, epochs: settings.epochs, stepsPerEpoch: batches.count)
    var clock = TrainingClock(run: run, report: model.context.report)
    clock.begin()
    for index in callbacks.indices { try callbacks[index].trainingBegan(&state) }
    while state.epoch < settings.epochs && !state.stopsTraining {
      state.epoch += 1
      state.values = try runEpoch(state.epoch, batches: batches, clock: &clock)
      history.append(state.values)
      clock.endEpoch(state.epoch, values: state.values)
      for index in callbacks.indices { try callbacks[index].epochEnded(&state) }
    }
    for index in callbacks.indices { try callbacks[index].trainingEnded(&state) }
    history.seconds = clock.seconds
    return history
  }

  private func checkMonitors(_ compilation: Compilation) throws {
    let names = compilation.valueNames(validates: validation != nil)
    for name in callbacks.compactMap(\.monitor) where !names.contains(name) {
      throw DeepLearningError.noValue(named: name, among: names)
    }
  }

  /// Trains on every batch and then validates.
  private func runEpoch(_ epoch: Int, batches: [Range<Int>], clock: inout TrainingClock) throws -> MetricValues {
    let compilation = try model.compiled(for: "fit")
    let step = TrainingStep(runtime: model.runtime, data: training, compilation: compilation)
    let order = order(ofEpoch: compilation.state.epochs)
    var sums = ObjectiveSums()
    for (number, batch) in batches.enumerated() {
      do {
        sums += try step.run(order: order, batch: batch)
      } catch let loss as NonFiniteLoss {
        throw loss.error(in: "fit, epoch \(epoch), step \(number + 1)")
      }
      clock.endStep(number + 1, epoch: epoch) { sums.values(compilation.valueNames(validates: false)) }
    }
    compilation.state.epochs += 1
    return try sums.values(compilation.valueNames(validates: false)) + validate(compilation, epoch: epoch)
  }

  private func validate(_ compilation: Compilation, epoch: Int) throws -> MetricValues {
    guard let validation else { return MetricValues() }
    let place = "validation after epoch \(epoch)"
    return try model.evaluate(validation, compilation, batchSize: settings.batchSize, place: place).prefixed("val_")
  }

  /// The order of an epoch's examples: follows from the model's seed and the number of epochs before it.
  private func order(ofEpoch epoch: Int) -> [Int] {
    guard settings.shuffles else { return Array(0..<training.count) }
    var generator = RandomGenerator(seed: model.seed, purpose: "order of epoch \(epoch)")
    return generator.permutation(training.count)
  }
}
