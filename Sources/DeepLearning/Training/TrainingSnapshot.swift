internal import Tensors

/// What training changes in a model: weights, what the optimizer remembers, and the learning rate.
struct TrainingSnapshot {
  /// What is no tensor.
  struct Record: Codable {
    let iterations: Int
    let epochs: Int
    /// How many slots each parameter has.
    let slotCounts: [Int]
    let learningRate: Double
    /// Whether the learning rate still follows the schedule that the optimizer was made with.
    let followsSchedule: Bool
  }

  let record: Record
  private let weights: [Tensor<Float>]
  private let slots: [[Tensor<Float>]]

  init(of model: Model) throws {
    let compilation = try model.compiled(for: "fit")
    let state = compilation.state
    record = Record(
      iterations: state.iterations, epochs: state.epochs, slotCounts: state.slots.map(\.count),
      learningRate: compilation.optimizer.learningRate, followsSchedule: compilation.optimizer.schedule != nil)
    weights = model.weights
    slots = state.slots
  }

  /// Takes the tensors of a snapshot from a file.
  ///
  /// - Throws: `DeepLearningError` unless they are those of the model.
  init(_ record: Record, from file: Safetensors, model: Model, place: String) throws {
    self.record = record
    weights = try model.parameters.indices.map {
      try file.tensor("weight/\($0)", like: model.parameters[$0], place: place)
    }
    guard record.slotCounts.count == weights.count, record.slotCounts.allSatisfy({ 0...8 ~= $0 }),
      record.iterations >= 0, record.epochs >= 0
    else { throw Safetensors.broken(place, "its record contradicts itself") }
    slots = try record.slotCounts.enumerated().map { number, count in
      try (0..<count).map { try file.tensor("slot/\(number)/\($0)", like: model.parameters[number], place: place) }
    }
  }

  /// Adds the tensors to a file.
  func add(to file: inout Safetensors) {
    for (number, weight) in weights.enumerated() { file.arrays["weight/\(number)"] = Safetensors.Array(weight) }
    for (number, slots) in slots.enumerated() {
      for (index, slot) in slots.enumerated() { file.arrays["slot/\(number)/\(index)"] = Safetensors.Array(slot) }
    }
  }

  /// Brings a model to where it was.
  func restore(in model: Model) throws {
    let state = try model.compiled(for: "fit").state
    try model.setWeights(weights)
    (state.iterations, state.epochs, state.slots) = (record.iterations, record.epochs, slots)
    if !record.followsSchedule { model.optimizer?.learningRate = record.learningRate }
  }
}

extension Safetensors {
  fileprivate func tensor(_ name: String, like parameter: Parameter, place: String) throws -> Tensor<Float> {
    guard let tensor = arrays[name]?.tensor, tensor.shape == parameter.shape else {
      throw Safetensors.broken(place, "has no fitting \(name)")
    }
    return tensor
  }
}
