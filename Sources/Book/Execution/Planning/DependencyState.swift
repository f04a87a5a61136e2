import Foundation
import Hashing
import Messages

/// Compares what a block read with what it would read now.
struct DependencyState: Sendable {
  var book: URL
  var parameters: ParameterValues
  var editions: [String: String]
  var dataFingerprint: @Sendable (String) -> String?

  /// Prefix of the parameter that stands for the choice of an edition.
  private static let editionPrefix = "edition of "

  /// The fingerprint that a dependency has now; nil if what was read is gone.
  func fingerprint(of dependency: Dependency) -> String? {
    switch dependency.kind {
    case .parameter:
      dependency.name.hasPrefix(Self.editionPrefix)
        ? editions[String(dependency.name.dropFirst(Self.editionPrefix.count))]
        : parameters.fingerprint(of: dependency.name)
    case .file:
      Fingerprint.ofFile(path(dependency.name)) ?? FileHashes.shared.hash(ofFolder: path(dependency.name))
    case .data: dataFingerprint(dependency.name)
    }
  }

  /// What a kernel reported, as it is stored: a parameter with its type, and a data set whose edition this build chose
  /// together with that choice.
  func stored(_ dependencies: [Dependency]) -> [Dependency] {
    dependencies.flatMap { dependency -> [Dependency] in
      switch dependency.kind {
      case .parameter: return [Dependency(kind: .parameter, name: dependency.name, fingerprint: typed(dependency))]
      case .file: return [dependency]
      case .data:
        let parts = dependency.name.split(separator: "/").map(String.init)
        guard parts.count == 2, editions[parts[0]] == parts[1] else { return [dependency] }
        return [dependency, Dependency(kind: .parameter, name: Self.editionPrefix + parts[0], fingerprint: parts[1])]
      }
    }
  }

  private func typed(_ dependency: Dependency) -> String {
    parameters.fingerprint(of: dependency.name) ?? dependency.fingerprint
  }

  private func path(_ name: String) -> String {
    name.hasPrefix("/") ? name : book.appendingPathComponent(name).path
  }
}
