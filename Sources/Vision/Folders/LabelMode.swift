/// How the classes of images become the targets of a model, as Keras' `label_mode`.
public enum LabelMode: String, CaseIterable, Sendable {
  /// The number of the class: [batch].
  case int
  /// 0 or 1, for two classes: [batch, 1].
  case binary
  /// 1 in the column of the class, 0 in the others: [batch, classes].
  case categorical
}

/// Where the classes of images come from, as Keras' `labels`.
public enum ImageLabels: Sendable, ExpressibleByNilLiteral, ExpressibleByArrayLiteral {
  /// From the names of the folders in which the images lie.
  case inferred
  /// The images have none.
  case none
  /// One number from 0 for each image, in the order of their paths.
  case list([Int])

  public init(nilLiteral: ()) { self = .none }

  public init(arrayLiteral labels: Int...) { self = .list(labels) }
}
