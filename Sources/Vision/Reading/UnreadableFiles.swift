/// What is done with an image file that is damaged, or no image.
public enum UnreadablePolicy: String, Sendable {
  /// Reading ends with an error that names the file.
  case stop
  /// The file is left out. All files are decoded once to find these before the first is used, and they are listed in
  /// `unreadable` and counted in the description.
  case skip
}

/// A file that was left out, and why.
public struct UnreadableFile: Hashable, Sendable, CustomStringConvertible {
  /// Relative to the folder.
  public let name: String
  public let reason: String

  public var description: String { "\(name) (\(reason))" }
}

extension [UnreadableFile] {
  private static var mostNamed: Int { 5 }

  /// Such as `2 unreadable files skipped: cat/666.jpg, dog/11702.jpg`.
  var summary: String {
    let names = prefix(Self.mostNamed).map(\.name).joined(separator: ", ")
    let rest = count > Self.mostNamed ? " and \(count - Self.mostNamed) more" : ""
    return "\(count) unreadable \(count == 1 ? "file" : "files") skipped: \(names)\(rest)"
  }
}
