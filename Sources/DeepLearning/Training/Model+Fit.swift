public import Tensors

extension Model {
  /// Trains the model, as `keras.Model.fit`. Progress goes to `TrainingContext.current`, which may also recall a run whose
  /// model, weights, data and settings are the same: then nothing is computed.
  ///
  /// The last batch of an epoch may be smaller. The same seed gives the same bits with any number of threads.
  /// ## Shapes
  /// x [examples] + input shape; y as the loss needs it; sampleWeight [examples], or a weight for each row of targets, such
  /// as [examples, height, width]
  /// - Parameters:
  ///   - x: the inputs, [examples] + input shape.
  ///   - y: the targets, as the loss needs them.
  ///   - epochs: passes over the data, at least 1.
  ///   - batchSize: examples in a batch, at least 1.
  ///   - validationData: data on which loss and metrics are computed after each epoch.
  ///   - validationSplit: share of the examples, taken from the end, that is used for validation instead.
  ///   - shuffle: whether every epoch has an order of its own.
  ///   - classWeight: what the loss of examples of each class is multiplied by in training; 1 for other classes.
  ///   - sampleWeight: what the loss of each example is multiplied by; the mean is over the number of examples all the same.
  ///   - validationSampleWeight: weights of `validationData`.
  ///   - callbacks: told of every batch and epoch, in this order.
  /// - Throws: `DeepLearningError` when the model is not compiled, the data does not fit it, or the loss is not finite;
  ///   what a callback throws. The model then is as after the last step that was complete.
  @discardableResult
  public func fit<X: Scalar, Y: Scalar>(
    _ x: Tensor<X>, _ y: Tensor<Y>, epochs: Int = 1, batchSize: Int = 32,
    validationData: (Tensor<X>, Tensor<Y>)? = nil, validationSplit: Double = 0, shuffle: Bool = true,
    classWeight: [Int: Double]? = nil, sampleWeight: Tensor<Float>? = nil,
    validationSampleWeight: Tensor<Float>? = nil, callbacks: [any Callback] = []
  ) throws -> History {
    let settings = try FitSettings(epochs: epochs, batchSize: batchSize, shuffles: shuffle, split: validationSplit)
    let validation = validationData.map { GivenData(x: [$0.0], y: [$0.1], weights: [validationSampleWeight]) }
    return try fit(
      GivenData(x: [x], y: [y], weights: [sampleWeight]), validation: validation, classWeight: classWeight, settings,
      callbacks)
  }

  /// Trains a model with several inputs or outputs.
  ///
  /// - Parameters:
  ///   - x: one tensor for each input.
  ///   - y: one tensor for each output.
  ///   - epochs: passes over the data, at least 1.
  ///   - batchSize: examples in a batch, at least 1.
  ///   - validationData: the same of the data on which losses and metrics are computed after each epoch.
  ///   - validationSplit: share of the examples, taken from the end, that is used for validation instead.
  ///   - shuffle: whether every epoch has an order of its own.
  ///   - classWeight: what the loss of examples of each class is multiplied by in training; 1 for other classes.
  ///   - sampleWeight: one for each output, nil where all examples count the same; a single one is for all outputs.
  ///   - validationSampleWeight: weights of `validationData`.
  ///   - callbacks: told of every batch and epoch, in this order.
  /// - Throws: as `fit` of single tensors, and when there are not as many tensors as inputs or outputs.
  @discardableResult
  public func fit(
    _ x: [any ExampleTensor], _ y: [any ExampleTensor], epochs: Int = 1, batchSize: Int = 32,
    validationData: ([any ExampleTensor], [any ExampleTensor])? = nil, validationSplit: Double = 0,
    shuffle: Bool = true, classWeight: [Int: Double]? = nil, sampleWeight: [Tensor<Float>?] = [],
    validationSampleWeight: [Tensor<Float>?] = [], callbacks: [any Callback] = []
  ) throws -> History {
    let settings = try FitSettings(epochs: epochs, batchSize: batchSize, shuffles: shuffle, split: validationSplit)
    let validation = validationData.map { GivenData(x: $0.0, y: $0.1, weights: validationSampleWeight) }
    return try fit(
      GivenData(x: x, y: y, weights: sampleWeight), validation: validation, classWeight: classWeight, settings,
      callbacks)
  }

  private func fit(
    _ given: GivenData, validation: GivenData?, classWeight: [Int: Double]?, _ settings: FitSettings,
    _ callbacks: [any Callback]
  ) throws -> History {
    let objective = try compiled(for: "fit").objective
    let data = try DataSet(given, model: self, objective: objective, place: "fit")
    let separate = try validation.map {
      try DataSet($0, model: self, objective: objective, place: "validationData")
    }
    let (training, rest) = try separate == nil ? data.split(settings.split) : (data, nil)
    let feed = MemoryFeed(
      try training.weighted(by: classWeight, model: self, place: "fit"), batchSize: settings.batchSize,
      seed: settings.shuffles ? seed : nil)
    return try fit(
      feed, validation: (separate ?? rest).map { MemoryFeed($0, batchSize: settings.batchSize) },
      epochs: settings.epochs, callbacks: callbacks)
  }

  /// Recalls the run or trains.
  func fit(
    _ training: any BatchFeed, validation: (any BatchFeed)?, epochs: Int, callbacks: [any Callback]
  ) throws -> History {
    var memo = FitMemo(
      loop: TrainingLoop(
        model: self, training: training, validation: validation, epochs: epochs, callbacks: callbacks))
    return try memo.run()
  }
}

/// The arguments of `fit` besides data and callbacks.
struct FitSettings {
  let epochs: Int
  let batchSize: Int
  let shuffles: Bool
  /// The share of the examples that validates.
  let split: Double

  init(epochs: Int, batchSize: Int, shuffles: Bool, split: Double) throws(DeepLearningError) {
    try Self.check(epochs: epochs)
    guard batchSize > 0 else { throw DeepLearningError("fit", "batchSize is \(batchSize)", expected: "at least 1") }
    guard split >= 0, split < 1 else {
      throw DeepLearningError("fit", "validationSplit is \(split)", expected: "at least 0 and below 1")
    }
    (self.epochs, self.batchSize, self.shuffles, self.split) = (epochs, batchSize, shuffles, split)
  }

  static func check(epochs: Int) throws(DeepLearningError) {
    guard epochs > 0 else { throw DeepLearningError("fit", "epochs is \(epochs)", expected: "at least 1") }
  }
}
