package import Tensors

/// Named arrays in a Python pickle: nested dictionaries whose leaves are NumPy arrays of 32-bit floats.
///
/// A pickle is a program for a small stack machine, and Python's own reader calls whatever the program names. This one calls
/// nothing: it knows the instructions and the one array constructor that a file of weights needs, and ends in an error at
/// everything else.
///
/// 1. `PickleCursor` takes instructions and their operands out of the bytes.
/// 2. `PickleMachine` runs them on a stack of `PickleValue`s, which hold no references and so no cycles.
/// 3. The dictionary that is left at the end gives each array its path, such as `VGG16_0/Conv_0/kernel`.
///
/// Source: Python's library, module pickletools, which documents every instruction.
package struct Pickle: Equatable, Sendable {
  /// The arrays by their path: the keys of the dictionaries round them, joined by `/`.
  package private(set) var arrays: [String: PickledArray] = [:]

  /// Reads a file's bytes and checks everything in them.
  ///
  /// - Throws: `DeepLearningError` that names `place` and the byte.
  package init(_ file: [UInt8], place: String) throws(DeepLearningError) {
    var machine = PickleMachine(file, place: place)
    try collect(try machine.run(), under: "", place)
  }

  private mutating func collect(
    _ dictionary: PickleDictionary, under path: String, _ place: String
  ) throws(DeepLearningError) {
    for (key, entry) in dictionary.entries {
      switch entry {
      case .dictionary(let inner): try collect(inner, under: path + key + "/", place)
      case .array(let array):
        guard arrays.updateValue(array, forKey: path + key) == nil else {
          throw DeepLearningError(place, "holds '\(path + key)' twice", expected: "a name of its own for every array")
        }
      }
    }
  }
}

/// An array as it lies in the file.
package struct PickledArray: Equatable, Sendable {
  package let shape: [Int]
  /// 32-bit floats, least significant byte first, in row-major order: four for each element.
  let bytes: ArraySlice<UInt8>

  static let elementBytes = 4

  /// The array's numbers.
  package var tensor: Tensor<Float> {
    var elements: [Float] = []
    elements.reserveCapacity(bytes.count / Self.elementBytes)
    for start in stride(from: bytes.startIndex, to: bytes.endIndex, by: Self.elementBytes) {
      let low = UInt32(bytes[start]) | UInt32(bytes[start + 1]) << 8
      let high = UInt32(bytes[start + 2]) | UInt32(bytes[start + 3]) << 8
      elements.append(Float(bitPattern: low | high << 16))
    }
    return Tensor(shape, elements)
  }
}
