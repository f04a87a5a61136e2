public import Tensors

extension Tensor {
  /// Reads a `.npy` file, as `numpy.load` does.
  ///
  ///     let features = try Tensor<Float>(npy: "features.npy")
  ///
  /// - Throws: `ArrayFileError` if the file is not there, damaged, of another format, or holds what `Element` cannot say.
  public init(npy path: String) throws(ArrayFileError) {
    self = try StoredArray(npy: path).tensor()
  }

  /// Reads an IDX file, compressed if its name ends in `.gz`.
  ///
  ///     let images = try Tensor<UInt8>(idx: "train-images-idx3-ubyte.gz")      // [60000, 28, 28]
  ///
  /// - Throws: `ArrayFileError` if the file is not there, damaged, of another format, or holds what `Element` cannot say.
  public init(idx path: String) throws(ArrayFileError) {
    self = try StoredArray(idx: path).tensor()
  }

  /// Writes a `.npy` file with the bytes that `numpy.save` would write.
  /// - Throws: `ArrayFileError` if the file cannot be written.
  public func write(npy path: String) throws(ArrayFileError) {
    try ReadFile.write(NPY.encoded(EncodedArray(self)), to: path)
  }

  /// Writes an IDX file.
  /// - Throws: `ArrayFileError` if the file cannot be written.
  public func write(idx path: String) throws(ArrayFileError) {
    try ReadFile.write(try IDX.encoded(EncodedArray(self), name: path), to: path)
  }
}

extension StoredArray {
  /// Reads a `.npy` file as it is.
  /// - Throws: `ArrayFileError` if the file is not there, damaged, or of another format.
  public init(npy path: String) throws(ArrayFileError) {
    self = try NPY.array(try ReadFile.content(of: path)[...], name: path)
  }

  /// Reads an IDX file as it is, compressed if its name ends in `.gz`.
  /// - Throws: `ArrayFileError` if the file is not there, damaged, or of another format.
  public init(idx path: String) throws(ArrayFileError) {
    self = try IDX.array(try ReadFile.decompressed(path), name: path)
  }

  /// Reads the content of a `.npy` file.
  package init(npy content: [UInt8], name: String) throws(ArrayFileError) {
    self = try NPY.array(content[...], name: name)
  }

  /// Reads the decompressed content of an IDX file.
  package init(idx content: [UInt8], name: String) throws(ArrayFileError) {
    self = try IDX.array(content, name: name)
  }
}
