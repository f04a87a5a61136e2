internal import Datasets
internal import Hashing
internal import Images
internal import Synchronization
internal import Tensors

/// Finds out which image files can be decoded. What was found of a file is known until the file changes.
final class FileCheck: Sendable {
  static let shared = FileCheck()

  private struct Finding {
    let state: FileState?
    let problem: String?
  }

  private let known = Mutex<[String: Finding]>([:])

  /// What is wrong with each file; nil for one that is an image.
  func problems(of paths: [String], colorMode: ColorMode) -> [String?] {
    let decoder = ImageDecoder(colorMode: colorMode)
    let unknown = paths.filter { path in
      known.withLock { $0[path] }.map { $0.state != FileState(path) } ?? true
    }
    ThreadPool.shared.parallel(unknown.count) { index in
      let path = unknown[index]
      let finding = Finding(state: FileState(path), problem: Self.problem(of: path, decoder))
      known.withLock { $0[path] = finding }
    }
    return known.withLock { known in paths.map { known[$0]?.problem } }
  }

  private static func problem(of path: String, _ decoder: ImageDecoder) -> String? {
    if ImageFormats.isRefused(path) { return ImageFormats.refusal }
    do throws(ImageError) {
      _ = try decoder.decode(contentsOf: path)
      return nil
    } catch {
      return error.message
    }
  }
}
