/// The forms that weight files have.
enum WeightFormat {
  case hdf5
  case safetensors

  /// The form that a file's name stands for: `.h5` and `.hdf5` are HDF5, everything else is safetensors.
  init(of path: String) {
    let name = path.lowercased()
    self = name.hasSuffix(".h5") || name.hasSuffix(".hdf5") ? .hdf5 : .safetensors
  }

  /// Whether Keras 3 would know a file of this name as weights in its own layout; other HDF5 files it takes for Keras 2's.
  static func isKeras3(_ path: String) -> Bool { path.hasSuffix(".weights.h5") }
}
