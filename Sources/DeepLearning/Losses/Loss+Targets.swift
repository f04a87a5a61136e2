internal import Kernels

// What targets a loss needs.
extension Loss {
  /// Whether targets are integers, one for each row, rather than one number for each output.
  var takesLabels: Bool { kind == .sparseCategorical }

  /// - Throws: `DeepLearningError` when no targets could fit outputs of this shape.
  func checkOutput(_ shape: [Int]) throws(DeepLearningError) {
    guard kind == .sparseCategorical || kind == .categorical, (shape.last ?? 0) < 2 else { return }
    throw DeepLearningError(
      "compile", "\(self) of outputs of shape \(batchShape(shape))", expected: "one output for each class, at least 2",
      hint: "for one yes-or-no output use loss: .binaryCrossentropy")
  }

  /// Whether targets of this shape, without the batch, belong to outputs of that shape.
  func accepts(target: [Int], output: [Int]) -> Bool {
    let rows = Array(output.dropLast())
    if takesLabels { return target == rows || target == rows + [1] }
    return target == output || (output.last == 1 && target == rows)
  }

  /// The shape of the targets, for messages.
  func targetShape(output: [Int]) -> String {
    batchShape(!takesLabels && output.last != 1 ? output : Array(output.dropLast()))
  }

  /// What to do about targets of this shape, without the batch.
  func hint(target: [Int], output: [Int]) -> String? {
    switch kind {
    case .sparseCategorical where target == output: "for one-hot targets use loss: .categoricalCrossentropy"
    case .categorical, .binary:
      target == Array(output.dropLast())
        ? "for one class out of several use loss: .sparseCategoricalCrossentropy" : nil
    default: nil
    }
  }

  /// Whether a number may be a target, and what may be one.
  func range(classes: Int) -> (contains: (Double) -> Bool, text: String)? {
    switch kind {
    case .sparseCategorical:
      ({ $0 >= 0 && $0 < Double(classes) && $0 == $0.rounded() }, "an integer from 0 to \(classes - 1)")
    case .binary, .categorical, .dice: ({ $0 >= 0 && $0 <= 1 }, "a number from 0 to 1")
    case .meanSquaredError, .meanAbsoluteError: nil
    }
  }
}
