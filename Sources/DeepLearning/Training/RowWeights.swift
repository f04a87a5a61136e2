internal import Tensors

/// Weights of examples, which all rows of an example have, or of single rows of targets.
struct RowWeights {
  let check: DataCheck
  let examples: Int

  /// The weights of each output's rows.
  ///
  /// - Parameter given: one for each output, one for all, or none.
  /// - Throws: `DeepLearningError` unless their number and shapes fit and all are finite and at least 0.
  func weights(_ given: [Tensor<Float>?], outputs: [SymbolicTensor]) throws(DeepLearningError) -> [Examples?] {
    guard given.isEmpty || given.count == 1 || given.count == outputs.count else {
      throw DeepLearningError(
        check.place, "sampleWeight has \(given.count) tensors", expected: "\(outputs.count), one for each output")
    }
    var result: [Examples?] = []
    for (index, output) in outputs.enumerated() {
      let tensor = given.count == outputs.count ? given[index] : given.first ?? nil
      let name = DataCheck.name("sampleWeight", index, of: given.count)
      result.append(
        try tensor.map { (tensor) throws(DeepLearningError) in
          try weights(tensor, named: name, rows: Array(output.shape.dropLast()))
        })
    }
    return result
  }

  private func weights(
    _ tensor: Tensor<Float>, named name: String, rows: [Int]
  ) throws(DeepLearningError) -> Examples {
    let shape = [examples] + rows
    let isForExamples = tensor.shape == [examples] || tensor.shape == [examples, 1]
    guard isForExamples || tensor.shape == shape || tensor.shape == shape + [1] else {
      throw DeepLearningError(
        check.place, "\(name) has shape \(tensor.shape)",
        expected: rows.isEmpty ? "[\(examples)]" : "[\(examples)] or \(shape)")
    }
    try check.every(
      tensor, named: name, is: { $0 >= 0 && $0.isFinite }, expected: "a finite number of at least 0", hint: nil)
    return .floats(tensor.reshaped(isForExamples ? [examples] : shape))
  }
}

/// Weights of classes.
struct ClassWeights {
  let classes: [Int: Double]
  let place: String

  /// The weight of each row's class: its label, the place of its greatest target, or its only target rounded.
  ///
  /// - Throws: `DeepLearningError` when a weight is negative or not finite, or a class does not exist.
  func rows(_ targets: Examples, columns: Int?) throws(DeepLearningError) -> Tensor<Float> {
    for (number, weight) in classes.sorted(by: { $0.key < $1.key }) where !(weight >= 0 && weight.isFinite) {
      throw DeepLearningError(
        place, "classWeight[\(number)] is \(weight)", expected: "a finite number of at least 0")
    }
    let columns = columns ?? 1
    let numbers = Self.classes(of: targets, columns: columns)
    let last = max(columns - 1, 1)
    if let unknown = classes.keys.sorted().first(where: { !(0...last).contains($0) }) {
      throw DeepLearningError(place, "classWeight names class \(unknown)", expected: "classes from 0 to \(last)")
    }
    return numbers.map { Float(classes[Int($0)] ?? 1) }
  }

  private static func classes(of targets: Examples, columns: Int) -> Tensor<Int32> {
    switch targets {
    case .labels(let labels): labels
    case .bytes(let bytes): Tensor(bytes)
    case .floats(let values) where columns > 1: values.argmax()
    case .floats(let values): values.map { Int32(exactly: $0.rounded()) ?? -1 }
    }
  }
}
