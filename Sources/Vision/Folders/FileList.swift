internal import Hashing

/// Image files with their names relative to a folder and the numbers of their classes.
struct FileList: Sendable {
  struct File: Equatable, Sendable {
    let path: String
    let name: String
    let label: Int
  }

  private(set) var files: [File]
  private(set) var unreadable: [UnreadableFile] = []

  init(_ files: [File]) { self.files = files }

  /// Takes the files out that cannot be decoded.
  mutating func skipUnreadable(_ settings: ImageSettings) {
    let problems = FileCheck.shared.problems(of: files.map(\.path), colorMode: settings.colorMode)
    for (file, problem) in zip(files, problems) {
      if let problem { unreadable.append(UnreadableFile(name: file.name, reason: problem)) }
    }
    files = zip(files, problems).filter { $0.1 == nil }.map(\.0)
  }

  /// Puts the files in the order in which Keras shuffles them.
  mutating func shuffle(seed: UInt64) {
    var generator = MersenneTwister(seed: UInt32(truncatingIfNeeded: seed))
    files = generator.permutation(files.count).map { files[$0] }
  }

  mutating func keep(_ range: Range<Int>) { files = Array(files[range]) }

  /// The SHA-256 of names, labels and contents of some files.
  func fingerprint(of rows: [Int]) -> String {
    FileHashes.shared.hash(ofFiles: rows.map { (name: "\(files[$0].name) \(files[$0].label)", path: files[$0].path) })
  }
}
