internal import Kernels
internal import Tensors

/// Finds what is wrong with data.
struct DataCheck {
  let place: String

  // MARK: - Inputs

  /// - Throws: `DeepLearningError` unless there is a tensor for each input, all have as many examples, each of the shape that
  ///   the model needs, and all numbers are finite.
  func inputs(_ x: [any ExampleTensor], model: Model) throws(DeepLearningError) {
    try count(x.count, of: "x", needed: model.inputs.count, each: "input")
    for (index, tensor) in x.enumerated() {
      try input(tensor, named: Self.name("x", index, of: x.count), shape: model.inputs[index].shape)
    }
    let counts = x.map(\.exampleCount)
    guard let first = counts.first, let other = counts.first(where: { $0 != first }) else { return }
    throw DeepLearningError(
      place, "x[0] has \(first) examples and x[\(counts.firstIndex(of: other) ?? 0)] has \(other)",
      expected: "as many of each")
  }

  private func input(_ x: some ExampleTensor, named name: String, shape: [Int]) throws(DeepLearningError) {
    let x = x.tensor
    guard x.rank > 0, x.shape[0] > 0 else {
      throw DeepLearningError(place, "\(name) is empty: its shape is \(x.shape)", expected: batchShape(shape))
    }
    guard Array(x.shape.dropFirst()) == shape else {
      throw DeepLearningError(
        place, "\(name) has shape \(x.shape)", expected: batchShape(shape),
        hint: shapeHint(name, x.shape, needed: shape))
    }
    try finite(x, named: name)
  }

  private func shapeHint(_ name: String, _ shape: [Int], needed: [Int]) -> String? {
    if shape == needed { return "a single example needs a batch axis: \(name).reshaped(\([1] + needed))" }
    let elements = shape.dropFirst().reduce(1, *)
    guard elements == needed.reduce(1, *) else { return nil }
    return "the elements fit: \(name).reshaped(\([-1] + needed))"
  }

  // MARK: - Targets

  /// - Throws: `DeepLearningError` unless there are targets for each output that its loss can use for every example.
  func targets(
    _ y: [any ExampleTensor], count: Int, model: Model, objective: TrainingObjective
  ) throws(DeepLearningError) {
    try self.count(y.count, of: "y", needed: model.outputs.count, each: "output")
    for (index, tensor) in y.enumerated() {
      try targets(
        tensor, named: Self.name("y", index, of: y.count), count: count, output: model.outputs[index].shape,
        loss: objective.parts[index].loss)
    }
  }

  private func targets(
    _ y: some ExampleTensor, named name: String, count: Int, output: [Int], loss: Loss
  ) throws(DeepLearningError) {
    let y = y.tensor
    guard y.rank > 0, y.shape[0] == count else {
      throw DeepLearningError(
        place, "x has \(count) examples and \(name) has \(y.shape.first ?? 0)", expected: "as many of each")
    }
    let shape = Array(y.shape.dropFirst())
    guard loss.accepts(target: shape, output: output) else {
      throw DeepLearningError(
        place, "\(name) has shape \(y.shape), the outputs \(batchShape(output))",
        expected: "targets of shape \(loss.targetShape(output: output)) for \(loss)",
        hint: loss.hint(target: shape, output: output))
    }
    try finite(y, named: name)
    guard let range = loss.range(classes: output.last ?? 1) else { return }
    try every(
      y, named: name, is: range.contains, expected: range.text,
      hint: loss.takesLabels || loss.kind == .binary ? "class labels count from 0" : nil)
  }

  // MARK: - Elements

  /// - Throws: `DeepLearningError` naming the first element that is infinite or NaN.
  func finite(_ tensor: Tensor<some Scalar>, named name: String) throws(DeepLearningError) {
    guard let floats = tensor as? Tensor<Float>, !floats.isFinite else { return }
    let index = floats.elements.firstIndex { !$0.isFinite } ?? 0
    throw DeepLearningError(
      place, "\(name)\(Self.place(index, in: floats.shape)) is \(floats.elements[index])", expected: "finite numbers")
  }

  /// - Throws: `DeepLearningError` naming the first element that fails a condition.
  func every(
    _ tensor: Tensor<some Scalar>, named name: String, is isRight: (Double) -> Bool, expected: String, hint: String?
  ) throws(DeepLearningError) {
    guard let index = tensor.firstIndex(where: { !isRight($0) }) else { return }
    throw DeepLearningError(
      place, "\(name)\(Self.place(index, in: tensor.shape)) is \(tensor.elements[index])", expected: expected,
      hint: hint)
  }

  private func count(_ count: Int, of name: String, needed: Int, each: String) throws(DeepLearningError) {
    guard count != needed else { return }
    throw DeepLearningError(
      place, "\(name) has \(count) tensors", expected: "\(needed), one for each \(each) of the model")
  }

  /// How messages name one of several tensors; the only one has no index.
  static func name(_ argument: String, _ index: Int, of count: Int) -> String {
    count == 1 ? argument : "\(argument)[\(index)]"
  }

  /// The indices of an element, such as `[12, 3, 0]`.
  private static func place(_ index: Int, in shape: [Int]) -> String {
    var rest = index
    var indices: [Int] = []
    for extent in shape.reversed() {
      indices.insert(rest % extent, at: 0)
      rest /= extent
    }
    return "\(indices)"
  }
}

extension Tensor {
  /// The place in row-major order of the first element that satisfies a condition.
  fileprivate func firstIndex(where isMatch: (Double) -> Bool) -> Int? {
    unsafe withUnsafeBuffer { elements in unsafe elements.firstIndex { isMatch($0.asDouble) } }
  }
}

extension Tensor<Float> {
  fileprivate var isFinite: Bool {
    unsafe withUnsafeBuffer { elements in
      guard let first = elements.baseAddress else { return true }
      return unsafe Reduction.isFinite(first, count: elements.count)
    }
  }
}
