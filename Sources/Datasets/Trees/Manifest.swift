import Foundation

/// What a tree of files holds: the list by which it is known to be whole, and the fingerprint of all its contents.
///
/// Kept as text beside the tree: four lines of header, then a line a file, in the order of their paths.
///
///     quire tree 1
///     from: Microsoft's archive
///     folder: /home/reader/pets
///     examples: 24998
///     1843 1700000000000000000 9f86…0a08 PetImages/Cat/0.jpg
package struct Manifest: Equatable, Sendable {
  package struct Entry: Equatable, Sendable {
    /// Below the folder.
    package var path: String
    package var bytes: Int
    /// When it was last written, in nanoseconds since 1970.
    package var modified: Int
    /// SHA-256 in hexadecimal digits.
    package var digest: String

    package init(path: String, bytes: Int, modified: Int, digest: String) {
      (self.path, self.bytes, self.modified, self.digest) = (path, bytes, modified, digest)
    }
  }

  /// Where the files came from, for people.
  package var origin: String
  /// A folder of the user's that was registered; empty for one of the store's own.
  package var registeredFolder: String
  /// Number of examples that readers get.
  package var examples = 0
  /// Sorted by path.
  package var entries: [Entry]

  package init(origin: String, registeredFolder: String = "", examples: Int = 0, entries: [Entry]) {
    self.examples = examples
    self.origin = origin
    self.registeredFolder = registeredFolder
    self.entries = entries.sorted { $0.path < $1.path }
  }

  /// What identifies the content: the SHA-256 of paths, sizes and contents. Times and the place do not count.
  package var fingerprint: String {
    var lines: [UInt8] = []
    for entry in entries { lines += "\(entry.bytes) \(entry.digest) \(entry.path)\n".utf8 }
    return Checksum.Algorithm.sha256.digest(of: lines)
  }

  /// Bytes of all files together.
  package var bytes: Int { entries.map(\.bytes).reduce(0, +) }
}

// MARK: - As text

extension Manifest {
  private static var title: String { "quire tree 1" }
  private static var last: String { "end" }

  package var text: String {
    let lines = entries.map { "\($0.bytes) \($0.modified) \($0.digest) \($0.path)" }
    let header = [Self.title, "from: \(origin)", "folder: \(registeredFolder)", "examples: \(examples)"]
    return (header + lines + [Self.last, ""]).joined(separator: "\n")
  }

  /// Reads the text; nil if it is not whole, so that the tree counts as absent.
  package init?(text: [UInt8]) {
    let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    guard lines.count >= 6, Self.string(lines[0]) == Self.title, Self.string(lines[lines.count - 2]) == Self.last,
      let origin = Self.value(of: "from: ", in: lines[1]), let folder = Self.value(of: "folder: ", in: lines[2]),
      let examples = Self.value(of: "examples: ", in: lines[3]).flatMap({ Int($0) })
    else { return nil }
    let entries = lines[4..<(lines.count - 2)].compactMap(Entry.init)
    guard entries.count == lines.count - 6 else { return nil }
    (self.origin, registeredFolder, self.examples, self.entries) = (origin, folder, examples, entries)
  }

  private static func string(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

  private static func value(of key: String, in line: ArraySlice<UInt8>) -> String? {
    line.starts(with: key.utf8) ? string(line.dropFirst(key.utf8.count)) : nil
  }
}

extension Manifest.Entry {
  init?(line: ArraySlice<UInt8>) {
    let parts = line.split(separator: UInt8(ascii: " "), maxSplits: 3).map { String(decoding: $0, as: UTF8.self) }
    guard parts.count == 4, let bytes = Int(parts[0]), let modified = Int(parts[1]), parts[2].utf8.count == 64 else {
      return nil
    }
    self.init(path: parts[3], bytes: bytes, modified: modified, digest: parts[2])
  }
}
