internal import HDF5
internal import Tensors

extension Model {
  /// Writes all weights to a file: as Keras 3 does if the name ends in `.weights.h5`, else in safetensors format, each under its
  /// path, such as `conv2d/kernel`.
  ///
  /// The file is replaced as a whole or not at all.
  /// - Throws: `DeepLearningError` that names the file; also for other names that end in `.h5`, which Keras would take for
  ///   Keras 2's layout.
  public func saveWeights(to path: String) throws {
    switch WeightFormat(of: path) {
    case .hdf5:
      guard WeightFormat.isKeras3(path) else {
        throw DeepLearningError(
          path, "is no name for weights", expected: "a name that ends in .weights.h5 or .safetensors")
      }
      try KerasWeightLayout(self).file.store(at: path)
    case .safetensors:
      var file = Safetensors()
      for parameter in parameters { file.arrays[parameter.path] = Safetensors.Array(parameter.value) }
      try WeightFile.write(file.encoded(), to: path)
    }
  }

  /// Replaces all weights by those of a file for a model of the same layers.
  ///
  /// Names that end in `.h5` or `.hdf5` stand for HDF5 as Keras 3 or Keras 2 writes it (the file tells which; layers are matched
  /// in order, as Keras does, and states of optimizers passed over), others for what `saveWeights(to:)` writes.
  /// - Throws: `DeepLearningError` that names the file, an array that is missing, too many or misshapen, and both shapes;
  ///   then nothing is replaced.
  public func loadWeights(from path: String) throws(DeepLearningError) {
    switch WeightFormat(of: path) {
    case .hdf5: try replaceWeights(HDF5Group.read(path, name: path), place: path)
    case .safetensors:
      let file = try Safetensors(WeightFile.read(path), place: path)
      try setWeights(file.tensors(for: parameters, place: path))
    }
  }

  /// Replaces all weights by those of an HDF5 file, or none if anything does not fit.
  func replaceWeights(_ file: HDF5Group, place: String) throws(DeepLearningError) {
    let values: [(parameter: Parameter, value: Tensor<Float>)]
    if let legacy = try LegacyKerasWeights(file, place: place) {
      values = try legacy.values(for: self)
    } else {
      let layout = KerasWeightLayout(self)
      values = Array(zip(layout.slots.map(\.parameter), try layout.tensors(in: file, place: place)))
    }
    for (parameter, value) in values { parameter.value = value }
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
