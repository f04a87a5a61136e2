public import Tensors

/// How often examples of one class were taken for another.
///
///     let matrix = try ConfusionMatrix(labels: test.labels, predictions: model.predict(test.images))
///     print(matrix.recall(ofClass: 3))
public struct ConfusionMatrix: Equatable, Sendable {
  /// Numbers of examples: [class, class it was taken for].
  public let counts: Tensor<Int32>
  /// Number of classes.
  public var classes: Int { counts.shape[0] }

  /// Counts examples or pixels.
  ///
  /// ## Shapes
  /// labels [examples, …]; predictions of the same shape, being classes, or with a last axis [examples, …, classes] more,
  /// being scores, of which the greatest names the class
  /// - Parameters:
  ///   - labels: the classes that are right, 0 up to the number of classes.
  ///   - predictions: the classes that the model gave, as many as labels.
  ///   - numClasses: by default as many as there are scores, or one more than the greatest class.
  /// - Throws: `DeepLearningError` when the shapes do not fit or a class is out of range.
  public init(
    labels: Tensor<some Scalar>, predictions: Tensor<some Scalar>, numClasses: Int? = nil
  ) throws(DeepLearningError) {
    let hasScores = predictions.rank == labels.rank + 1
    guard Array(predictions.shape.prefix(labels.rank)) == labels.shape, hasScores || predictions.rank == labels.rank,
      predictions.shape.last != 0
    else {
      throw DeepLearningError(
        "confusion matrix", "labels have shape \(labels.shape) and predictions \(predictions.shape)",
        expected: "the same shape, or predictions with one score for each class along a last axis")
    }
    let wanted = try Self.integers(labels, named: "labels")
    let found =
      try hasScores ? predictions.argmax().elements.map { Int($0) } : Self.integers(predictions, named: "predictions")
    let greatest = max(wanted.max() ?? 0, found.max() ?? 0)
    let classes = numClasses ?? (hasScores ? predictions.shape.last : nil) ?? greatest + 1
    guard greatest < classes else {
      throw DeepLearningError(
        "confusion matrix", "a label or prediction is \(greatest)", expected: "classes from 0 to \(classes - 1)")
    }
    var counts = [Int32](repeating: 0, count: classes * classes)
    for (label, prediction) in zip(wanted, found) { counts[label * classes + prediction] += 1 }
    self.counts = Tensor([classes, classes], counts)
  }

  private static func integers(_ tensor: Tensor<some Scalar>, named name: String) throws(DeepLearningError) -> [Int] {
    let numbers = tensor.elements.map { Int(exactly: $0.asDouble) ?? -1 }
    guard let index = numbers.firstIndex(where: { $0 < 0 }) else { return numbers }
    throw DeepLearningError(
      "confusion matrix", "element \(index) of \(name) is \(tensor.elements[index])",
      expected: "classes, which count from 0")
  }
}

// MARK: - What follows from the counts

extension ConfusionMatrix {
  /// The share of examples that were taken for what they are; 0 of none.
  public var accuracy: Double {
    Metric.ratio((0..<classes).map { Double(counts[$0, $0]) }.reduce(0, +), counts.sum())
  }

  /// Of the examples that were taken for a class, the share that belongs to it; 0 if there are none.
  public func precision(ofClass number: Int) -> Double { Metric.ratio(hits(number), found(number)) }

  /// Of the examples of a class, the share that was taken for it; 0 if there are none.
  public func recall(ofClass number: Int) -> Double { Metric.ratio(hits(number), wanted(number)) }

  /// The harmonic mean of a class' precision and recall; 0 if both are.
  public func f1Score(ofClass number: Int) -> Double {
    Metric.ratio(2 * hits(number), wanted(number) + found(number))
  }

  /// Intersection over union of what a class is and what was taken for it; 0 if neither is.
  public func iou(ofClass number: Int) -> Double {
    Metric.ratio(hits(number), wanted(number) + found(number) - hits(number))
  }

  private func hits(_ number: Int) -> Double { Double(counts[number, number]) }
  private func wanted(_ number: Int) -> Double { counts.row(number).sum() }
  private func found(_ number: Int) -> Double { counts.slice(number..<number + 1, axis: 1).sum() }
}
