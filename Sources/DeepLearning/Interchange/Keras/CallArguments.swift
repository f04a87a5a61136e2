/// A tensor of a configuration: what a call of a layer gives.
struct TensorReference {
  let layer: String
  var call: Int
  let output: Int

  /// Reads `[layer, call, output]`; nil if it is anything else.
  init?(_ value: SettingValue) {
    guard let values = value.list, values.count == 3, let layer = values[0].text, let call = values[1].integer,
      let output = values[2].integer, call.magnitude < 1 << 32
    else { return nil }
    (self.layer, self.call, self.output) = (layer, call, output)
  }
}

/// What a layer is called on.
struct CallArguments {
  /// Arguments besides tensors that decide nothing here: Keras overrides `training` when it trains or predicts.
  private static let idle: Set<String> = ["training", "mask"]

  private(set) var tensors: [TensorReference] = []

  /// Reads an entry of `inbound_nodes`.
  ///
  /// - Throws: `DeepLearningError` naming an argument that is no tensor.
  init(_ node: SettingValue, at place: GraphPlace) throws(DeepLearningError) {
    guard let arguments = node["args"]?.list else {
      throw place.error(
        "is called in a form that Keras 3 does not write", expected: "args and kwargs in inbound_nodes",
        hint: "load and save the model with Keras 3 first")
    }
    for argument in arguments { try append(argument, named: "an argument", place) }
    for (name, argument) in (node["kwargs"]?.object ?? [:]).sorted(by: { $0.key < $1.key }) {
      if Self.idle.contains(name), argument["class_name"] == nil { continue }
      try append(argument, named: name, place)
    }
    guard !tensors.isEmpty else { throw place.error("is called without a tensor") }
  }

  private mutating func append(_ value: SettingValue, named name: String, _ place: GraphPlace) throws(DeepLearningError)
  {
    if let values = value.list {
      for value in values { try append(value, named: name, place) }
    } else if value["class_name"]?.text == KerasNames.tensor,
      let tensor = TensorReference(value["config"]?["keras_history"] ?? .null)
    {
      tensors.append(tensor)
    } else {
      throw place.error("is called with \(name) = \(value)", expected: "tensors")
    }
  }
}
