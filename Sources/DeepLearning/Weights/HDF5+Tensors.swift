internal import HDF5
internal import Tensors

extension HDF5Array {
  init(_ tensor: Tensor<Float>) { self.init(shape: tensor.shape, .floats(tensor.elements)) }

  /// The numbers as a weight's value.
  ///
  /// - Throws: `DeepLearningError` naming the array and both shapes if they differ.
  func tensor(
    for parameter: Parameter, path: String, place: String
  ) throws(DeepLearningError) -> Tensor<Float> {
    guard shape == parameter.shape else {
      throw DeepLearningError(
        place, "'\(path)' (\(parameter.path)) has shape \(shape)", expected: "shape \(parameter.shape)")
    }
    switch elements {
    case .floats(let values): return Tensor(shape, values)
    case .integers(let values): return Tensor(shape, values.map { Float($0) })
    }
  }
}

extension HDF5Group {
  /// Changes the group at a path, making it and those round it where they are missing.
  mutating func change(at path: String, _ change: (inout HDF5Group) -> Void) {
    self.change(at: path.split(separator: "/").map(String.init)[...], change)
  }

  private mutating func change(at names: ArraySlice<String>, _ change: (inout HDF5Group) -> Void) {
    guard let first = names.first else { return change(&self) }
    groups[first, default: HDF5Group()].change(at: names.dropFirst(), change)
  }

  /// Reads a file of weights without the state of an optimizer.
  ///
  /// - Parameter name: what messages call the file.
  /// - Throws: `DeepLearningError` that names the file and the object in it.
  static func read(_ path: String, name: String) throws(DeepLearningError) -> HDF5Group {
    do {
      return try HDF5Group(contentsOf: path, without: ["optimizer"])
    } catch {
      throw DeepLearningError(
        name, (error.object.isEmpty ? "" : "'\(error.object)': ") + error.problem, expected: "a complete HDF5 file")
    }
  }

  /// - Throws: `DeepLearningError` that names the file.
  func store(at path: String) throws(DeepLearningError) {
    do {
      try write(to: path)
    } catch {
      throw DeepLearningError(path, "cannot be written", hint: "does the folder exist, and is there space?")
    }
  }
}
