/// The files that a run's callbacks have written, such as a checkpoint, each under its callback's number.
struct CallbackFiles {
  private static let prefix = "file/"

  private var files: [Int: [UInt8]] = [:]

  init() {}

  /// Reads the files.
  init(of callbacks: [any Callback]) throws {
    for (index, callback) in callbacks.enumerated() {
      if let path = callback.writtenFile { files[index] = try WeightFile.read(path) }
    }
  }

  /// Takes the files out of one that holds them.
  init(in file: Safetensors) {
    for (name, array) in file.arrays where name.hasPrefix(Self.prefix) {
      if let index = Int(name.dropFirst(Self.prefix.count)) { files[index] = array.bytes }
    }
  }

  func add(to file: inout Safetensors) {
    for (index, bytes) in files {
      file.arrays["\(Self.prefix)\(index)"] = Safetensors.Array(type: .uint8, shape: [bytes.count], bytes: bytes)
    }
  }

  /// Lets each callback write its file again, wherever it is asked to write this time.
  func restore(in callbacks: inout [any Callback]) throws {
    for (index, bytes) in files where callbacks.indices.contains(index) { try callbacks[index].recalled(file: bytes) }
  }
}
