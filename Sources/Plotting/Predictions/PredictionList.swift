import Tensors

/// Predictions with what is true and how wrong they are, to look at the best and the worst.
///
///     let list = try PredictionList(labels: test.labels, probabilities: model.predict(images), classes: ["cat", "dog"])
///     show(list.worst(12).grid(of: images))
public struct PredictionList: Sendable {
  public let predictions: [Prediction]
  /// Names of the classes by number.
  public let classes: [String]

  private static let subject = "PredictionList"

  /// - Parameters:
  ///   - labels: `[examples]` or `[examples, 1]`, true classes from 0.
  ///   - probabilities: `[examples, classes]`, or `[examples]` or `[examples, 1]` of class 1 of two, as a sigmoid gives them.
  ///   - classes: names by number; classes without one are called by their number.
  /// - Throws: `PlottingError` if the counts differ, a label is no class, or a probability is outside of 0…1.
  public init(
    labels: Tensor<some Scalar>, probabilities: Tensor<Float>, classes: [String] = []
  ) throws(PlottingError) {
    let count = labels.count
    let isSigmoid = probabilities.count == count && (probabilities.rank == 1 || probabilities.shape.last == 1)
    guard count > 0, isSigmoid || probabilities.rank == 2 && probabilities.shape[0] == count else {
      throw PlottingError(
        Self.subject, problem: "has \(count) labels and probabilities of shape \(probabilities.shape)",
        expected: "[examples, classes], or [examples] for two classes")
    }
    let width = isSigmoid ? 1 : probabilities.shape[1]
    let values = probabilities.elements.map(\.asDouble)
    try Self.check(values)
    let truths = try Self.classes(labels.elements.map(\.asDouble), of: isSigmoid ? 2 : width)
    predictions = truths.enumerated().map { index, truth in
      let row = Array(values[index * width..<(index + 1) * width])
      return Prediction(index: index, truth: truth, probabilities: isSigmoid ? [1 - row[0], row[0]] : row)
    }
    self.classes = classes
  }

  private init(_ predictions: some Sequence<Prediction>, _ classes: [String]) {
    (self.predictions, self.classes) = (Array(predictions), classes)
  }

  private static func check(_ probabilities: [Double]) throws(PlottingError) {
    guard let index = probabilities.firstIndex(where: { !(-1e-6...1 + 1e-6).contains($0) }) else { return }
    throw PlottingError(
      subject, problem: "has the probability \(probabilities[index]) at index \(index)", expected: "0 to 1",
      hint: "Let the model end in softmax or sigmoid.")
  }

  private static func classes(_ labels: [Double], of count: Int) throws(PlottingError) -> [Int] {
    let numbers = labels.map { Int(exactly: $0) ?? -1 }
    guard let index = numbers.firstIndex(where: { !(0..<count).contains($0) }) else { return numbers }
    throw PlottingError(
      subject, problem: "has the label \(labels[index]) at index \(index)", expected: "classes from 0 to \(count - 1)")
  }

  // MARK: - Parts

  /// The predictions with the greatest losses, the greatest first.
  public func worst(_ count: Int) -> PredictionList {
    PredictionList(predictions.sorted { ($1.loss, $0.index) < ($0.loss, $1.index) }.prefix(max(count, 0)), classes)
  }

  /// The predictions with the least losses, the least first.
  public func best(_ count: Int) -> PredictionList {
    PredictionList(predictions.sorted { ($0.loss, $0.index) < ($1.loss, $1.index) }.prefix(max(count, 0)), classes)
  }

  /// The predictions with the least losses among those of each true class, class by class.
  public func bestOfEachClass(_ count: Int) -> PredictionList {
    let truths = Set(predictions.map(\.truth)).sorted()
    return PredictionList(
      truths.flatMap { truth in
        PredictionList(predictions.filter { $0.truth == truth }, classes).best(count).predictions
      }, classes)
  }

  /// The predictions that are wrong.
  public var mistakes: PredictionList { PredictionList(predictions.filter { !$0.isRight }, classes) }

  // MARK: - Pictures

  /// The images of these predictions with frames and captions, such as "✗ dog 0.98, is cat".
  ///
  /// - Parameters:
  ///   - images: `[examples, height, width, channels]`, all examples that the whole list was made of.
  ///   - columns: images side by side.
  ///   - scale: CSS pixels an image pixel; nil fills the text column, within reason.
  public func grid<Element: Scalar>(
    of images: Tensor<Element>, columns: Int = 4, scale: Double? = nil
  ) -> ImageGrid {
    let indices = predictions.map(\.index)
    guard !indices.isEmpty, images.rank > 0, indices.allSatisfy({ $0 < images.shape[0] }) else {
      let problem =
        indices.isEmpty ? "has no predictions to show" : "does not fit images of shape \(images.shape)"
      return ImageGrid(
        .failure(PlottingError(Self.subject, problem: problem, expected: "an image for every prediction")))
    }
    return ImageGrid(images.gather(rows: indices), captions: predictions.map(caption), columns: columns, scale: scale)
      .judged(predictions.map { $0.isRight ? .right : .wrong })
  }

  /// "dog 0.98", or "dog 0.98, is cat".
  func caption(_ prediction: Prediction) -> String {
    let answer = "\(name(prediction.answer)) \(Self.text(prediction.confidence))"
    return prediction.isRight ? answer : "\(answer), is \(name(prediction.truth))"
  }

  private func name(_ number: Int) -> String { classes.indices.contains(number) ? classes[number] : "class \(number)" }

  /// Never "1.00": a network is not certain, even where its answer is rounded to 1.
  private static func text(_ probability: Double) -> String {
    probability >= 0.995 ? ">0.99" : NumberText.fixed(probability, 2)
  }
}
