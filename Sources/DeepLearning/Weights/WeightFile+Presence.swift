#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

extension WeightFile {
  static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

  /// Removes a file.
  ///
  /// - Throws: `DeepLearningError` that names the file.
  static func remove(_ path: String) throws(DeepLearningError) {
    do { try FileManager.default.removeItem(atPath: path) } catch {
      throw DeepLearningError(path, "cannot be removed", hint: "may the folder be written?")
    }
  }
}
