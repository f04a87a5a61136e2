public import Tensors

extension Model {
  /// What the model computes for each example, as `keras.Model.predict`. A call that takes a while is recalled by value.
  ///
  /// ## Shapes
  /// x [examples] + input shape → [examples] + output shape
  /// - Throws: `DeepLearningError` when the data does not fit the model, or the model has several outputs.
  public func predict(_ x: Tensor<some Scalar>, batchSize: Int = 32) throws(DeepLearningError) -> Tensor<Float> {
    try predict([x], batchSize: batchSize)
  }

  /// What a model with several inputs computes for each example.
  ///
  /// - Parameters:
  ///   - x: one tensor for each input.
  ///   - batchSize: examples in a batch, at least 1.
  /// - Throws: `DeepLearningError` when the data does not fit the model, or the model has several outputs.
  public func predict(_ x: [any ExampleTensor], batchSize: Int = 32) throws(DeepLearningError) -> Tensor<Float> {
    try checkHasOneOutput()
    return try predictAll(x, batchSize: batchSize)[0]
  }

  /// What the model computes for each example, one tensor for each output.
  ///
  /// - Throws: `DeepLearningError` when the data does not fit the model.
  public func predictAll(_ x: Tensor<some Scalar>, batchSize: Int = 32) throws(DeepLearningError) -> [Tensor<Float>] {
    try predictAll([x], batchSize: batchSize)
  }

  /// What a model with several inputs computes for each example, one tensor for each output.
  ///
  /// - Parameters:
  ///   - x: one tensor for each input.
  ///   - batchSize: examples in a batch, at least 1.
  /// - Throws: `DeepLearningError` when the data does not fit the model.
  public func predictAll(_ x: [any ExampleTensor], batchSize: Int = 32) throws(DeepLearningError) -> [Tensor<Float>] {
    try DataCheck(place: "predict").inputs(x, model: self)
    let examples = x.map(\.inputExamples)
    let count = examples[0].count
    let order = Array(0..<count)
    var results = outputs.map { Tensor<Float>(zeros: [count] + $0.shape) }
    var memo = ComputationMemo(of: self, .predict, examples: count)
    for places in try batches(of: count, batchSize: batchSize, place: "predict") {
      try predict(examples, order: order, places: places, into: &results, at: places.lowerBound)
      if places.upperBound < count,
        let known = memo.recalled({ $0.add(examples, batchSize: batchSize) })
      {
        return known.outputs
      }
    }
    memo.remember(.init(outputs: results))
    return results
  }

  /// Computes the outputs for the examples at some places of an order, and puts them into the rows from `row` on.
  func predict(
    _ inputs: [Examples], order: [Int], places: Range<Int>, into results: inout [Tensor<Float>], at row: Int
  ) throws(DeepLearningError) {
    let executor = try runtime.executor(for: PlanRequest(batch: places.count))
    for (buffer, examples) in zip(executor.plan.inputs, inputs) {
      executor.load(examples, order: order, batch: places, into: buffer)
    }
    try executor.runForward(step: 0)
    for (index, output) in executor.plan.outputs.enumerated() {
      executor.copy(output.buffer, to: &results[index], at: row * output.shape.reduce(1, *))
    }
  }

  func checkHasOneOutput() throws(DeepLearningError) {
    guard outputs.count != 1 else { return }
    throw DeepLearningError(
      "predict", "model '\(name)' has \(outputs.count) outputs", expected: "one", hint: "use predictAll")
  }
}

extension Fingerprint {
  /// Adds all examples of each input, and how they are cut.
  fileprivate mutating func add(_ inputs: [Examples], batchSize: Int) -> Bool {
    add("settings", "batch=\(batchSize)")
    for examples in inputs { add("data", examples) }
    return true
  }
}
