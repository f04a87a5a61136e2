internal import Tensors

extension Model {
  /// Writes all weights to a file in safetensors format, each under its path, such as `conv2d/kernel`.
  ///
  /// The file is replaced as a whole or not at all.
  /// - Throws: `DeepLearningError` that names the file.
  public func saveWeights(to path: String) throws {
    var file = Safetensors()
    for parameter in parameters { file.arrays[parameter.path] = Safetensors.Array(parameter.value) }
    try WeightFile.write(file.encoded(), to: path)
  }

  /// Replaces all weights by those of a file that `saveWeights(to:)` wrote for a model of the same layers.
  ///
  /// - Throws: `DeepLearningError` that names the file, an array that is missing, too many or misshapen, and both shapes;
  ///   then nothing is replaced.
  public func loadWeights(from path: String) throws(DeepLearningError) {
    let file = try Safetensors(WeightFile.read(path), place: path)
    try setWeights(file.tensors(for: parameters, place: path))
  }
}

extension Safetensors {
  /// The arrays of the parameters in order.
  ///
  /// - Throws: `DeepLearningError` unless there is exactly one of the right shape for each.
  func tensors(for parameters: [Parameter], place: String) throws(DeepLearningError) -> [Tensor<Float>] {
    let paths = Set(parameters.map(\.path))
    if let extra = arrays.keys.sorted().first(where: { !paths.contains($0) }) {
      let shape = arrays[extra].map { "\($0.shape)" } ?? ""
      throw DeepLearningError(
        place, "holds '\(extra)' of shape \(shape), which the model has not",
        expected: "only " + parameters.map(\.path).joined(separator: ", "))
    }
    return try parameters.map { (parameter) throws(DeepLearningError) in
      guard let array = arrays[parameter.path] else {
        throw DeepLearningError(place, "has no '\(parameter.path)'", expected: "one of shape \(parameter.shape)")
      }
      guard array.shape == parameter.shape, let tensor = array.tensor else {
        throw DeepLearningError(
          place, "'\(parameter.path)' has shape \(array.shape) and type \(array.type.rawValue)",
          expected: "shape \(parameter.shape) and type F32")
      }
      return tensor
    }
  }
}
