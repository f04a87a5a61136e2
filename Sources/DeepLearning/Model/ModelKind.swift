/// How a model was written: as a graph, or as a list of layers.
enum ModelKind: String {
  case functional
  case sequential

  /// Keras' class name.
  var typeName: String { self == .functional ? "Functional" : "Sequential" }
}

/// Makes a model in which each layer is called on the output of the one before it, as `keras.Sequential`.
///
///     let model = try Sequential(inputShape: [784], [Dense(units: 64, activation: .relu), Dense(units: 10)])
///
/// - Parameters:
///   - inputShape: extents of the input without the batch.
///   - layers: at least one layer; models are layers too.
///   - name: the model's name; nil for the usual one with a number.
///   - seed: see `Model(inputs:outputs:name:seed:)`.
///   - file: where the call stands, for messages.
///   - line: where the call stands, for messages.
/// - Throws: `DeepLearningError` with the first mistake: the layer, the shape it got and what it needs.
// swift-format-ignore: AlwaysUseLowerCamelCase
public func Sequential(
  inputShape: [Int], _ layers: [any Layer], name: String? = nil, seed: UInt64? = nil, file: String = #filePath,
  line: Int = #line
) throws(DeepLearningError) -> Model {
  let input = Input(shape: inputShape, file: file, line: line)
  let output = layers.reduce(input) { tensor, layer in layer(tensor, file: file, line: line) }
  return try Model(.sequential, inputs: [input], outputs: [output], name: name, seed: seed)
}
