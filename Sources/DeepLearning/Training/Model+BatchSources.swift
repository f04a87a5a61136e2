public import Tensors

// Training, evaluation and prediction on data that comes in batches.
extension Model {
  /// Trains on a source of batches, as `keras.Model.fit` on a dataset.
  ///
  ///     let (training, validation) = try ImageDataset.split(directory: "photos", validationSplit: 0.2, seed: 1)
  ///     try model.fit(training, epochs: 30, validationData: validation)
  ///
  /// Runs are backed up, resumed and recalled as those on tensors, by the fingerprint of the source.
  /// - Parameters:
  ///   - data: examples with targets, batch by batch.
  ///   - epochs: passes over the source, at least 1.
  ///   - validationData: data on which loss and metrics are computed after each epoch.
  ///   - classWeight: what the loss of examples of each class is multiplied by in training; 1 for other classes.
  ///   - callbacks: told of every batch and epoch, in this order.
  /// - Throws: as `fit` on tensors, when the batch comes that does not fit the model; what the source or a callback throws.
  ///   The model then is as after the last step that was complete.
  @discardableResult
  public func fit(
    _ data: any BatchSource, epochs: Int = 1, validationData: (any BatchSource)? = nil,
    classWeight: [Int: Double]? = nil, callbacks: [any Callback] = []
  ) throws -> History {
    let objective = try compiled(for: "fit").objective
    try FitSettings.check(epochs: epochs)
    let training = try SourceFeed(data, model: self, objective: objective, classWeight: classWeight, place: "fit")
    let validation = try validationData.map {
      try SourceFeed($0, model: self, objective: objective, place: "validationData")
    }
    return try fit(training, validation: validation, epochs: epochs, callbacks: callbacks)
  }

  /// Loss and metrics on a source of batches, as `keras.Model.evaluate` on a dataset.
  ///
  /// A call that takes a while is recalled by value, as `fit` is: the same graph, weights, losses and data give the same.
  /// - Throws: `DeepLearningError` when the model is not compiled or a batch does not fit it; what the source throws.
  public func evaluate(_ data: any BatchSource) throws -> MetricValues {
    let compilation = try compiled(for: "evaluate")
    let feed = try SourceFeed(data, model: self, objective: compilation.objective, place: "evaluate")
    let memo = ComputationMemo(of: self, .evaluate, examples: data.exampleCount)
    return try evaluate(feed, compilation, place: "evaluate", memo: memo)
  }

  /// What the model computes for each example, in the order of epoch 0; targets are not looked at.
  ///
  /// A call that takes a while, such as one that extracts features from photographs, is recalled by value, as `fit` is: the same
  /// graph, weights and data give the same.
  ///
  /// ## Shapes
  /// [examples] + output shape
  /// - Throws: `DeepLearningError` when a batch does not fit the model, or the model has several outputs; what the source
  ///   throws.
  public func predict(_ data: any BatchSource) throws -> Tensor<Float> {
    try checkHasOneOutput()
    return try predictAll(data)[0]
  }

  /// What the model computes for each example, in the order of epoch 0, one tensor for each output.
  ///
  /// - Throws: `DeepLearningError` when a batch does not fit the model; what the source throws.
  public func predictAll(_ data: any BatchSource) throws -> [Tensor<Float>] {
    try data.checkCounts(place: "predict")
    var results = outputs.map { Tensor<Float>(zeros: [data.exampleCount] + $0.shape) }
    var batches = CountedBatches(data, reader: try data.reader(epoch: 0, from: 0), from: 0)
    var memo = ComputationMemo(of: self, .predict, examples: data.exampleCount)
    var start = 0
    while let batch = try batches.next(place: "predict") {
      try DataCheck(place: "predict, batch \(batches.number)").inputs(batch.inputs, model: self)
      let order = Array(0..<batch.count)
      try predict(batch.inputs.map(\.inputExamples), order: order, places: 0..<batch.count, into: &results, at: start)
      start += batch.count
      if !batches.isAtEnd, let known = try memo.recalled({ try $0.add(data) }) { return known.outputs }
    }
    memo.remember(.init(outputs: results))
    return results
  }
}

extension Fingerprint {
  /// Adds what identifies a source; false if it cannot be told.
  fileprivate mutating func add(_ source: any BatchSource) throws -> Bool {
    guard let text = try source.fingerprint() else { return false }
    add("settings", "batch=\(source.batchSize)")
    add("data", text)
    return true
  }
}
