public import Tensors

extension Model {
  /// Trains the model, as `keras.Model.fit`. Progress goes to `TrainingContext.current`, which may also recall a run whose
  /// model, weights, data and settings are the same: then nothing is computed.
  ///
  /// The last batch of an epoch may be smaller. The same seed gives the same bits with any number of threads.
  /// ## Shapes
  /// x [examples] + input shape; y as the loss needs it
  /// - Parameters:
  ///   - validationData: data on which loss and metrics are computed after each epoch.
  ///   - validationSplit: share of the examples, taken from the end, that is used for validation instead.
  ///   - shuffle: whether every epoch has an order of its own.
  /// - Throws: `DeepLearningError` when the model is not compiled, the data does not fit it, or the loss is not finite;
  ///   what a callback throws.
  @discardableResult
  public func fit<X: Scalar, Y: Scalar>(
    _ x: Tensor<X>, _ y: Tensor<Y>, epochs: Int = 1, batchSize: Int = 32,
    validationData: (Tensor<X>, Tensor<Y>)? = nil, validationSplit: Double = 0, shuffle: Bool = true,
    callbacks: [any Callback] = []
  ) throws -> History {
    let compilation = try compiled(for: "fit")
    let settings = try FitSettings(epochs: epochs, batchSize: batchSize, shuffles: shuffle, split: validationSplit)
    let data = try DataSet(x, y, model: self, loss: compilation.loss, place: "fit")
    let given = try validationData.map {
      try DataSet($0.0, $0.1, model: self, loss: compilation.loss, place: "validationData")
    }
    let (training, rest) = try given == nil ? data.split(validationSplit) : (data, nil)
    let loop = TrainingLoop(
      model: self, training: training, validation: given ?? rest, settings: settings, callbacks: callbacks)
    var memo = FitMemo(loop: loop)
    return try memo.run()
  }
}

/// The arguments of `fit` besides data and callbacks.
struct FitSettings {
  let epochs: Int
  let batchSize: Int
  let shuffles: Bool

  init(epochs: Int, batchSize: Int, shuffles: Bool, split: Double) throws(DeepLearningError) {
    guard epochs > 0 else { throw DeepLearningError("fit", "epochs is \(epochs)", expected: "at least 1") }
    guard batchSize > 0 else { throw DeepLearningError("fit", "batchSize is \(batchSize)", expected: "at least 1") }
    guard split >= 0, split < 1 else {
      throw DeepLearningError("fit", "validationSplit is \(split)", expected: "at least 0 and below 1")
    }
    self.epochs = epochs
    self.batchSize = batchSize
    self.shuffles = shuffles
  }
}

extension DataSet {
  private init(inputs: Examples, targets: Examples) {
    self.inputs = inputs
    self.targets = targets
  }

  /// The examples at the start, and the share at the end for validation.
  fileprivate func split(_ share: Double) throws(DeepLearningError) -> (DataSet, DataSet?) {
    guard share > 0 else { return (self, nil) }
    let start = Int((Double(count) * (1 - share)).rounded(.down))
    guard start > 0, start < count else {
      throw DeepLearningError(
        "fit", "validationSplit is \(share) of \(count) examples", expected: "at least one example on either side")
    }
    return (rows(0..<start), rows(start..<count))
  }

  private func rows(_ range: Range<Int>) -> DataSet {
    DataSet(inputs: inputs.rows(range), targets: targets.rows(range))
  }
}

extension Examples {
  fileprivate func rows(_ range: Range<Int>) -> Examples {
    switch self {
    case .floats(let tensor): .floats(tensor.rows(range))
    case .bytes(let tensor): .bytes(tensor.rows(range))
    case .labels(let tensor): .labels(tensor.rows(range))
    }
  }
}
