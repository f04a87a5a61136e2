/// What is reported beside the loss. Weights of examples do not count here, as in Keras' `metrics`.
///
/// A metric reduces each batch to a few sums, adds them up over the batches, and computes its value from the totals. So a
/// metric that is no mean, such as `auc`, is that of all examples, whatever the batches.
public struct Metric: Hashable, Sendable, CustomStringConvertible {
  enum Kind: Hashable, Sendable {
    case accuracy
    case binaryAccuracy(threshold: Double)
    case categoricalAccuracy(sparse: Bool)
    case topK(Int, sparse: Bool)
    case precision(threshold: Double, classID: Int?)
    case recall(threshold: Double, classID: Int?)
    case auc(AUCCurve, thresholds: Int)
    case iou(classes: Int, targets: [Int], sparseTrue: Bool, prediction: Prediction)
    case meanSquaredError
    case meanAbsoluteError
  }

  /// How an output names the class that it predicts.
  enum Prediction: Hashable, Sendable {
    /// By the column of its greatest score.
    case greatest
    /// By its value.
    case value
    /// Class 1 from a threshold on, else class 0.
    case threshold(Double)
  }

  /// The name under which values are reported, such as `accuracy`.
  public let name: String
  let kind: Kind

  init(_ kind: Kind, name: String) { (self.kind, self.name) = (kind, name) }

  public var description: String { "\(name): \(kind)" }

  /// Whether more is better.
  var prefersGreater: Bool { kind != .meanSquaredError && kind != .meanAbsoluteError }

  /// - Throws: `DeepLearningError` naming a setting out of range.
  func check() throws(DeepLearningError) {
    switch kind {
    case .topK(let k, _) where k < 1: throw problem("k is \(k)", "at least 1")
    case .auc(_, let thresholds) where thresholds < 2:
      throw problem("numThresholds is \(thresholds)", "at least 2")
    case .iou(let classes, _, _, _) where classes < 1: throw problem("numClasses is \(classes)", "at least 1")
    case .iou(let classes, let targets, _, _):
      if let outside = targets.first(where: { !(0..<classes).contains($0) }) {
        throw problem("targetClassIDs contains \(outside)", "numbers from 0 to \(classes - 1)")
      }
      if targets.isEmpty { throw problem("targetClassIDs is empty", "at least one class") }
    default: break
    }
  }

  func problem(_ found: String, _ expected: String, hint: String? = nil) -> DeepLearningError {
    DeepLearningError("metric '\(name)'", found, expected: expected, hint: hint)
  }
}

/// What the area is taken under.
public enum AUCCurve: String, Hashable, Sendable {
  /// The share of positives found over the share of false alarms.
  case roc
  /// Precision over recall.
  case pr
}
