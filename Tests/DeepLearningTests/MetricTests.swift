import DeepLearning
import Tensors
import Testing

/// Names and directions of metrics, and confusion matrices.
struct MetricTests {
  private func model(_ metrics: [Metric]) throws -> Model {
    let inputs = Input(shape: [2])
    let model = try Model(inputs: inputs, outputs: Dense(units: 1, activation: .sigmoid)(inputs), seed: 1)
    try model.compile(optimizer: .sgd(learningRate: 0), loss: .binaryCrossentropy, metrics: metrics)
    return model
  }

  private let x = wave([9, 2])
  private let y = Tensor<Int32>([0, 1, 0, 1, 1, 0, 0, 1, 1])

  @Test func namesAreKerasAndEachOccursOnce() throws {
    let metrics: [Metric] = [
      .precision, .precision(threshold: 0.7), .recall, .auc, .auc(curve: .pr, name: "pr"), .binaryAccuracy,
      .meanAbsoluteError, .binaryIoU(),
    ]
    let names = try model(metrics).evaluate(x, y).names
    #expect(
      names == [
        "loss", "precision", "precision_1", "recall", "auc", "pr", "binary_accuracy", "mean_absolute_error",
        "binary_io_u",
      ])
  }

  @Test(arguments: [Metric.auc, .precision, .meanSquaredError])
  func monitoringKnowsEveryMetric(_ metric: Metric) throws {
    let model = try model([metric])
    // A value that never changes stops after the patience, and the best epoch is the first whichever way is better.
    let stopping = EarlyStopping(monitor: "val_\(metric.name)", patience: 2)
    let history = try model.fit(x, y, epochs: 9, validationData: (x, y), callbacks: [stopping])
    #expect(history.epochs.count == 3)
    #expect(try history.bestEpoch(by: metric.name) == 1)
  }

  @Test func theBestEpochOfAnErrorIsItsLeast() throws {
    let model = try model([.meanSquaredError, .auc])
    model.optimizer?.learningRate = 3
    let history = try model.fit(x, y, epochs: 12)
    let (errors, areas) = (try history["mean_squared_error"], try history["auc"])
    #expect(try errors[history.bestEpoch(by: "mean_squared_error") - 1] == errors.min())
    #expect(try areas[history.bestEpoch(by: "auc") - 1] == areas.max())
    #expect(Set(errors).count > 1)
  }

  @Test func aConfusionMatrixCountsClasses() throws {
    let matrix = try ConfusionMatrix(
      labels: Tensor<Int32>([0, 1, 2, 2, 1, 0]), predictions: Tensor<Int32>([0, 2, 2, 2, 1, 1]))
    #expect(matrix.counts == Tensor([3, 3], [1, 1, 0, 0, 1, 1, 0, 0, 2]))
    #expect(matrix.accuracy == 4.0 / 6)
    #expect(matrix.precision(ofClass: 2) == 2.0 / 3)
    #expect(matrix.recall(ofClass: 0) == 0.5)
    #expect(matrix.f1Score(ofClass: 1) == 0.5)
    #expect(matrix.iou(ofClass: 2) == 2.0 / 3)
  }

  @Test func aConfusionMatrixTakesScores() throws {
    let scores = Tensor<Float>([2, 2, 3], [3, 1, 2, 0, 5, 1, 1, 1, 0, 0, 0, 9])
    let matrix = try ConfusionMatrix(labels: Tensor<UInt8>([2, 2], [0, 1, 1, 2]), predictions: scores)
    #expect(matrix.counts == Tensor([3, 3], [1, 0, 0, 1, 1, 0, 0, 0, 1]))
    #expect(
      try ConfusionMatrix(labels: Tensor<Int32>([1]), predictions: Tensor<Int32>([0]), numClasses: 4).classes == 4)
  }

  @Test func aConfusionMatrixRefusesWhatIsNoClass() {
    let (labels, scores) = (Tensor<Int32>([0, -1]), Tensor<Float>([2, 2], [1, 0, 0, 1]))
    let problems = [
      #expect(throws: DeepLearningError.self) { try ConfusionMatrix(labels: labels, predictions: scores) },
      #expect(throws: DeepLearningError.self) { try ConfusionMatrix(labels: scores, predictions: labels) },
      #expect(throws: DeepLearningError.self) {
        try ConfusionMatrix(labels: Tensor<Int32>([0, 3]), predictions: scores)
      },
    ].map { $0?.problem }
    #expect(
      problems == [
        "element 1 of labels is -1", "labels have shape [2, 2] and predictions [2]", "a label or prediction is 3",
      ])
  }
}
