internal import HDF5
internal import Tensors

/// Where Keras 3 keeps each weight of a model in a file: `layers/conv2d_1/vars/0`.
///
/// A layer's place is named after its class and its number among the model's layers of this class; a nested model's layers lie
/// below the model's own place. What occurs several times is kept where it is met first. Source: keras/src/saving/saving_lib.py
/// of Keras 3.15, `_save_state` and `_save_container_state`.
struct KerasWeightLayout {
  struct Slot {
    let path: String
    let parameter: Parameter
  }

  /// Path of each layer's group, below which `vars` holds its weights, and the layer's name; the model's own path is empty.
  private(set) var groups: [(path: String, name: String)] = []
  private(set) var slots: [Slot] = []
  private var visited = Set<ObjectIdentifier>()

  init(_ model: Model) {
    groups.append((path: "", name: model.name))
    visit(model.network, below: "")
  }

  private mutating func visit(_ network: Network, below path: String) {
    var counts: [String: Int] = [:]
    for layer in network.layers {
      guard let rule = network.calls(of: layer).first?.layer.rule else { continue }
      let number = counts[rule.baseName, default: 0]
      counts[rule.baseName] = number + 1
      let name = number == 0 ? rule.baseName : "\(rule.baseName)_\(number)"
      visit(layer, rule, at: "\(path)layers/\(name)")
    }
  }

  private mutating func visit(_ layer: LayerIdentity, _ rule: any NodeRule, at path: String) {
    guard visited.insert(ObjectIdentifier(layer)).inserted else { return }
    groups.append((path: path, name: layer.name ?? rule.baseName))
    for (index, parameter) in layer.parameters.enumerated() {
      slots.append(Slot(path: "\(path)/vars/\(index)", parameter: parameter))
    }
    if let model = (rule as? ModelRule)?.model { visit(model.network, below: path + "/") }
  }
}

// MARK: - Files

extension KerasWeightLayout {
  /// The weights as Keras lays them out.
  var file: HDF5Group {
    var file = HDF5Group()
    for (path, name) in groups {
      file.change(at: path.isEmpty ? "vars" : "\(path)/vars") { $0.attributes["name"] = .text(name) }
    }
    for slot in slots {
      let names = slot.path.split(separator: "/")
      file.change(at: names.dropLast().joined(separator: "/")) {
        $0.arrays[String(names.last ?? "")] = HDF5Array(slot.parameter.value)
      }
    }
    return file
  }

  /// A file's arrays in the order of the slots.
  ///
  /// The states of random generators, which older versions of Keras keep in the same file, are passed over.
  /// - Throws: `DeepLearningError` unless there is exactly one array of the right shape for each slot.
  func tensors(in file: HDF5Group, place: String) throws(DeepLearningError) -> [Tensor<Float>] {
    let paths = Set(slots.map(\.path))
    let foreign = file.allArrays.first { path, _ in !paths.contains(path) && !Self.isState(path) }
    if let foreign {
      throw DeepLearningError(
        place, "holds '\(foreign.path)' of shape \(foreign.array.shape), which the model has not",
        expected: slots.isEmpty ? "no weights" : "only " + slots.map(\.path).joined(separator: ", "),
        hint: "layers are numbered in the model's order: are these the weights of another model?")
    }
    return try slots.map { (slot) throws(DeepLearningError) in
      guard let array = file.array(at: slot.path) else {
        throw DeepLearningError(
          place, "has no '\(slot.path)' (\(slot.parameter.path))", expected: "one of shape \(slot.parameter.shape)")
      }
      return try array.tensor(for: slot.parameter, path: slot.path, place: place)
    }
  }

  private static func isState(_ path: String) -> Bool {
    let names = path.split(separator: "/")
    return names.contains { $0 == "seed_generator" || $0 == "generator" }
  }
}
