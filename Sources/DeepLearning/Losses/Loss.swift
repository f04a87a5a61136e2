/// What training makes small, for one output of a model.
///
/// Every loss is a mean over rows: a row is one example or one pixel, and along its last axis lie the outputs that belong
/// together. Weights of examples multiply the rows' losses; the mean is still over the number of rows, as in Keras.
public struct Loss: Hashable, Sendable, CustomStringConvertible {
  enum Kind: Hashable, Sendable {
    case sparseCategorical
    case categorical
    case binary
    case meanSquaredError
    case meanAbsoluteError
    case dice
  }

  let kind: Kind
  /// Whether the model's outputs are what a softmax or sigmoid would be applied to, rather than probabilities.
  public let fromLogits: Bool
  /// α: targets become t·(1 − α) + α/classes, or t·(1 − α) + α/2 of yes-or-no outputs.
  public let labelSmoothing: Double

  private init(_ kind: Kind, fromLogits: Bool = false, labelSmoothing: Double = 0) {
    (self.kind, self.fromLogits, self.labelSmoothing) = (kind, fromLogits, labelSmoothing)
  }

  public var description: String {
    let settings = [
      fromLogits ? "fromLogits: true" : nil, labelSmoothing == 0 ? nil : "labelSmoothing: \(labelSmoothing)",
    ].compactMap { $0 }
    return name + (settings.isEmpty ? "" : "(" + settings.joined(separator: ", ") + ")")
  }

  private var name: String {
    switch kind {
    case .sparseCategorical: "sparseCategoricalCrossentropy"
    case .categorical: "categoricalCrossentropy"
    case .binary: "binaryCrossentropy"
    case .meanSquaredError: "meanSquaredError"
    case .meanAbsoluteError: "meanAbsoluteError"
    case .dice: "dice"
    }
  }

  /// - Throws: `DeepLearningError` naming a setting out of range.
  func check() throws(DeepLearningError) {
    guard (0...1).contains(labelSmoothing) else {
      throw DeepLearningError("compile", "labelSmoothing is \(labelSmoothing)", expected: "between 0 and 1")
    }
  }
}

// MARK: - One class out of several

extension Loss {
  /// −log p[label] of each row of probabilities, labels being integers: one class out of several.
  ///
  /// Where the model ends in a softmax, it is computed from the softmax' input, which is exact, as Keras on TensorFlow does;
  /// otherwise probabilities are clipped to ε…1−ε (ε = 10⁻⁷) and brought to the sum 1.
  /// ## Shapes
  /// outputs [batch, …, classes], labels [batch, …] or [batch, …, 1]
  public static let sparseCategoricalCrossentropy = Loss(.sparseCategorical)

  /// Sparse categorical cross-entropy of outputs without a softmax, if `fromLogits`.
  public static func sparseCategoricalCrossentropy(fromLogits: Bool) -> Loss {
    Loss(.sparseCategorical, fromLogits: fromLogits)
  }

  /// −Σ t·log p of each row of probabilities, with a target for each class: one class out of several, one-hot.
  ///
  /// Where the model ends in a softmax, it is computed from the softmax' input; otherwise probabilities are brought to the
  /// sum 1 and clipped to ε…1−ε.
  /// ## Shapes
  /// outputs and targets [batch, …, classes]
  public static let categoricalCrossentropy = Loss(.categorical)

  /// Categorical cross-entropy with settings.
  ///
  /// - Parameters:
  ///   - fromLogits: whether the outputs are without a softmax.
  ///   - labelSmoothing: 0…1, how much of every target is spread over all classes.
  public static func categoricalCrossentropy(fromLogits: Bool = false, labelSmoothing: Double = 0) -> Loss {
    Loss(.categorical, fromLogits: fromLogits, labelSmoothing: labelSmoothing)
  }
}

// MARK: - Yes or no

extension Loss {
  /// −t · log p − (1 − t) · log(1 − p) of each output, targets t being 0 or 1: yes or no.
  ///
  /// Where the model ends in a sigmoid, it is computed from the sigmoid's input; otherwise p is clipped to ε…1−ε.
  /// ## Shapes
  /// outputs [batch, …, 1] and targets [batch, …], or both of the same shape
  public static let binaryCrossentropy = Loss(.binary)

  /// Binary cross-entropy with settings.
  ///
  /// - Parameters:
  ///   - fromLogits: whether the outputs are without a sigmoid.
  ///   - labelSmoothing: 0…1, how far targets move towards ½.
  public static func binaryCrossentropy(fromLogits: Bool = false, labelSmoothing: Double = 0) -> Loss {
    Loss(.binary, fromLogits: fromLogits, labelSmoothing: labelSmoothing)
  }

  /// 1 − 2·Σ t·p / (Σ t + Σ p + ε), the sums over all of the batch: how little two masks overlap, as Keras' `Dice`.
  ///
  /// Its value follows from the batch as a whole, so means over batches of other sizes differ.
  /// ## Shapes
  /// outputs [batch, …, 1] and targets [batch, …], or both of the same shape
  public static let dice = Loss(.dice)
}

// MARK: - Numbers

extension Loss {
  /// (p − t)² of each output.
  /// ## Shapes
  /// outputs [batch, …, 1] and targets [batch, …], or both of the same shape
  public static let meanSquaredError = Loss(.meanSquaredError)

  /// |p − t| of each output.
  /// ## Shapes
  /// outputs [batch, …, 1] and targets [batch, …], or both of the same shape
  public static let meanAbsoluteError = Loss(.meanAbsoluteError)
}
