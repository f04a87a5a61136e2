// Shares of what is predicted right.
extension Metric {
  /// The share of predictions that are right, in the form that fits outputs and targets as Keras chooses it: with integer
  /// labels, the greatest output stands at the label (of equal outputs the first counts); with one output, it is above 0.5
  /// exactly where the target is 1; with targets for each of several outputs, both are greatest at the same place.
  public static let accuracy = Metric(.accuracy, name: "accuracy")

  /// The share of outputs that are above 0.5 exactly where their target is 1.
  public static let binaryAccuracy = binaryAccuracy()

  /// The share of outputs that are above a threshold exactly where their target is 1.
  public static func binaryAccuracy(threshold: Double = 0.5, name: String = "binary_accuracy") -> Metric {
    Metric(.binaryAccuracy(threshold: threshold), name: name)
  }

  /// The share of rows whose greatest output stands where the greatest target stands.
  public static let categoricalAccuracy = Metric(.categoricalAccuracy(sparse: false), name: "categorical_accuracy")

  /// The share of rows whose greatest output stands at the label.
  public static let sparseCategoricalAccuracy = Metric(
    .categoricalAccuracy(sparse: true), name: "sparse_categorical_accuracy")

  /// The share of rows in which fewer than k outputs exceed that at the greatest target.
  public static func topKCategoricalAccuracy(k: Int = 5, name: String = "top_k_categorical_accuracy") -> Metric {
    Metric(.topK(k, sparse: false), name: name)
  }

  /// The share of rows in which fewer than k outputs exceed that at the label.
  public static func sparseTopKCategoricalAccuracy(
    k: Int = 5, name: String = "sparse_top_k_categorical_accuracy"
  ) -> Metric {
    Metric(.topK(k, sparse: true), name: name)
  }
}
