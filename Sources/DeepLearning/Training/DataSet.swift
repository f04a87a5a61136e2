internal import Kernels
internal import Tensors

/// Images and targets that were found to fit the model.
struct DataSet {
  let inputs: Examples
  let targets: Examples
  var count: Int { inputs.count }

  /// Checks everything that can be wrong with data before anything is computed.
  ///
  /// - Parameter place: the argument that messages name, such as `fit`.
  /// - Throws: `DeepLearningError` naming the place, what was found and what the model needs.
  init(
    _ x: Tensor<some Scalar>, _ y: Tensor<some Scalar>, model: Model, loss: Loss, place: String
  ) throws(DeepLearningError) {
    let check = DataCheck(place: place)
    try check.inputs(x, shape: model.inputs[0].shape)
    try check.targets(y, count: x.shape[0], output: model.outputs[0].shape, loss: loss)
    inputs = Examples(inputs: x)
    targets = Examples(targets: y, for: loss)
  }
}

/// Finds what is wrong with data.
struct DataCheck {
  let place: String

  /// - Throws: `DeepLearningError` unless `x` holds at least one example of the shape and finite numbers only.
  func inputs(_ x: Tensor<some Scalar>, shape: [Int]) throws(DeepLearningError) {
    guard x.rank > 0, x.shape[0] > 0 else {
      throw DeepLearningError(place, "x is empty: its shape is \(x.shape)", expected: batchShape(shape))
    }
    guard Array(x.shape.dropFirst()) == shape else {
      throw DeepLearningError(
        place, "x has shape \(x.shape)", expected: batchShape(shape), hint: shapeHint(x.shape, needed: shape))
    }
    try finite(x, named: "x")
  }

  private func shapeHint(_ shape: [Int], needed: [Int]) -> String? {
    if shape == needed { return "a single example needs a batch axis: x.reshaped(\([1] + needed))" }
    let elements = shape.dropFirst().reduce(1, *)
    guard elements == needed.reduce(1, *) else { return nil }
    return "the elements fit: x.reshaped(\([-1] + needed))"
  }

  /// - Throws: `DeepLearningError` unless there is a target that the loss can use for every example.
  func targets(_ y: Tensor<some Scalar>, count: Int, output: [Int], loss: Loss) throws(DeepLearningError) {
    guard y.rank > 0, y.shape[0] == count else {
      throw DeepLearningError(
        place, "x has \(count) examples and y has \(y.shape.first ?? 0)", expected: "as many of each")
    }
    guard loss.accepts(target: Array(y.shape.dropFirst()), output: output) else {
      throw DeepLearningError(
        place, "y has shape \(y.shape), the outputs \(batchShape(output))",
        expected: "targets of shape \(loss.targetShape(output: output)) for \(loss)",
        hint: loss.kind == .binary ? "for one class out of several use loss: .sparseCategoricalCrossentropy" : nil)
    }
    try finite(y, named: "y")
    try range(y, output: output, loss: loss)
  }

  private func range(_ y: Tensor<some Scalar>, output: [Int], loss: Loss) throws(DeepLearningError) {
    let classes = Double(output.last ?? 1)
    switch loss.kind {
    case .sparseCategorical:
      try every(
        y, is: { $0 >= 0 && $0 < classes && $0 == $0.rounded() }, expected: "an integer from 0 to \(Int(classes) - 1)")
    case .binary:
      try every(y, is: { $0 >= 0 && $0 <= 1 }, expected: "a number from 0 to 1")
    }
  }

  private func finite(_ tensor: Tensor<some Scalar>, named name: String) throws(DeepLearningError) {
    guard let floats = tensor as? Tensor<Float>, !floats.isFinite else { return }
    let index = floats.elements.firstIndex { !$0.isFinite } ?? 0
    throw DeepLearningError(
      place, "\(name)\(Self.place(index, in: floats.shape)) is \(floats.elements[index])", expected: "finite numbers")
  }

  private func every(
    _ tensor: Tensor<some Scalar>, is isRight: (Double) -> Bool, expected: String
  ) throws(DeepLearningError) {
    guard let index = tensor.firstIndex(where: { !isRight($0) }) else { return }
    throw DeepLearningError(
      place, "y\(Self.place(index, in: tensor.shape)) is \(tensor.elements[index])", expected: expected,
      hint: "class labels count from 0")
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
