import DeepLearning
import Tensors
import Testing

/// Losses and metrics against Keras 3.
struct ObjectiveNumbersTests {
  struct LossCase: Decodable, CustomTestStringConvertible, Sendable {
    let name: String
    let kind: String
    let activation: String
    let logits: Bool
    let smoothing: Double
    let outputs: Numbers
    let targets: Numbers
    let weights: Numbers?
    let loss: Double
    let gradient: Numbers
    var testDescription: String { name }

    func makeLoss() throws -> Loss {
      switch kind {
      case "sparse": .sparseCategoricalCrossentropy(fromLogits: logits)
      case "categorical": .categoricalCrossentropy(fromLogits: logits, labelSmoothing: smoothing)
      case "binary": .binaryCrossentropy(fromLogits: logits, labelSmoothing: smoothing)
      case "squared": .meanSquaredError
      case "absolute": .meanAbsoluteError
      case "dice": .dice
      default: try #require(nil, "\(kind) is no loss")
      }
    }
  }

  @Test(arguments: try Fixtures.read("objective_losses.json", as: [LossCase].self))
  func lossGivesKerasValueAndGradient(_ expected: LossCase) throws {
    let inputs = Input(shape: Array(expected.outputs.shape.dropFirst()))
    let activation = try #require(ActivationFunction(rawValue: expected.activation))
    let model = try Model(inputs: inputs, outputs: Activation(activation)(inputs))
    try model.compile(loss: expected.makeLoss())
    let found = try model.lossGradients(
      expected.outputs.tensor, expected.targets.tensor, sampleWeight: expected.weights?.tensor)
    #expect(abs(found.value - expected.loss) <= 1e-5 * abs(expected.loss))
    expectClose(found.input, expected.gradient.tensor, within: 1e-4, "gradient")
  }

  struct MetricCase: Decodable, CustomTestStringConvertible, Sendable {
    let name: String
    let loss: String
    let outputs: Numbers
    let targets: Numbers
    let value: Double
    var testDescription: String { name }
  }

  private static let metrics: [String: Metric] = [
    "accuracy sparse": .accuracy,
    "accuracy sparse per pixel": .accuracy,
    "accuracy binary": .accuracy,
    "accuracy categorical": .accuracy,
    "binary accuracy 0.3": .binaryAccuracy(threshold: 0.3),
    "binary accuracy several": .binaryAccuracy,
    "categorical accuracy": .categoricalAccuracy,
    "sparse categorical accuracy": .sparseCategoricalAccuracy,
    "top 2": .topKCategoricalAccuracy(k: 2),
    "sparse top 2": .sparseTopKCategoricalAccuracy(k: 2),
    "sparse top 2 per pixel": .sparseTopKCategoricalAccuracy(k: 2),
    "squared error": .meanSquaredError,
    "absolute error": .meanAbsoluteError,
    "precision": .precision,
    "precision 0.7": .precision(threshold: 0.7),
    "precision several": .precision,
    "precision of class 1": .precision(threshold: 0.4, classID: 1),
    "precision of label 1": .precision(threshold: 0.4, classID: 1),
    "precision of none": .precision,
    "recall": .recall,
    "recall 0.7": .recall(threshold: 0.7),
    "recall of class 2": .recall(threshold: 0.4, classID: 2),
    "auc": .auc,
    "auc wide": .auc,
    "auc 17 thresholds": .auc(numThresholds: 17),
    "auc several": .auc,
    "auc of none": .auc,
    "auc pr": .auc(curve: .pr),
    "auc pr 17 thresholds": .auc(curve: .pr, numThresholds: 17),
    "auc pr of none": .auc(curve: .pr),
    "mean iou of classes": .meanIoU(numClasses: 4),
    "iou of classes 0 and 2": .iou(numClasses: 3, targetClassIDs: [0, 2]),
    "mean iou of scores": .meanIoU(numClasses: 4, sparseYPred: false),
    "iou of scores, class 1": .iou(numClasses: 4, targetClassIDs: [1], sparseYPred: false),
    "mean iou of one-hot": .meanIoU(numClasses: 4, sparseYTrue: false, sparseYPred: false),
    "binary iou": .binaryIoU(),
    "binary iou 0.3, class 1": .binaryIoU(targetClassIDs: [1], threshold: 0.3),
  ]

  @Test(arguments: try Fixtures.read("objective_metrics.json", as: [MetricCase].self))
  func metricGivesKerasValueOverUnevenBatches(_ expected: MetricCase) throws {
    let metric = try #require(Self.metrics[expected.name])
    let inputs = Input(shape: Array(expected.outputs.shape.dropFirst()))
    let model = try Model(inputs: inputs, outputs: Activation(.linear)(inputs))
    let loss: Loss = expected.loss == "sparse" ? .sparseCategoricalCrossentropy(fromLogits: true) : .meanSquaredError
    try model.compile(loss: loss, metrics: [metric])
    let (x, y) = (expected.outputs.tensor, expected.targets.tensor)
    let weights = Tensor<Float>((0..<x.shape[0]).map { Float($0 % 3) })
    for found in [
      try model.evaluate(x, y, batchSize: 5), try model.evaluate(x, y, batchSize: 5, sampleWeight: weights),
    ] {
      #expect(abs(try found[metric.name] - expected.value) <= 2e-6)
    }
    #expect(abs(try model.evaluate(x, y, batchSize: 100)[metric.name] - expected.value) <= 2e-6)
  }

  @Test func everyMetricHasAFixture() throws {
    let names = try Fixtures.read("objective_metrics.json", as: [MetricCase].self).map(\.name)
    #expect(Set(names) == Set(Self.metrics.keys))
  }
}
