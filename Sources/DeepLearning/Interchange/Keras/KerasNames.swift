/// What Keras calls the parts of its files.
enum KerasNames {
  static let config = "config.json"
  static let metadata = "metadata.json"
  static let weights = "model.weights.h5"
  /// The version whose form is written.
  static let version = "3.15.1"
  /// The class that stands for a tensor among a call's arguments.
  static let tensor = "__keras_tensor__"
  static let sequential = ModelKind.sequential.typeName
  static let functional = ModelKind.functional.typeName
}
