/// What decides a run, so that it can be remembered, and told from another when it goes on after an interruption.
struct RunIdentity: Codable {
  private struct Part: Codable, Equatable {
    let name: String
    let hash: String
  }

  /// What is known when a run begins but need not hold when it goes on: the model then has any weights.
  private static let startNames: Set = ["present optimizer", "progress", "value", "slot"]
  /// The same run on another engine ends with other bits, but is no other run.
  private static let engineName = "engine"

  private let parts: [Part]
  /// Under which the run's outcome is remembered; nil if it must not be.
  private(set) var key: String?

  /// - Parameter isRepeatable: whether the parts tell everything.
  init(_ fingerprint: Fingerprint, isRepeatable: Bool) {
    parts = fingerprint.parts.map { Part(name: $0.name, hash: $0.hash) }
    key = isRepeatable ? fingerprint.hexadecimal() : nil
  }

  /// The names of what differs between two runs, where they began aside.
  func differences(from other: RunIdentity) -> [String] {
    let names = (parts + other.parts).map(\.name).filter { !Self.startNames.contains($0) && $0 != Self.engineName }
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted && self[$0] != other[$0] }
  }

  /// The identity of this interrupted run when it goes on in another that was found to be the same.
  func resumed(in other: RunIdentity) -> RunIdentity {
    var result = self
    if self[Self.engineName] != other[Self.engineName] { result.key = nil }
    return result
  }

  private subscript(_ name: String) -> String? { parts.first { $0.name == name }?.hash }
}
