internal import Tensors

/// Inputs, targets and weights that were found to fit the model.
struct DataSet {
  /// One for each input.
  let inputs: [Examples]
  /// One for each output.
  let targets: [Examples]
  /// For each output a weight for each row of targets, or nil if all count the same.
  private(set) var weights: [Examples?]

  var count: Int { inputs.first?.count ?? 0 }
  /// For each output whether its rows are weighted.
  var weighted: [Bool] { weights.map { $0 != nil } }

  /// Checks everything that can be wrong with data before anything is computed.
  ///
  /// - Parameter place: the argument that messages name, such as `fit`.
  /// - Throws: `DeepLearningError` naming the place, what was found and what the model needs.
  init(
    _ given: GivenData, model: Model, objective: TrainingObjective, place: String
  ) throws(DeepLearningError) {
    let check = DataCheck(place: place)
    try check.inputs(given.x, model: model)
    try check.targets(given.y, count: given.count, model: model, objective: objective)
    inputs = given.x.map(\.inputExamples)
    targets = zip(given.y, objective.parts).map { $0.targetExamples(for: $1.loss) }
    weights = try RowWeights(check: check, examples: given.count).weights(given.weights, outputs: model.outputs)
  }

  /// The same data in which each row weighs what its class does; classes that are not named weigh 1.
  ///
  /// - Throws: `DeepLearningError` when the model has several outputs, the data has weights already, or a weight or a class
  ///   is impossible.
  func weighted(by classes: [Int: Double]?, model: Model, place: String) throws(DeepLearningError) -> DataSet {
    guard let classes else { return self }
    guard model.outputs.count == 1 else {
      throw DeepLearningError(
        place, "classWeight is given for \(model.outputs.count) outputs", expected: "a model with one output",
        hint: "use sampleWeight, one for each output")
    }
    guard weights[0] == nil else {
      throw DeepLearningError(
        place, "both sampleWeight and classWeight are given", expected: "one of them",
        hint: "multiply sampleWeight by the weight of each example's class")
    }
    let weights = try ClassWeights(classes: classes, place: place).rows(
      targets[0], columns: model.outputs[0].shape.last)
    var result = self
    result.weights = [.floats(weights)]
    return result
  }
}

// MARK: - Parts

extension DataSet {
  /// Data that is known to fit.
  init(inputs: [Examples], targets: [Examples], weights: [Examples?]) {
    (self.inputs, self.targets, self.weights) = (inputs, targets, weights)
  }

  /// The examples at the start, and the share at the end for validation.
  func split(_ share: Double) throws(DeepLearningError) -> (DataSet, DataSet?) {
    guard share > 0 else { return (self, nil) }
    let start = Int((Double(count) * (1 - share)).rounded(.down))
    guard start > 0, start < count else {
      throw DeepLearningError(
        "fit", "validationSplit is \(share) of \(count) examples", expected: "at least one example on either side")
    }
    return (rows(0..<start), rows(start..<count))
  }

  private func rows(_ range: Range<Int>) -> DataSet {
    DataSet(
      inputs: inputs.map { $0.rows(range) }, targets: targets.map { $0.rows(range) },
      weights: weights.map { $0?.rows(range) })
  }
}
