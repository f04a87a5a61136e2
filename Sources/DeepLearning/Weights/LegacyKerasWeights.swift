internal import HDF5
internal import Tensors

/// Weights as Keras 2 keeps them: the file's attribute `layer_names` lists groups, each group's `weight_names` its arrays.
///
/// Layers are matched in order, those without weights left out; names do not count. A layer's trained weights come before its
/// others, those of a nested model's layers in one list. Source: keras/src/legacy/saving/legacy_h5_format.py of Keras 3.15.
struct LegacyKerasWeights {
  private struct SavedLayer {
    let name: String
    let arrays: [(path: String, array: HDF5Array)]
  }

  private let place: String
  private let layers: [SavedLayer]

  /// Finds the layers of a file; nil if it is laid out otherwise. The weights of a whole saved model lie in `model_weights`.
  ///
  /// - Throws: `DeepLearningError` naming what the attributes list and the file has not.
  init?(_ file: HDF5Group, place: String) throws(DeepLearningError) {
    let isModel = file.texts("layer_names") == nil
    guard let root = isModel ? file.groups["model_weights"] : file, let names = root.texts("layer_names") else {
      return nil
    }
    self.place = place
    layers = try names.map { (name) throws(DeepLearningError) in
      guard let group = root.group(at: name) else {
        throw DeepLearningError(place, "has no group '\(name)'", expected: "one for every name in layer_names")
      }
      return try SavedLayer(name: name, arrays: Self.arrays(of: group, named: name, place))
    }
  }

  private static func arrays(
    of group: HDF5Group, named layer: String, _ place: String
  ) throws(DeepLearningError) -> [(path: String, array: HDF5Array)] {
    try (group.texts("weight_names") ?? []).map { (name) throws(DeepLearningError) in
      guard let array = group.array(at: name) else {
        throw DeepLearningError(
          place, "has no array '\(layer)/\(name)'", expected: "one for every name in weight_names of '\(layer)'")
      }
      return (path: "\(layer)/\(name)", array: array)
    }
  }

  /// The model's weights with their values.
  ///
  /// - Throws: `DeepLearningError` naming the layer or array that is missing, too many or misshapen, and both shapes.
  func values(for model: Model) throws(DeepLearningError) -> [(parameter: Parameter, value: Tensor<Float>)] {
    let wanted = model.layers.map { (name: $0.name, parameters: $0.parameters.trainedFirst) }
      .filter { !$0.parameters.isEmpty }
    let saved = layers.filter { !$0.arrays.isEmpty }
    guard wanted.count == saved.count else {
      throw DeepLearningError(
        place, "holds weights of \(saved.count) layers: " + saved.map(\.name).joined(separator: ", "),
        expected: "those of \(wanted.count): " + wanted.map(\.name).joined(separator: ", "))
    }
    var values: [(parameter: Parameter, value: Tensor<Float>)] = []
    for (layer, saved) in zip(wanted, saved) { values += try self.values(layer.name, layer.parameters, saved) }
    return values
  }

  private func values(
    _ name: String, _ parameters: [Parameter], _ saved: SavedLayer
  ) throws(DeepLearningError) -> [(parameter: Parameter, value: Tensor<Float>)] {
    guard parameters.count == saved.arrays.count else {
      throw DeepLearningError(
        place,
        "layer '\(saved.name)' has \(saved.arrays.count) arrays: " + saved.arrays.map(\.path).joined(separator: ", "),
        expected: "\(parameters.count) for '\(name)': "
          + parameters.map { "\($0.path) \($0.shape)" }.joined(separator: ", "))
    }
    return try zip(parameters, saved.arrays).map { (parameter, saved) throws(DeepLearningError) in
      (parameter, try saved.array.tensor(for: parameter, path: saved.path, place: place))
    }
  }
}

extension [Parameter] {
  /// Those that gradients change, then the others: moving averages and what is frozen.
  fileprivate var trainedFirst: [Parameter] { filter(\.isTrainable) + filter { !$0.isTrainable } }
}

extension HDF5Group {
  /// The texts of an attribute. Keras cuts a long list into `name0`, `name1`, ….
  fileprivate func texts(_ name: String) -> [String]? {
    if let texts = attributes[name]?.list { return texts }
    var (texts, number): ([String], Int) = ([], 0)
    while let more = attributes["\(name)\(number)"]?.list { (texts, number) = (texts + more, number + 1) }
    return number == 0 ? nil : texts
  }
}

extension HDF5Attribute {
  fileprivate var list: [String]? { if case .texts(let texts) = self { texts } else { nil } }
}
