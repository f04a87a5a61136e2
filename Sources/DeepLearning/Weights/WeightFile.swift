#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// Reads and writes whole files.
enum WeightFile {
  /// Writes to a temporary name beside the file and renames it, so that the file is never there by half.
  ///
  /// - Throws: `DeepLearningError` that names the file.
  static func write(_ bytes: [UInt8], to path: String) throws(DeepLearningError) {
    do {
      try Data(bytes).write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw DeepLearningError(path, "cannot be written", hint: "does the folder exist, and is there space?")
    }
  }

  /// - Throws: `DeepLearningError` that names the file.
  static func read(_ path: String) throws(DeepLearningError) -> [UInt8] {
    do {
      return [UInt8](try Data(contentsOf: URL(filePath: path)))
    } catch {
      throw DeepLearningError(
        path, "cannot be read", expected: "a weight file", hint: "saveWeights(to:) and ModelCheckpoint write one")
    }
  }
}
