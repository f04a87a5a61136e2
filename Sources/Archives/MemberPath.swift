/// A path inside an archive that may become a path below a folder: nothing in it leads out, on any system.
package struct MemberPath: Hashable, Sendable {
  /// The names of the folders, then that of the file.
  package let components: [String]

  package var text: String { components.joined(separator: "/") }

  private static var longestName: Int { 255 }
  private static var longestPath: Int { 1024 }

  /// Checks a path; `./` before it is dropped.
  /// - Throws: `Refusal` that says what is wrong with it.
  package init(_ path: String) throws(Refusal) {
    var path = Substring(path)
    while path.hasPrefix("./") { path = path.dropFirst(2) }
    let components = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    if let reason = Self.problem(of: components) { throw Refusal(reason: reason) }
    self.components = components
  }

  /// Why a path is refused.
  package struct Refusal: Error, Equatable {
    package let reason: String
  }

  private static func problem(of components: [String]) -> String? {
    if components.count > 1, components.first == "" { return "is absolute" }
    if components.contains("..") { return "leads out of its folder" }
    if components.contains(where: { $0.isEmpty || $0 == "." }) { return "has an empty name in it" }
    if components.contains(where: { $0.utf8.count > longestName }) { return "has a name of more than 255 bytes in it" }
    if components.map({ $0.utf8.count + 1 }).reduce(0, +) > longestPath { return "is longer than 1024 bytes" }
    // A backslash separates folders on Windows, a line feed ends a line of a list of files.
    let isOdd = components.joined().unicodeScalars.contains { $0 == "\\" || $0.properties.generalCategory == .control }
    return isOdd ? "has a backslash or a control character in it" : nil
  }
}

/// The names taken so far, so that no two of them are one on a disk that does not tell capitals from small letters.
struct TakenNames {
  /// Small letters to the spelling.
  private var files: [String: String] = [:]
  private var folders: [String: String] = [:]

  /// Takes a path, or says what it collides with.
  mutating func take(_ path: MemberPath) -> String? {
    for depth in 1..<path.components.count {
      let folder = path.components[..<depth].joined(separator: "/")
      let key = folder.lowercased()
      let spelling = folders[key] ?? files[key] ?? folder
      // Compared by bytes: Swift takes two ways to write one accent for equal, as some disks do.
      if files[key] != nil || !spelling.utf8.elementsEqual(folder.utf8) { return spelling }
      folders[key] = folder
    }
    let key = path.text.lowercased()
    if let other = files[key] ?? folders[key] { return other }
    files[key] = path.text
    return nil
  }
}
